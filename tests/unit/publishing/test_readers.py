"""Readers of the log: at least once, in order, one worker at a time, and never past what failed."""

import datetime
import threading
from collections.abc import Sequence
from typing import ClassVar

import pytest
from django.utils import timezone

from cms_pages import registry
from cms_pages.contracts import Reader
from cms_pages.models import LogState, PublishedItem, ReaderPosition
from cms_pages.publishing import readers
from cms_pages.publishing.readers import position_of, run_reader, statuses
from cms_pages.publishing.scheduled import publish_due
from cms_pages.publishing.worker import Worker, work_once
from tests.factories import SiteTree, StandardPageFactory
from tests.support.fixtures import project


class Notebook:
    """Writes down what it is given. Fails while ``broken``."""

    name: ClassVar[str] = "notebook"
    label: ClassVar[str] = "Notebook"
    batch_size: ClassVar[int] = 3

    def __init__(self) -> None:
        self.seen: list[int] = []
        self.broken = False

    def handle(self, items: Sequence[PublishedItem]) -> None:
        if self.broken:
            raise ConnectionError("the other side is away")
        self.seen += [item.sequence for item in items]


def drain(reader: Reader) -> int:
    """Let a reader handle all there is. Returns how many items."""
    handled = 0
    while batch := run_reader(reader):
        handled += batch
    return handled


@pytest.fixture
def notebook() -> Notebook:
    return Notebook()


def test_reader_gets_every_change_in_order(site: SiteTree, notebook: Notebook) -> None:
    assert drain(notebook) == 6
    assert notebook.seen == [1, 2, 3, 4, 5, 6]
    assert position_of("notebook").sequence == 6


def test_reader_with_nothing_to_do_is_not_called(site: SiteTree, notebook: Notebook) -> None:
    drain(notebook)
    assert run_reader(notebook) == 0


def test_reader_gets_the_tombstone(site: SiteTree, notebook: Notebook) -> None:
    drain(notebook)
    site.sections["en"].unpublish()
    project()
    run_reader(notebook)
    assert PublishedItem.objects.get(sequence=notebook.seen[-1]).state == "gone"


def test_reader_that_fails_stays_where_it_is_and_waits(site: SiteTree, notebook: Notebook) -> None:
    notebook.broken = True
    assert run_reader(notebook) == 0
    position = position_of("notebook")
    assert (position.sequence, position.failures) == (0, 1)
    assert position.retry_at is not None
    assert position.retry_at > timezone.now()
    assert "the other side is away" in position.last_error
    notebook.broken = False
    assert run_reader(notebook) == 0, "it waits before it tries again"


def test_reader_goes_on_when_the_other_side_is_back(site: SiteTree, notebook: Notebook) -> None:
    notebook.broken = True
    run_reader(notebook)
    notebook.broken = False
    ReaderPosition.objects.update(retry_at=timezone.now())
    assert drain(notebook) == 6
    position = position_of("notebook")
    assert (position.failures, position.last_error, position.failing_since) == (0, "", None)


def test_pause_grows_with_each_failure_up_to_a_limit(site: SiteTree, notebook: Notebook) -> None:
    notebook.broken = True
    pauses = []
    for _ in range(12):
        ReaderPosition.objects.update(retry_at=None)
        run_reader(notebook)
        retry_at = position_of("notebook").retry_at
        assert retry_at is not None
        pauses.append(retry_at - timezone.now())
    assert pauses[0] < pauses[2] < pauses[4]
    assert pauses[-1] <= readers.LONGEST_PAUSE


def test_reader_leased_by_another_worker_is_left_alone(site: SiteTree, notebook: Notebook) -> None:
    position_of("notebook")
    soon = timezone.now() + datetime.timedelta(seconds=20)
    ReaderPosition.objects.update(lease="00000000-0000-0000-0000-000000000001", leased_until=soon)
    assert run_reader(notebook) == 0
    assert notebook.seen == []


def test_lease_of_a_worker_that_died_is_taken_over(site: SiteTree, notebook: Notebook) -> None:
    position_of("notebook")
    past = timezone.now() - datetime.timedelta(seconds=1)
    ReaderPosition.objects.update(lease="00000000-0000-0000-0000-000000000001", leased_until=past)
    assert drain(notebook) == 6


