"""How far a page is said to be translated. Everything goes through wagtail-localize's own objects."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from cms_pages.publishing.models import PublishedItem
from cms_pages.translation import translation_state
from tests.factories import DecisionPageFactory, ImageFactory, SiteTree, publish_translation
from tests.support.fixtures import project

RICH = (
    "<h3>Neni 1 &amp; 2</h3><p>Miratohet <b>propozimi</b> dhe <i>plani</i>,<br/>sipas "
    '<a href="https://gzk.rks-gov.net/">ligjit</a>.</p><ul><li>Një&nbsp;</li><li>Dy &lt;tri&gt;</li></ul>'
)


@pytest.fixture
def decision(site: SiteTree) -> Any:
    return DecisionPageFactory(
        parent=site.sections["sq"],
        title='Vendim "A & B"',
        summary="Rreshti i parë.\nRreshti i dytë.",
        content=[
            ("heading", "Hyrje"),
            ("rich_text", RICH),
            ("quote", {"text": "Fjalë", "attribution": ""}),
            ("image", {"image": ImageFactory(), "caption": "Foto"}),
            ("table", {"data": [["Emri", "12,50"], ["Gjithsej", None]], "table_caption": "Tabela"}),
        ],
    )


def texts_of(page: Any) -> dict[str, str]:
    """Each source text of a page with a translation."""
    source, _ = TranslationSource.update_or_create_from_instance(page)
    return {segment.string.data: f"SR {segment.string.data}" for segment in source.stringsegment_set.all()}


def translate(page: Any, path: str, text: str, language_code: str = "sr-latn") -> None:
    """Save one string, as the translation editor does when its tick is clicked."""
    segment = StringSegment.objects.get(source__object_id=page.translation_key, context__path=path)
    StringTranslation.objects.update_or_create(
        translation_of=segment.string,
        context=segment.context,
        locale=Locale.objects.get(language_code=language_code),
        defaults={"data": text, "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL},
    )


def test_page_without_translation_is_the_original(decision: Any) -> None:
    assert translation_state(decision) == "original"
    publish_translation(decision, "sr-latn")
    assert translation_state(decision) == "original"


def test_page_with_every_text_translated_is_complete(decision: Any) -> None:
    assert translation_state(publish_translation(decision, "sr-latn", texts_of(decision))) == "complete"


def test_page_with_no_text_translated_is_partial(decision: Any) -> None:
    assert translation_state(publish_translation(decision, "sr-latn", {})) == "partial"


def test_each_single_text_counts(decision: Any) -> None:
    texts = texts_of(decision)
    assert len(texts) > 12
    for text in texts:
        if any(map(str.isalpha, text)) and text != decision.slug:
            StringTranslation.objects.all().delete()
            page = publish_translation(decision, "sr-latn", {other: texts[other] for other in texts if other != text})
            assert translation_state(page) == "partial", text


def test_address_and_figures_need_no_translation(decision: Any) -> None:
    texts = texts_of(decision)
    assert {decision.slug, "12,50"} <= set(texts)
    del texts[decision.slug], texts["12,50"]
    assert translation_state(publish_translation(decision, "sr-latn", texts)) == "complete"


def test_text_that_is_the_same_in_both_languages_is_translated_when_a_translator_says_so(decision: Any) -> None:
    texts = texts_of(decision) | {"Foto": "Foto", 'Vendim "A &amp; B"': 'Vendim "A & B"'}
    assert translation_state(publish_translation(decision, "sr-latn", texts)) == "complete"


def test_translations_that_are_saved_but_not_published_do_not_count(decision: Any) -> None:
    texts = texts_of(decision)
    page = publish_translation(decision, "sr-latn", {text: texts[text] for text in texts if text != "Hyrje"})
    translate(page, f"content.{decision.content[0].id}", "Uvod")
    translation = Translation.objects.get(target_locale=page.locale)
    assert len(set(translation.get_progress())) == 1, "all strings have a translation"
    assert translation_state(page) == "partial", "but the page that is live does not show them"


def test_translation_that_was_rewritten_and_not_published_changes_nothing(decision: Any) -> None:
    page = publish_translation(decision, "sr-latn", texts_of(decision))
    translate(page, "title", "Druga odluka")
    assert translation_state(page) == "complete"


def test_new_text_of_the_original_that_is_not_in_the_translation_changes_nothing(decision: Any) -> None:
    page = publish_translation(decision, "sr-latn", texts_of(decision))
    decision.title = "Vendim tjetër"
    decision.save_revision().publish()
    assert translation_state(page) == "complete"


def test_older_text_of_the_original_that_is_still_in_the_translation_counts(decision: Any) -> None:
    texts = texts_of(decision)
    page = publish_translation(decision, "sr-latn", {text: texts[text] for text in texts if text != "Hyrje"})
    decision.content[0].value = "Parathënie"
    decision.save_revision().publish()
    assert page.content[0].value == "Hyrje"
    assert translation_state(page) == "partial"


def test_attachment_titles_count(decision: Any) -> None:
    decision.attachments.create(document=decision.signed_pdf, title="Aneksi")
    decision.save()
    texts = texts_of(decision)
    page = publish_translation(decision, "sr-latn", texts)
    assert [row.title for row in page.attachments.all()] == ["SR Aneksi"]
    assert translation_state(page) == "complete"
    StringTranslation.objects.filter(data="SR Aneksi").delete()
    page = publish_translation(decision, "sr-latn", {})
    assert [row.title for row in page.attachments.all()] == ["Aneksi"]
    assert translation_state(page) == "partial"


def test_page_whose_link_was_cut_is_complete(decision: Any) -> None:
    page = publish_translation(decision, "sr-latn", {})
    project()
    assert PublishedItem.objects.get(page_id=page.pk).translation == "partial"
    translation = Translation.objects.get(target_locale=page.locale)
    translation.enabled = False
    translation.save(update_fields=["enabled"])
    assert translation_state(page) == "complete"
    project()
    assert PublishedItem.objects.get(page_id=page.pk).translation == "complete"


def test_alias_is_an_alias(decision: Any) -> None:
    alias = decision.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True, alias=True)
    assert translation_state(alias) == "alias"


def test_translation_of_a_translation(decision: Any) -> None:
    english = publish_translation(decision, "en", texts_of(decision))
    serbian = publish_translation(english, "sr-latn", {})
    assert translation_state(english) == "complete"
    assert translation_state(serbian) == "partial"


def test_it_takes_few_queries_however_long_the_page_is(site: SiteTree) -> None:
    counts = []
    for paragraphs in (1, 60):
        decision = DecisionPageFactory(
            parent=site.sections["sq"],
            content=[("rich_text", f"<p>Paragrafi {number}</p>") for number in range(paragraphs)],
        )
        page = type(decision).objects.get(pk=publish_translation(decision, "sr-latn", {}).pk)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert translation_state(page) == "partial"
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 5
