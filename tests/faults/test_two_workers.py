"""Two workers at the same time, of which one is frozen and the other killed at any kind of step: nothing is missed."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

import pytest
from django.utils import timezone
from wagtail.models import Page

from cms_pages.models import LogState, PublishedItem, ReaderPosition, StalePage
from cms_pages.publishing import readers as running
from cms_pages.publishing.worker import work
from cms_pages.registry import readers
from search.database.indexer import DatabaseReader, entry_of
from search.models import SearchEntry
from tests.factories import SiteTree, StandardPageFactory, make_site
from tests.faults.model import SyncClient, check
from tests.support.dying import started

pytestmark = pytest.mark.django_db(transaction=True)

#: seconds that a worker gets to come to its end while another is frozen: it may have to wait for that one
PATIENCE = 0.2


class Recorder(DatabaseReader):
    """Keeps the index, a few items at a time, and writes down, for all processes, which of them handled what."""

    batch_size: ClassVar[int] = 2

    def __init__(self, file: Path) -> None:
        self.file = file
        file.touch()

    def handle(self, items: Sequence[PublishedItem]) -> None:
        super().handle(items)
        with self.file.open("a") as file:
            file.write("".join(f"{os.getpid()} {item.sequence}\n" for item in items))

    def handled(self) -> list[tuple[int, int]]:
        """Process and sequence, in the order in which it was done."""
        lines = [line.split() for line in self.file.read_text().splitlines()]
        return [(int(pid), int(sequence)) for pid, sequence in lines]


@pytest.fixture
def recorder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Recorder:
    recorder = Recorder(tmp_path / "handled")
    monkeypatch.setitem(readers._entries, recorder.name, recorder)
    # It is over before the other worker ends, as where one is frozen for long.
    monkeypatch.setattr(running, "LEASE", timedelta(milliseconds=50))
    return recorder


@pytest.fixture
def tree(transactional_db: None, recorder: Recorder) -> SiteTree:
    tree = make_site()
    work_until_idle()
    # It is of the day's first worker, and would be compared again by each that is killed.
    LogState.objects.update(reconciled_at=timezone.now())
    return tree


def work_until_idle() -> None:
    work(threading.Event(), until_idle=True)


def titles_found() -> set[str]:
    entries = SearchEntry.objects.select_related("item")
    assert all(entry.title == entry_of(entry.item).title for entry in entries), "the index has an older state"
    return {entry.item.title for entry in entries}


def ends(pid: int, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if os.waitpid(pid, os.WNOHANG)[0]:
            return True
        time.sleep(0.01)
    return False


def two_at_once(frozen_at: int, killed_at: int) -> bool:
    """One is frozen, another does its work until it is killed, the first goes on. Returns whether it was frozen."""
    frozen = started(frozen_at, work_until_idle, signal.SIGSTOP)
    status = os.waitpid(frozen, os.WUNTRACED)[1]
    killed = started(killed_at, work_until_idle, signal.SIGKILL)
    ended = ends(killed, PATIENCE)
    if os.WIFSTOPPED(status):
        os.kill(frozen, signal.SIGCONT)
        status_later = os.waitpid(frozen, 0)[1]
        assert status_later == 0
    if not ended:
        os.waitpid(killed, 0)
    return os.WIFSTOPPED(status)


def test_nothing_is_missed_and_all_is_in_order(tree: SiteTree, recorder: Recorder) -> None:
    pages = [StandardPageFactory(parent=tree.homes["sq"]) for _number in range(3)]
    toggled = StandardPageFactory(parent=tree.homes["sq"], title="Fleta që vjen e shkon")
    copy = SyncClient()
    positions = dict(ReaderPosition.objects.values_list("name", "sequence"))
    for step in range(1, 100):
        for number, page in enumerate(pages):
            Page.objects.filter(pk=page.pk).update(title=f"Fleta {number} për herë të {step}-të")
        Page.objects.filter(pk=toggled.pk).update(live=bool(step % 2))
        StalePage.objects.bulk_create(StalePage(page_id=page.pk) for page in [*pages, toggled])

        was_frozen = two_at_once(step, killed_at=1 + step * 7 % 20)

        StalePage.objects.update(retry_at=None)
        time.sleep(running.LEASE.total_seconds())
        work_until_idle()
        check(tree.site, [copy], titles_found)
        now = dict(ReaderPosition.objects.values_list("name", "sequence"))
        assert all(now[name] >= sequence for name, sequence in positions.items()), "a reader went back"
        positions = now
        if not was_frozen:
            break
    assert step > 10, "it was frozen as often as it has kinds of steps"
    handled = recorder.handled()
    first_time = list(dict.fromkeys(sequence for _pid, sequence in handled))
    assert first_time == sorted(first_time), "out of order"
    assert set(PublishedItem.objects.values_list("sequence", flat=True)) <= set(first_time), "missed"
    for process in {pid for pid, _sequence in handled}:
        own = [sequence for pid, sequence in handled if pid == process]
        assert own == sorted(set(own)), "one worker handled something again"
