"""What ``manage.py load_demo`` makes of the content."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import CharField
from django.db.models.functions import Length
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.models import Locale, Page, Site

from cms_pages.models import Body, Picture, StandardPage
from cms_pages.publishing.models import LogState, PublishedItem, StalePage
from cms_pages.publishing.readers import statuses
from cms_pages.selectors import publication_type_names
from demo.content import Content, load_content
from demo.items import Act, Item
from demo.loading.keys import key_of
from demo.loading.users import STAFF
from demo.texts import LOCALES, TARGET_LOCALES
from municipality.models import MunicipalitySettings
from publications.models import DecisionPage
from tests.support.demo import run_command

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded"), pytest.mark.once]


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content()


def named_items(content: Content) -> list[tuple[str, Item]]:
    """The items that are published, with their names in the loader."""
    named = [
        *((f"decisions/{item.slug}", item) for item in content.decisions),
        *((f"regulations/{item.slug}", item) for item in content.regulations),
        *((f"minutes/{item.slug}", item) for item in content.minutes),
        *((f"news/{item.slug}", item) for item in [*content.news, *content.notices]),
        *((f"documents/{item.slug}", item) for item in content.documents),
        *((f"calendar/{item.slug}", item) for item in content.events),
        *((f"albums/{item.slug}", item) for item in [*content.albums, *content.recordings]),
    ]
    return [(name, item) for name, item in named if not getattr(item, "withdrawn", None)]


def item_of(name: str, locale: str) -> PublishedItem | None:
    return PublishedItem.objects.live().filter(translation_key=key_of(name), locale=locale).first()


def page_of(name: str, locale: str) -> Page:
    return Page.objects.get(translation_key=key_of(name), locale__language_code=locale)


def test_everything_of_the_content_is_in_the_log_in_the_original(content: Content) -> None:
    in_log = Counter(PublishedItem.objects.live().filter(locale="sq").values_list("type", flat=True))
    assert in_log == {
        "home": 1,
        "section": len(content.pages.sections) - 1,
        "calendar": 1,
        "page": len(content.pages.pages),
        "decision": len([item for item in content.decisions if not item.withdrawn]),
        "regulation": len(content.regulations),
        "minutes": len(content.minutes),
        "news": len(content.news),
        "notice": len(content.notices),
        "document": len(content.documents),
        "event": len(content.events),
        "tender": len(content.tenders),
        "album": len(content.albums),
        "recording": len(content.recordings),
    }
    assert set(PublishedItem.objects.live().filter(locale="sq").values_list("translation", flat=True)) == {"original"}


@pytest.mark.parametrize("locale", TARGET_LOCALES)
def test_each_item_is_translated_as_far_as_the_content_is(content: Content, locale: str) -> None:
    states = {name: item.translation if (item := item_of(name, locale)) else "none" for name, _ in named_items(content)}
    assert states == {name: item.completeness(locale) for name, item in named_items(content)}


@pytest.mark.parametrize("locale", TARGET_LOCALES)
def test_an_act_that_is_not_translated_is_shown_in_the_original_and_news_are_not(content: Content, locale: str) -> None:
    missing = [(name, item) for name, item in named_items(content) if item.completeness(locale) == "none"]
    pages = Page.objects.filter(locale__language_code=locale)
    shown = {
        name: pages.filter(translation_key=key_of(name), alias_of__isnull=False, live=True).exists()
        for name, _ in missing
    }
    assert shown == {name: isinstance(item, Act) for name, item in missing}
    assert set(shown.values()) == {True, False}


def test_a_partial_translation_keeps_the_original_of_what_is_missing() -> None:
    item = item_of("minutes/procesverbal-kksb-2025-04-17", "sr-latn")
    assert item is not None
    assert item.translation == "partial"
    assert "Akcioni plan usvojen je jednoglasno" in item.text
    assert "derën që hapet kur duhet" in item.text


def test_an_act_says_what_a_later_one_did_to_it() -> None:
    states = {
        name: {item.item_state for locale in LOCALES if (item := item_of(name, locale))}
        for name in (
            "regulations/rregullore-per-tregjet-dhe-panairet",
            "regulations/rregullore-per-ndryshimin-e-rregullores-per-tregjet",
            "decisions/vendim-per-kufizimin-e-perdorimit-te-ujit",
            "decisions/vendim-per-shfuqizimin-e-kufizimit-te-ujit",
        )
    }
    assert list(states.values()) == [{"amended"}, {"in_force"}, {"revoked"}, {"in_force"}]


def test_acts_that_were_corrected_revoked_and_withdrawn_say_so_in_every_language() -> None:
    for locale in LOCALES:
        corrected = item_of("decisions/vendim-per-cmimin-e-ngrohjes-2023-2024", locale)
        revoked = item_of("decisions/vendim-per-kembimin-e-prones-ne-livadhishte", locale)
        assert corrected is not None
        assert revoked is not None
        assert len(json.loads(corrected.payload)["earlier_files"]) == 1
        assert (revoked.item_state, json.loads(revoked.payload)["revocation"]["reason_locale"]) == ("revoked", locale)
        withdrawn = PublishedItem.objects.get(
            translation_key=key_of("decisions/vendim-per-mbeshtetjen-e-nje-familjeje-pas-zjarrit"), locale=locale
        )
        assert (withdrawn.reason, json.loads(withdrawn.payload)["reason_locale"]) == ("withdrawn", locale)


def test_facts_are_the_same_in_all_languages() -> None:
    facts: dict[Any, set[str]] = defaultdict(set)
    languages: Counter[Any] = Counter()
    for item in PublishedItem.objects.live().filter(type__in=publication_type_names()):
        payload = json.loads(item.payload)
        files = [payload.get("signed_pdf"), payload.get("pdf"), *payload.get("attachments", [])]
        known = [payload[name] for name in ("date", "kind", "number", "source_url", "deadline") if name in payload]
        known += [
            (payload.get("body") or {}).get("key"),
            *(file["sha256"] for file in files if file),
            item.published_at,
        ]
        facts[item.translation_key].add(str(known))
        languages[item.translation_key] += 1
    assert [key for key, versions in facts.items() if len(versions) > 1] == []
    assert Counter(languages.values())[3] >= 50


def test_titles_and_bodies_are_in_the_language_of_the_page(content: Content) -> None:
    for name, item in named_items(content):
        for locale in LOCALES:
            found = item_of(name, locale)
            if found is not None:
                assert found.title == item.title.get(locale)
                if isinstance(item, Act):
                    assert found.body_name == content.body(item.body).name_on(item.date).get(locale)


def test_tables_quotations_and_lists_are_translated_whole(content: Content) -> None:
    item = item_of("decisions/vendim-per-cmimin-e-ngrohjes-2023-2024", "en")
    assert item is not None
    payload = json.loads(item.payload)["content"]
    assert "<th" in payload
    assert "Business premises" in payload
    assert "Lokale afariste" not in payload
    quoting = item_of("decisions/vendim-per-binjakezimin-me-valserena", "sr-latn")
    assert quoting is not None
    assert "Preambula sporazuma" in quoting.text


def test_listed_documents_are_offered_in_every_language() -> None:
    lists = 0
    for page in DecisionPage.objects.filter(live=True):
        for block in page.content:
            if block.block_type == "document_list":
                lists += 1
                attached = {row.document_id for row in page.attachments.all()}
                assert {document.pk for document in block.value["documents"]} <= attached
                assert block.value["documents"]
    assert lists >= 3


def test_the_text_of_the_signed_papers_is_searched(content: Content) -> None:
    for decision in content.decisions:
        item = item_of(f"decisions/{decision.slug}", "sq")
        if decision.withdrawn:
            assert item is None
            continue
        assert item is not None
        reasoning = content.signed.decisions[decision.slug].paragraphs[0]
        assert " ".join(reasoning.split()[:3]) in " ".join(item.documents_text.split())
        assert "".join(decision.number.split()) in "".join(item.documents_text.split())


def test_items_are_published_on_their_dates_in_their_order() -> None:
    # An event carries the day on which it takes place.
    items = PublishedItem.objects.live().filter(type__in=publication_type_names()).exclude(type="event")
    for item in items:
        assert item.published_at is not None
        assert timezone.localtime(item.published_at).date() == item.date
    assert len({item.date.year for item in items if item.date}) == 5


@pytest.mark.parametrize("language", ["sq", "sr-latn", "en"])
def test_event_that_is_over_leads_to_its_news_and_photographs(content: Content, language: str) -> None:
    named = [(f"news/{item.slug}", item.event) for item in content.news if item.event]
    photographed = [(f"albums/{item.slug}", item.event) for item in content.albums if item.event]
    assert {event for _name, event in named} & {event for _name, event in photographed}
    for name, event_slug in [*named, *photographed]:
        event, told = item_of(f"calendar/{event_slug}", language), item_of(name, language)
        assert event is not None
        assert told is not None
        assert json.loads(told.payload)["event"]["id"] == event.item_id


def test_addresses_are_in_the_language_of_the_page() -> None:
    home = "http://localhost:8123"
    name = "decisions/vendim-per-zonat-e-parkimit"
    urls = [item.url for locale in LOCALES if (item := item_of(name, locale))]
    assert urls[0] == f"{home}/sq/vendimet/vendim-per-zonat-e-parkimit/"
    assert urls[1].startswith(f"{home}/sr-latn/odluke/odluka-o-")
    assert urls[2].startswith(f"{home}/en/decisions/decision-on-")


def test_pictures_have_an_alternative_text_in_the_language_of_the_page(content: Content) -> None:
    for locale in LOCALES:
        page = StandardPage.objects.get(translation_key=key_of("about/about"), locale__language_code=locale)
        image = page.content[0].value["image"]
        assert image.contextual_alt_text == content.image_texts["town_hall"].get(locale)
    assert set(Picture.objects.values_list("description", flat=True)) == {
        text.sq for text in content.image_texts.values()
    }


def test_the_welcome_page_is_gone_and_the_site_is_the_demo_with_its_menu(content: Content) -> None:
    site = Site.objects.get()
    assert (site.hostname, site.port, site.is_default_site) == ("localhost", 8123, True)
    homes = Page.objects.filter(depth=2)
    assert set(homes.values_list("locale__language_code", flat=True)) == set(LOCALES)
    for home in homes:
        titles = list(home.get_children().live().in_menu().values_list("title", flat=True))
        assert titles == [section.title.get(home.locale.language_code) for section in content.pages.sections]


def test_the_municipality_says_how_to_reach_it_in_every_language(content: Content) -> None:
    settings = MunicipalitySettings.objects.get()
    assert settings.email == content.pages.municipality.email
    texts = {text.language: text for text in settings.texts.all()}
    assert {language: text.name for language, text in texts.items()} == {
        locale: content.pages.municipality.name.get(locale) for locale in LOCALES
    }
    assert all(text.address and text.opening_hours for text in texts.values())


def test_bodies_are_there_in_every_language(content: Content) -> None:
    for locale in Locale.objects.all():
        assert Body.objects.filter(locale=locale).count() == len(content.bodies)


def test_the_people_can_log_in_and_do_their_work(loaded: str) -> None:
    admin, editor, director = (get_user_model().objects.get(username=name) for name in ("admin", "shtypi", "drejtori"))
    assert all(user.check_password("kuvendi-demo") for user in (admin, editor, director))
    assert admin.is_superuser
    section = page_of("decisions", "sq")
    assert section.permissions_for_user(editor).can_add_subpage()
    assert not section.permissions_for_user(editor).can_publish()
    assert section.permissions_for_user(director).can_publish()
    assert editor.has_perm("wagtail_localize.submit_translation")
    for word in ("http://localhost:8123/admin/", *STAFF, "kuvendi-demo"):
        assert word in loaded


def test_nothing_is_left_to_do_for_the_worker() -> None:
    assert StalePage.objects.count() == 0
    assert [status.name for status in statuses() if status.lag or status.failures] == []


def test_every_file_is_in_the_collection_of_the_municipality(content: Content) -> None:
    papers = len(content.decisions) + len(content.regulations) + len(content.minutes) + len(content.documents)
    annexes = sum(len(decision.attachments) for decision in content.decisions)
    contracts = sum(step.kind == "contract_signed" for tender in content.tenders for step in tender.steps)
    replaced = sum(act.corrected is not None for act in [*content.decisions, *content.regulations])
    assert Document.objects.count() == papers + annexes + contracts + replaced
    for model in (Document, Picture):
        assert set(model.objects.values_list("collection__name", flat=True)) == {content.pages.municipality.name.sq}


def test_a_second_run_says_that_there_is_nothing_to_do() -> None:
    sequence = LogState.current().sequence
    assert "everything is there already" in run_command()
    assert LogState.current().sequence == sequence


def test_users_are_those_that_are_announced() -> None:
    assert set(get_user_model().objects.values_list("username", flat=True)) == {"admin", *STAFF}


def test_nothing_is_longer_than_its_column() -> None:
    """SQLite, on which these tests run, takes it; PostgreSQL would not."""
    too_long = [
        f"{field}: {text}"
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, CharField) and field.max_length
        for text in model._base_manager.annotate(length=Length(field.name))
        .filter(length__gt=field.max_length)
        .values_list(field.name, flat=True)
    ]
    assert too_long == []
