"""What becomes of translations when their original is corrected, withdrawn or made private."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import TestCase
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction
from wagtail_localize.models import OverridableSegment, StringSegment, Translation, TranslationSource

from cms_pages import originals
from cms_pages.admin.publication_log import waiting_pages
from cms_pages.originals import update_stale_translations
from cms_pages.publishing.models import PublishedItem, StaleTranslation
from publications.models import DecisionPage
from tests.factories import (
    BodyFactory,
    DecisionPageFactory,
    DocumentFactory,
    NewsPageFactory,
    SectionIndexPageFactory,
    SiteTree,
    publish_translation,
)
from tests.support.fixtures import again, project


@pytest.fixture
def decision(site: SiteTree) -> Any:
    page = DecisionPageFactory(parent=site.sections["sq"], number="01-400/7", title="Vendim")
    page.attachments.create(document=DocumentFactory(title="Harta"), title="Harta", sort_order=0)
    page.save_revision().publish()
    return page


@pytest.fixture
def serbian(decision: Any) -> Any:
    return publish_translation(decision, "sr-latn")


def publish(page: Any) -> None:
    page.save_revision().publish()


def correct(decision: Any) -> None:
    """Correct every fact, and publish."""
    decision.number = "01-400/8"
    decision.date = datetime.date(2024, 12, 30)
    decision.kind = "budget"
    decision.body = BodyFactory(key="mayor", name="Kryetari")
    decision.signed_pdf, decision.file_reason = DocumentFactory(), "Faqja 2 mungonte."
    publish(decision)


def facts(page: Any) -> tuple[Any, ...]:
    return page.number, page.date, page.kind, page.body_id, page.signed_pdf_id


def test_facts_are_copied_and_never_sent_to_translators(decision: Any, serbian: Any) -> None:
    assert facts(serbian) == facts(decision)
    sent = {segment.context.path for segment in StringSegment.objects.all()}
    overridable = {segment.context.path for segment in OverridableSegment.objects.all()}
    assert {"title", "summary", "legal_basis"} <= sent
    assert not {name for name in sent | overridable if name.split(".")[-1] in (*DecisionPage.facts, "document")}


def test_corrected_facts_are_corrected_in_live_translations(decision: Any, serbian: Any) -> None:
    correct(decision)
    serbian = again(serbian)
    assert facts(serbian) == facts(decision)
    assert serbian.title == "[Vendim]"
    assert serbian.live
    assert not serbian.has_unpublished_changes
    project()
    assert PublishedItem.objects.get(page_id=serbian.pk).identifier == "01-400/8"


def test_texts_are_left_to_the_translators(decision: Any, serbian: Any) -> None:
    decision.title, decision.number = "Vendim i ri", "01-400/8"
    publish(decision)
    assert again(serbian).title == "[Vendim]"
    source = TranslationSource.objects.get_for_instance(decision)
    assert StringSegment.objects.filter(source=source, string__data="Vendim i ri").exists(), "translators see it"


def test_nothing_is_published_where_no_fact_changed(decision: Any, serbian: Any) -> None:
    before = again(serbian).latest_revision_id
    decision.title = "Vendim i ri"
    publish(decision)
    assert again(serbian).latest_revision_id == before


def test_translator_who_publishes_later_does_not_bring_old_facts_back(decision: Any, serbian: Any) -> None:
    correct(decision)
    with TestCase.captureOnCommitCallbacks(execute=True):
        Translation.objects.get(target_locale=serbian.locale).save_target(publish=True)
    assert facts(again(serbian)) == facts(decision)


def test_draft_of_a_translation_stays_a_draft_and_gets_the_facts(decision: Any, serbian: Any) -> None:
    serbian.title = "Odluka, nacrt"
    serbian.save_revision()
    correct(decision)
    serbian = again(serbian)
    assert facts(serbian) == facts(decision)
    assert serbian.title == "[Vendim]"
    assert serbian.has_unpublished_changes
    draft = serbian.get_latest_revision_as_object()
    assert facts(draft) == facts(decision)
    assert draft.title == "Odluka, nacrt"


def test_translation_that_was_never_published_gets_the_facts_in_its_draft(decision: Any) -> None:
    english = publish_translation(decision, "en", publish=False)
    correct(decision)
    english = again(english)
    assert not english.live
    assert facts(english.get_latest_revision_as_object()) == facts(decision)


def test_draft_of_the_original_changes_nothing(decision: Any, serbian: Any) -> None:
    decision.number = "01-400/8"
    decision.save_revision()
    assert again(serbian).number == "01-400/7"


def test_original_scheduled_for_later_changes_nothing_yet(decision: Any, serbian: Any) -> None:
    decision.number = "01-400/8"
    decision.go_live_at = timezone.now() + datetime.timedelta(days=1)
    publish(decision)
    assert again(serbian).number == "01-400/7"


def test_attachments_follow_the_original(decision: Any, serbian: Any) -> None:
    [harta] = decision.attachments.all()
    replaced, added = DocumentFactory(title="Harta e re"), DocumentFactory(title="Lista")
    harta.document = replaced
    decision.attachments.add(harta)
    decision.attachments.create(document=added, title="Lista", sort_order=1)
    decision.file_reason = "Harta ishte e vjetër."
    publish(decision)
    rows = list(again(serbian).attachments.all())
    assert [(row.document, row.title, row.locale.language_code) for row in rows] == [
        (replaced, "[Harta]", "sr-latn"),
        (added, "Lista", "sr-latn"),
    ]
    project()
    assert PublishedItem.objects.get(page_id=serbian.pk).translation == "partial"
    decision.attachments.set([])
    decision.file_reason = "Harta ishte e vjetër."
    publish(decision)
    assert not again(serbian).attachments.exists()
    assert again(decision).live


def test_translation_of_a_translation_follows_too(decision: Any, serbian: Any) -> None:
    english = publish_translation(serbian, "en")
    correct(decision)
    assert facts(again(english)) == facts(decision)
    decision.unpublish()
    assert not again(english).live


def test_cut_link_ends_it_all(decision: Any, serbian: Any) -> None:
    Translation.objects.update(enabled=False)
    correct(decision)
    decision.unpublish()
    PageViewRestriction.objects.create(page=decision, restriction_type=PageViewRestriction.LOGIN)
    serbian = again(serbian)
    assert serbian.number == "01-400/7"
    assert serbian.live
    assert not serbian.get_view_restrictions().exists()


def test_translation_that_cannot_be_saved_does_not_hold_the_original_up(
    decision: Any, serbian: Any, caplog: pytest.LogCaptureFixture
) -> None:
    DecisionPage.objects.filter(pk=serbian.pk).update(title="")
    serbian.latest_revision.content["title"] = ""
    serbian.latest_revision.save()
    english = publish_translation(decision, "en")
    caplog.clear()
    correct(decision)
    assert again(decision).number == "01-400/8"
    assert again(english).number == "01-400/8"
    assert again(serbian).number == "01-400/7"
    assert f"its translation {serbian.pk}" in caplog.text


def test_withdrawn_original_takes_its_translations_along(decision: Any, serbian: Any) -> None:
    decision.unpublish()
    project()
    assert not again(serbian).live
    assert not PublishedItem.objects.live().filter(type="decision").exists()


def test_expired_original_does(decision: Any, serbian: Any) -> None:
    decision.expire_at = timezone.now() - datetime.timedelta(minutes=1)
    decision.save()
    call_command("publish_scheduled")
    assert not again(serbian).live


def test_deleted_original_does(decision: Any, serbian: Any) -> None:
    decision.delete()
    assert not again(serbian).live


def test_withdrawn_translation_leaves_its_original_and_the_others(decision: Any, serbian: Any) -> None:
    english = publish_translation(decision, "en")
    serbian.unpublish()
    assert again(decision).live
    assert again(english).live


def test_deleting_a_whole_section_works(decision: Any, serbian: Any, site: SiteTree) -> None:
    publish_translation(site.sections["sq"], "en")
    again(site.sections["sq"]).delete()
    assert not again(serbian).live


def test_private_original_makes_its_translations_private(decision: Any, serbian: Any) -> None:
    group = Group.objects.create(name="Këshilltarët")
    restriction = PageViewRestriction.objects.create(page=decision, restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.set([group])
    [copied] = serbian.get_view_restrictions()
    assert copied.restriction_type == PageViewRestriction.GROUPS
    assert list(copied.groups.all()) == [group]
    project()
    assert not PublishedItem.objects.live().filter(type="decision").exists()
    restriction.delete()
    assert not serbian.get_view_restrictions().exists()
    project()
    assert PublishedItem.objects.live().filter(type="decision").count() == 2


def test_private_section_makes_its_translations_private(site: SiteTree) -> None:
    section = SectionIndexPageFactory(parent=site.homes["sq"], title="Për brenda")
    page = NewsPageFactory(parent=section)
    publish_translation(section, "sr-latn")
    serbian = publish_translation(page, "sr-latn")
    PageViewRestriction.objects.create(page=section, restriction_type=PageViewRestriction.LOGIN)
    assert serbian.get_view_restrictions().exists()


def test_deleting_a_private_original_does_not_open_its_translations(decision: Any, serbian: Any) -> None:
    PageViewRestriction.objects.create(page=decision, restriction_type=PageViewRestriction.LOGIN)
    decision.delete()
    assert again(serbian).get_view_restrictions().exists()


def test_body_is_shared_and_named_in_each_language(decision: Any, serbian: Any) -> None:
    body = decision.body
    source, _ = TranslationSource.update_or_create_from_instance(body)
    english = Locale.objects.get(language_code="en")
    translation = Translation.objects.create(source=source, target_locale=english)
    translation.save_target()
    copy = body.get_translation(english)
    copy.name = "Municipal Assembly"
    copy.save()
    page = publish_translation(decision, "en")
    project()
    assert page.body_id == body.pk
    assert PublishedItem.objects.get(page_id=page.pk).body_name == "Municipal Assembly"
    assert PublishedItem.objects.get(page_id=serbian.pk).body_name == "Kuvendi i Komunës"


def test_facts_that_could_not_be_copied_are_copied_later(decision: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    page = publish_translation(decision, "en")
    decision.number = "01-400/77"
    copy_facts = originals._copy_facts

    def fail(*_pages: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(originals, "_copy_facts", fail)
    decision.save_revision().publish()
    stale = StaleTranslation.objects.get()
    assert (stale.page_id, stale.failures, stale.last_error) == (page.pk, 1, "OSError: the disk is full")
    assert waiting_pages(User(is_superuser=True))[0].page_id == page.pk
    monkeypatch.setattr(originals, "_copy_facts", copy_facts)
    update_stale_translations()
    assert StaleTranslation.objects.exists(), "it is not time yet"
    StaleTranslation.objects.update(retry_at=timezone.now())
    update_stale_translations()
    assert not StaleTranslation.objects.exists()
    page.refresh_from_db()
    assert page.number == "01-400/77"


def test_facts_of_a_translation_that_went_away_are_forgotten(decision: Any) -> None:
    page = publish_translation(decision, "en")
    StaleTranslation.objects.create(page_id=page.pk, retry_at=timezone.now(), last_error="x")
    decision.unpublish()
    update_stale_translations()
    assert not StaleTranslation.objects.exists()
