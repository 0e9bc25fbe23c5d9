"""A worker that is killed at any kind of step, or frozen for longer than its lease: nothing is lost or leaks."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings
from wagtail.models import Page

from cms_pages.contracts import Reader
from cms_pages.models import LogMark, LogState, PublishedItem, ReaderPosition, StalePage
from cms_pages.publishing.readers import run_reader
from cms_pages.publishing.worker import work
from cms_pages.registry import readers
from search.database.indexer import DatabaseReader
from search.elasticsearch.client import client_of
from search.elasticsearch.indexer import ElasticsearchReader
from search.elasticsearch.indices import alias_of
from search.models import SearchEntry
from tests.factories import SiteTree, StandardPageFactory, make_site
from tests.faults.model import SyncClient
from tests.support.dying import started, stopped_at

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def tree(elasticsearch_url: str, index_prefix: str, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> SiteTree:
    settings.ELASTICSEARCH_URL = elasticsearch_url
    settings.ELASTICSEARCH_INDEX_PREFIX = index_prefix.rstrip("-")
    monkeypatch.setitem(readers._entries, ElasticsearchReader.name, ElasticsearchReader())
    tree = make_site()
    work_until_idle()
    # It is of the day's first worker, and would be compared again by each that is killed.
    LogState.objects.update(reconciled_at=timezone.now())
    return tree


def work_until_idle() -> None:
    work(threading.Event(), until_idle=True)


def mark(page: Any, **fields: Any) -> None:
    """Change a page and leave it to the worker, as where the process died after its commit."""
    Page.objects.filter(pk=page.pk).update(**fields)
    StalePage.objects.create(page_id=page.pk)


def another_worker_comes_later() -> None:
    ReaderPosition.objects.update(leased_until=None)
    StalePage.objects.update(retry_at=None)
    work_until_idle()


def check(copy: SyncClient, live: dict[int, str]) -> None:
    """The log, both indices and a copy have the pages' titles, by page, and nothing else."""
    items = {item.page_id: item for item in PublishedItem.objects.live()}
    assert {page_id: items[page_id].title for page_id in live} == live
    entries = set(SearchEntry.objects.values_list("item_id", flat=True))
    assert entries == {item.pk for item in items.values()}
    from django.conf import settings

    client = client_of(settings.ELASTICSEARCH_URL)
    client.indices.refresh(index=alias_of("*"))
    answer = client.search(index=alias_of("*"), size=100, query={"term": {"state": "live"}}, version=True)
    found = {hit["_id"].partition(".")[2]: hit for hit in answer["hits"]["hits"]}
    assert {item_id: hit["_version"] for item_id, hit in found.items()} == {
        item.item_id: item.sequence for item in items.values()
    }
    copy.catch_up()
    assert {item_id: one["sequence"] for item_id, one in copy.items.items()} == {
        item.item_id: item.sequence for item in items.values()
    }
    sequences = list(PublishedItem.objects.values_list("sequence", flat=True))
    assert len(sequences) == len(set(sequences))
    assert LogMark.objects.filter(sequence=LogState.current().sequence).exists()


def test_killed_at_each_kind_of_step(tree: SiteTree) -> None:
    changed = StandardPageFactory(parent=tree.homes["sq"])
    toggled = StandardPageFactory(parent=tree.homes["sq"])
    work_until_idle()
    copy = SyncClient()
    for step in range(1, 200):
        live = bool(step % 2)
        mark(changed, title=f"Titulli {step}")
        mark(toggled, live=live)
        status = stopped_at(step, work_until_idle)
        if os.WIFEXITED(status):
            assert os.WEXITSTATUS(status) == 0
            break
        assert os.WTERMSIG(status) == signal.SIGKILL
        # What it left half done is not wrong either: only late.
        copy.read(100)
        assert set(copy.items) <= {item.item_id for item in PublishedItem.objects.live()}
        another_worker_comes_later()
        check(copy, {changed.pk: f"Titulli {step}"})
        assert PublishedItem.objects.get(page_id=toggled.pk).is_live == live
    assert step > 12, "it was killed as often as it has kinds of steps"
    check(copy, {changed.pk: f"Titulli {step}"})


class Freezing:
    """A reader whose worker is frozen before or after it does its work."""

    def __init__(self, reader: Reader, *, before: bool) -> None:
        self.reader, self.before = reader, before
        self.name, self.label, self.batch_size = reader.name, reader.label, reader.batch_size

    def handle(self, items: Sequence[PublishedItem]) -> None:
        if self.before:
            os.kill(os.getpid(), signal.SIGSTOP)
        self.reader.handle(items)
        if not self.before:
            os.kill(os.getpid(), signal.SIGSTOP)


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("make", [DatabaseReader, ElasticsearchReader])
def test_frozen_for_longer_than_its_lease(tree: SiteTree, make: Callable[[], Reader], before: bool) -> None:
    changed = StandardPageFactory(parent=tree.homes["sq"], title="Titulli i vjetër")
    withdrawn = StandardPageFactory(parent=tree.homes["sq"])
    pid = started(0, lambda: run_reader(Freezing(make(), before=before)), signal.SIGSTOP)
    assert os.WIFSTOPPED(os.waitpid(pid, os.WUNTRACED)[1])
    changed.title = "Titulli i ri"
    changed.save_revision().publish()
    withdrawn.unpublish()
    another_worker_comes_later()
    os.kill(pid, signal.SIGCONT)
    assert os.waitpid(pid, 0)[1] == 0
    another_worker_comes_later()
    check(SyncClient(), {changed.pk: "Titulli i ri"})
    entry = SearchEntry.objects.get(item__page_id=changed.pk)
    assert "ri" in entry.title_words.split()
