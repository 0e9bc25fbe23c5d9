"""Items that a reader refuses are set aside, seen, and tried again; tombstones never are."""

from collections.abc import Sequence
from io import StringIO
from typing import Any, ClassVar

import pytest
from django.core.management import call_command
from django.utils import translation

from cms_pages.contracts import ItemsRefused
from cms_pages.models import LogState, PublishedItem, RefusedItem
from cms_pages.publishing.readers import position_of, run_reader, statuses
from cms_pages.publishing.reconcile import TOMBSTONES_KEPT, sweep_tombstones
from cms_pages.publishing.refused import refusals, retry_refused
from cms_pages.registry import readers, register_reader
from tests.factories import SiteTree, StandardPageFactory
from tests.support.fixtures import project


class Picky:
    """Keeps titles. Refuses those that have a word of ``refused`` in them."""

    name: ClassVar[str] = "picky"
    label: ClassVar[str] = "Picky reader"
    batch_size: ClassVar[int] = 100

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.refused = ["keq"]
        self.refuses_tombstones = False

    def handle(self, items: Sequence[PublishedItem]) -> None:
        reasons = {}
        for item in items:
            self.kept.pop(item.item_id, None)
            if any(word in item.title for word in self.refused) or (self.refuses_tombstones and not item.is_live):
                reasons[item.pk] = f"{item.title!r} cannot be kept"
            elif item.is_live:
                self.kept[item.item_id] = item.title
        if reasons:
            raise ItemsRefused(reasons)


@pytest.fixture
def picky(monkeypatch: pytest.MonkeyPatch) -> Picky:
    monkeypatch.setattr(readers, "_entries", {})
    reader = Picky()
    register_reader(reader)
    return reader


@pytest.fixture
def bad(site: SiteTree, picky: Picky) -> Any:
    """A page that the reader refuses, between others."""
    StandardPageFactory(parent=site.homes["sq"], title="Para")
    page = StandardPageFactory(parent=site.homes["sq"], title="Vendim i keq")
    StandardPageFactory(parent=site.homes["sq"], title="Pas")
    project()
    run_reader(picky)
    return page


def publish(page: Any, title: str) -> None:
    page.title = title
    page.save_revision().publish()
    project()


def test_others_go_on(bad: Any, picky: Picky) -> None:
    assert {"Para", "Pas"} <= set(picky.kept.values())
    assert position_of("picky").sequence == LogState.current().sequence
    assert position_of("picky").last_error == ""


def test_it_is_seen_with_the_reason(bad: Any) -> None:
    [refusal] = refusals()
    assert (refusal.reader_label, refusal.page_id, refusal.title) == ("Picky reader", bad.pk, "Vendim i keq")
    assert refusal.reason == "'Vendim i keq' cannot be kept"
    [status] = statuses()
    assert (status.refused, status.lag) == (1, 0)


def test_it_is_not_tried_over_and_over(bad: Any, picky: Picky) -> None:
    assert run_reader(picky) == 0


def test_it_is_taken_when_it_changes(bad: Any, picky: Picky) -> None:
    publish(bad, "Vendim i mirë")
    run_reader(picky)
    assert "Vendim i mirë" in picky.kept.values()
    assert not RefusedItem.objects.exists()


def test_it_keeps_since_when_while_it_changes_to_no_avail(bad: Any, picky: Picky) -> None:
    since = RefusedItem.objects.get().since
    publish(bad, "Vendim tjetër i keq")
    run_reader(picky)
    [refusal] = refusals()
    assert (refusal.since, refusal.reason) == (since, "'Vendim tjetër i keq' cannot be kept")


def test_it_is_forgotten_when_it_is_gone(bad: Any, picky: Picky) -> None:
    bad.unpublish()
    project()
    assert refusals() == []
    assert statuses()[0].refused == 0
    run_reader(picky)
    assert not RefusedItem.objects.exists()


def test_it_is_tried_again_on_demand(bad: Any, picky: Picky) -> None:
    assert retry_refused("another") == 0
    assert retry_refused("picky") == 1
    assert run_reader(picky) == 1
    assert [refusal.retry for refusal in refusals()] == [False], "it was refused again"
    picky.refused = []
    retry_refused()
    before = position_of("picky").sequence
    assert run_reader(picky) == 1
    assert "Vendim i keq" in picky.kept.values()
    assert not RefusedItem.objects.exists()
    assert position_of("picky").sequence == before


def test_older_version_is_not_kept_while_the_newer_one_is_refused(site: SiteTree, picky: Picky) -> None:
    page = StandardPageFactory(parent=site.homes["sq"], title="Emri i një qytetari")
    project()
    run_reader(picky)
    publish(page, "Anonim i keq")
    run_reader(picky)
    assert "Emri i një qytetari" not in picky.kept.values()


def test_tombstone_is_never_passed_over(bad: Any, picky: Picky) -> None:
    picky.refuses_tombstones = True
    at = position_of("picky").sequence
    bad.unpublish()
    project()
    assert run_reader(picky) == 0
    position = position_of("picky")
    assert (position.sequence, position.failures) == (at, 1)
    assert "refused" in position.last_error


def test_swept_item_takes_its_refusal_along(bad: Any) -> None:
    bad.unpublish()
    project()
    item = PublishedItem.objects.get(page_id=bad.pk)
    PublishedItem.objects.filter(pk=item.pk).update(changed_at=item.changed_at - 2 * TOMBSTONES_KEPT)
    assert RefusedItem.objects.exists()
    sweep_tombstones()
    assert not RefusedItem.objects.exists()


def test_command_says_it_and_has_it_tried_again(bad: Any, picky: Picky) -> None:
    def status(*options: str) -> str:
        out = StringIO()
        with translation.override("en"):
            call_command("publication_status", *options, stdout=out)
        return out.getvalue()

    assert "picky: at 9, 0 to come, 1 set aside." in status()
    assert "'Vendim i keq' cannot be kept" in status()
    picky.refused = []
    assert "1 will be tried again" in status("--retry")
    run_reader(picky)
    assert "0 set aside" in status()