def test_worker_that_was_overtaken_does_not_move_the_position_back(site: SiteTree, notebook: Notebook) -> None:
    class Slow(Notebook):
        """Another worker takes the lease, and is done first."""

        def handle(self, items: Sequence[PublishedItem]) -> None:
            super().handle(items)
            ReaderPosition.objects.update(leased_until=timezone.now() - datetime.timedelta(seconds=1))
            drain(notebook)

    run_reader(Slow())
    assert position_of("notebook").sequence == 6


def test_worker_that_is_slower_than_its_lease_still_gets_on(site: SiteTree) -> None:
    class Slow(Notebook):
        """Another worker takes the lease, and is not done yet."""

        def handle(self, items: Sequence[PublishedItem]) -> None:
            super().handle(items)
            soon = timezone.now() + datetime.timedelta(seconds=20)
            ReaderPosition.objects.update(lease="00000000-0000-0000-0000-000000000002", leased_until=soon)

    run_reader(Slow())
    assert position_of("notebook").sequence == 3


def test_reader_passes_over_what_was_swept(site: SiteTree, notebook: Notebook) -> None:
    drain(notebook)
    LogState.objects.update(sequence=8)
    assert run_reader(notebook) == 0
    assert position_of("notebook").sequence == 8


def test_status_tells_the_lag(site: SiteTree, notebook: Notebook, registered: object) -> None:
    [status] = [status for status in statuses() if status.name == "notebook"]
    assert (status.label, status.lag) == ("Notebook", 6)


@pytest.fixture
def registered(notebook: Notebook, monkeypatch: pytest.MonkeyPatch) -> registry.Registry[Reader]:
    known: registry.Registry[Reader] = registry.Registry("reader")
    known.register("notebook", notebook)
    for module in (readers, registry):
        monkeypatch.setattr(module, "readers", known)
    monkeypatch.setattr("cms_pages.publishing.worker.readers", known)
    return known


def test_worker_projects_and_runs_the_readers(site: SiteTree, notebook: Notebook, registered: object) -> None:
    page = StandardPageFactory(parent=site.homes["sq"])
    while work_once():
        pass
    assert PublishedItem.objects.get(page_id=page.pk).sequence == notebook.seen[-1] == LogState.current().sequence


def test_worker_goes_on_with_others_when_a_reader_fails(
    site: SiteTree, notebook: Notebook, registered: registry.Registry[Reader]
) -> None:
    class Other(Notebook):
        name: ClassVar[str] = "other"

    notebook.broken = True
    other = Other()
    registered.register("other", other)
    while work_once():
        pass
    assert other.seen == [1, 2, 3, 4, 5, 6]


def test_readers_take_turns(site: SiteTree, notebook: Notebook, registered: registry.Registry[Reader]) -> None:
    class Other(Notebook):
        name: ClassVar[str] = "other"

    other = Other()
    registered.register("other", other)
    work_once()
    assert (notebook.seen, other.seen) == ([1, 2, 3], [1, 2, 3])


def test_worker_publishes_what_is_scheduled(site: SiteTree, notebook: Notebook, registered: object) -> None:
    page = StandardPageFactory(parent=site.homes["sq"], live=False)
    page.go_live_at = timezone.now() + datetime.timedelta(hours=1)
    page.save_revision().publish()
    revision = page.latest_revision
    revision.approved_go_live_at = timezone.now() - datetime.timedelta(minutes=1)
    revision.content["go_live_at"] = None
    revision.save()
    publish_due()
    project()
    assert PublishedItem.objects.get(page_id=page.pk).state == "live"


def test_reconciling_many_pages_does_not_hold_up_what_is_published(
    site: SiteTree, notebook: Notebook, registered: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cms_pages.publishing.reconcile.BATCH", 2)
    worker = Worker(threading.Event())
    worker.step()
    assert LogState.current().repairs == {}, "six pages are three batches: it has only begun"
    page = StandardPageFactory(parent=site.homes["sq"])
    drain(notebook)
    worker.step()
    assert PublishedItem.objects.get(page_id=page.pk).sequence in notebook.seen
    PublishedItem.objects.filter(page_id=site.sections["en"].pk).update(digest="")
    while worker.step():
        pass
    assert LogState.current().repairs == {"outdated": 1}


def test_log_is_reconciled_once_a_day(site: SiteTree, notebook: Notebook, registered: object) -> None:
    worker = Worker(threading.Event())
    while worker.step():
        pass
    reconciled_at = LogState.current().reconciled_at
    assert reconciled_at is not None
    another = Worker(threading.Event())
    while another.step():
        pass
    assert LogState.current().reconciled_at == reconciled_at
