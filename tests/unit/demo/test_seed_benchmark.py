"""``manage.py seed_benchmark``: the pages that measurements are made with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from django.test import Client
from wagtail.models import Page, ReferenceIndex, Site

from cms_pages.models import LogState, PublishedItem
from cms_pages.publishing.projector import project_pages
from cms_pages.publishing.reconcile import reconcile
from cms_pages.selectors import publication_type_names
from demo.content import load_content
from demo.seeding.seed import seed as seed_content
from publications.models import (
    AlbumPage,
    DecisionPage,
    DocumentPage,
    EventPage,
    MinutesPage,
    NewsPage,
    NoticePage,
    RecordingPage,
    RegulationPage,
    Tender,
    TenderPage,
    TenderRelease,
)
from publications.tenders.ocds.release import moment
from search.database.indexer import DatabaseReader
from search.models import SearchEntry
from tests.support.demo import seed
from tests.support.fixtures import project

MODELS = (
    DecisionPage,
    RegulationPage,
    MinutesPage,
    NewsPage,
    NoticePage,
    DocumentPage,
    AlbumPage,
    RecordingPage,
    TenderPage,
    EventPage,
)
#: enough for every type in every language
PAGES = 300
#: pages of tenders besides, enough for some like each of the demo's
TENDERS = 27
ALL = PAGES + TENDERS


@pytest.fixture(scope="module")
def seeded(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A seeded installation, made once for the module. Is what the command printed."""
    with django_db_blocker.unblock(), transaction.atomic():
        printed = seed(PAGES)
        content = load_content()
        others: dict[str, Any] = {name: [] for name, value in content if isinstance(value, list)}
        kept = {"bodies": content.bodies, "suppliers": content.suppliers, "tenders": content.tenders}
        seed_content(content.model_copy(update=others | kept), TENDERS, "", bool, anyway=True)
        project()
        yield printed
        transaction.set_rollback(True)


def rows() -> dict[int, dict[str, Any]]:
    """What the log has of each page, but for when it was written."""
    found = {}
    for item in PublishedItem.objects.prefetch_related("files"):
        columns = {field.attname: getattr(item, field.attname) for field in item._meta.concrete_fields}
        content = json.loads(columns["payload"])
        for name in ("id", "sequence", "changed_at", "payload"):
            del columns[name]
        files = sorted((file.document_id or 0, file.image_id or 0, file.recording_id or 0) for file in item.files.all())
        found[item.page_id] = columns | {
            "payload": {name: content[name] for name in content if name not in {"sequence", "changed_at"}},
            "files": files,
        }
    return found


def references() -> set[tuple[Any, ...]]:
    of_pages = ReferenceIndex.objects.filter(base_content_type=ContentType.objects.get_for_model(Page))
    return set(
        of_pages.values_list("content_type", "object_id", "to_content_type", "to_object_id", "content_path_hash")
    )


def test_seeding_writes_what_projecting_each_page_writes(seeded: str, db: None) -> None:
    seeded_rows, seeded_references = rows(), references()
    PublishedItem.objects.all().delete()
    ReferenceIndex.objects.all().delete()
    project_pages(seeded_rows)
    assert rows() == seeded_rows
    assert references() == seeded_references
    assert len(seeded_rows) > ALL


def published() -> list[dict[str, Any]]:
    """What there is of each tender and its releases, but for when it was written."""
    found = []
    for tender in Tender.objects.order_by("ocid"):
        releases = []
        for release in tender.releases.order_by("date"):
            row = {field.name: getattr(release, field.name) for field in TenderRelease._meta.concrete_fields}
            payload = json.loads(row["payload"])
            assert payload.pop("date") == moment(row["date"])
            releases.append({**row, "id": None, "tender": None, "date": None, "payload": payload})
        assert tender.changed_at is not None
        compiled = json.loads(tender.compiled)
        assert compiled.pop("date") == moment(tender.changed_at)
        del compiled["id"]  # which has the date in it
        known = (tender.translation_key, tender.site_id, tender.ocid, tender.year, tender.number)
        found.append({"tender": known, "compiled": compiled, "releases": releases})
    return found


def test_seeding_publishes_of_tenders_what_publishing_each_page_does(seeded: str, db: None) -> None:
    pages = TenderPage.objects.order_by("pk")
    kept = pages.values_list("pk", "date", "deadline", "value")
    seeded_tenders, seeded_rows, seeded_kept = published(), rows(), list(kept)
    assert {len(tender["releases"]) for tender in seeded_tenders} == {1 + 2, 3 + 2, 5 + 2, 10 + 2}
    QuerySet(TenderRelease).delete()
    Tender.objects.all().delete()
    pages.update(live=False)
    for page in pages:
        page.save_revision().publish()
    assert list(kept.all()) == seeded_kept
    assert published() == seeded_tenders
    project()
    assert rows() == seeded_rows


def test_seeded_pages_are_of_every_type_and_language(seeded: str, db: None) -> None:
    assert seeded == f"Wrote {PAGES} pages.\n"
    for model in MODELS:
        assert set(model.objects.live().values_list("locale__language_code", flat=True)) == {"sq", "sr-latn", "en"}
    assert sum(model.objects.count() for model in MODELS) == ALL
    titles = PublishedItem.objects.filter(type__in=publication_type_names()).values_list("title", flat=True)
    assert len(set(titles)) == ALL


def test_the_tree_and_the_log_are_in_order(seeded: str, db: None) -> None:
    assert Page.find_problems() == ([], [], [], [], [])
    *_batches, (_checked, wrong) = reconcile()
    assert dict(wrong) == {}
    sequences = list(PublishedItem.objects.order_by("sequence").values_list("sequence", flat=True))
    assert sequences == list(range(1, LogState.current().sequence + 1))


def test_publishing_a_seeded_act_as_an_editor_does_changes_only_its_items(seeded: str, db: None) -> None:
    before = LogState.current().sequence
    page = DecisionPage.objects.filter(locale__language_code="sq").first()
    assert page is not None
    page.save_revision().publish()
    project()
    assert LogState.current().sequence == before
    page.title = "Vendim i ndryshuar"
    page.save_revision().publish()
    project()
    changed = PublishedItem.objects.filter(sequence__gt=before)
    assert changed.get(page_id=page.pk).title == page.title
    # The history that all languages show has one line more.
    assert {*changed.values_list("translation_key", flat=True)} == {page.translation_key}


def test_seeded_pages_are_found_and_shown(seeded: str, db: None, client: Client) -> None:
    site = Site.objects.get(is_default_site=True)
    page = DecisionPage.objects.filter(locale__language_code="en").order_by("-pk")[0]
    assert SearchEntry.objects.filter(item__page_id=page.pk).exists()
    shown = client.get(page.url, headers={"host": site.hostname})
    assert shown.status_code == 200
    section = client.get(page.get_parent().url, headers={"host": site.hostname})
    assert page.title in section.content.decode()


def test_readers_of_the_log_have_followed_to_its_end(seeded: str, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DatabaseReader, "batch_size", 2)
    seed(5)
    assert SearchEntry.objects.count() == PublishedItem.objects.live().count()


def test_seeding_again_adds_more(seeded: str, db: None) -> None:
    seed(5)
    assert sum(model.objects.count() for model in MODELS) == ALL + 5
    assert Page.find_problems() == ([], [], [], [], [])
