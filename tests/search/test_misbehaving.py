"""Elasticsearch is not dead but slow, busy, read-only or half there: nobody waits long, and nothing is lost."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.test import Client
from elasticsearch import Elasticsearch
from pytest_django import Settings

from cms_pages.models import PublishedItem, ReaderPosition, RefusedItem
from cms_pages.publishing.readers import position_of, run_reader
from search import circuit, services
from search.database.indexer import DatabaseReader
from search.elasticsearch import indexer
from search.elasticsearch.client import client_of
from search.elasticsearch.engine import ElasticsearchEngine
from search.elasticsearch.indexer import ElasticsearchReader
from search.elasticsearch.indices import alias_of
from search.engines import Engine
from tests.factories import SiteTree
from tests.search.conftest import refresh
from tests.search.factories import bury, item
from tests.support.processes import wait_for
from tests.support.proxy import Mode, Proxy, proxy

# It does so whatever the site's database is.
pytestmark = pytest.mark.once

#: much longer than any reader waits, much shorter than a proxy hangs, in seconds
LONG = 20
SEARCH = "/api/content/search/?q=vendim&type=decision&limit=50"


@pytest.fixture
def between(elasticsearch_url: str, index_prefix: str, settings: Settings, site: SiteTree) -> Iterator[Proxy]:
    """The proxy through which the site reaches Elasticsearch, where two decisions are indexed."""
    with proxy(elasticsearch_url) as between:
        settings.ELASTICSEARCH_URL = between.url
        settings.ELASTICSEARCH_INDEX_PREFIX = index_prefix.rstrip("-")
        item(site.site, title="Vendim 1", payload='{"title":"Vendim 1"}')
        item(site.site, title="Vendim 2", payload='{"title":"Vendim 2"}')
        work()
        wait_for(lambda: find() == (["Vendim 1", "Vendim 2"], False), "finding them")
        yield between


def work() -> None:
    for reader in (DatabaseReader(), ElasticsearchReader()):
        while run_reader(reader):
            pass
    if position_of(ElasticsearchReader.name).failures == 0:
        refresh()


def find() -> tuple[list[str], bool]:
    """The titles that a search over HTTP finds, and whether it was degraded."""
    answer = Client().get(SEARCH)
    assert answer.status_code == 200
    result = json.loads(answer.content)
    return sorted(hit["title"] for hit in result["items"]), result["degraded"]


@pytest.mark.parametrize("mode", ["hang", "trickle", "cut", "garbage", "busy", "refuse"])
def test_search_answers_from_the_database_and_only_one_reader_waits(between: Proxy, mode: Mode) -> None:
    between.mode = mode
    started = time.monotonic()
    assert find() == (["Vendim 1", "Vendim 2"], True)
    asked = between.requests
    for _number in range(5):
        assert find() == (["Vendim 1", "Vendim 2"], True)
    assert between.requests == asked, "it was left alone"
    assert time.monotonic() - started < LONG


def test_one_at_a_time_finds_out_whether_it_answers_again(between: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    between.mode = "hang"
    assert find()[1] is True
    monkeypatch.setattr(circuit, "LEFT_ALONE", 60.0)
    services._circuits[between.url]._ask_again_at = 0.0
    asked = between.requests

    def ask(_number: int) -> bool:
        def question(engine: Engine) -> bool:
            if isinstance(engine, ElasticsearchEngine):
                engine.suggest(("vend",), 1, "sq", 1)
            return True

        return services._ask(question) == (True, True)

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(ask, range(8)))
    assert between.requests == asked + 1


def test_search_is_whole_again_when_it_answers(between: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(circuit, "LEFT_ALONE", 0.2)
    between.mode = "busy"
    assert find()[1] is True
    between.mode = "pass"
    wait_for(lambda: find() == (["Vendim 1", "Vendim 2"], False), "finding them with Elasticsearch")


@pytest.mark.parametrize("mode", ["hang", "cut", "garbage", "busy", "refuse"])
def test_indexing_backs_off_and_goes_on_where_it_was(
    between: Proxy, site: SiteTree, mode: Mode, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexer, "READER_TIMEOUT", 1.0)
    at = position_of(ElasticsearchReader.name).sequence
    between.mode = mode
    item(site.site, title="Vendim 3", payload='{"title":"Vendim 3"}')
    bury(PublishedItem.objects.get(title="Vendim 1"))
    work()
    position = position_of(ElasticsearchReader.name)
    assert (position.sequence, position.failures) == (at, 1)
    assert position.last_error
    assert position.retry_at is not None
    assert find() == (["Vendim 2", "Vendim 3"], True)

    between.mode = "pass"
    ReaderPosition.objects.update(retry_at=None)
    services._circuits.clear()
    work()
    position = position_of(ElasticsearchReader.name)
    assert (position.sequence, position.last_error) == (at + 2, "")
    wait_for(lambda: find() == (["Vendim 2", "Vendim 3"], False), "catching up")


def test_index_that_was_made_read_only_is_not_passed_over(between: Proxy, site: SiteTree) -> None:
    """As Elasticsearch does by itself when its disk is nearly full."""
    client = client_of(between.url)
    at = position_of(ElasticsearchReader.name).sequence
    block(client, "true")
    item(site.site, title="Vendim 3", payload='{"title":"Vendim 3"}')
    bury(PublishedItem.objects.get(title="Vendim 1"))
    work()
    position = position_of(ElasticsearchReader.name)
    assert (position.sequence, position.failures) == (at, 1)
    assert "read-only" in position.last_error
    # What it has is still searched, and what is gone is not shown.
    wait_for(lambda: find() == (["Vendim 2"], False), "searching what it has")

    block(client, None)
    ReaderPosition.objects.update(retry_at=None)
    work()
    wait_for(lambda: find() == (["Vendim 2", "Vendim 3"], False), "catching up")


def block(client: Elasticsearch, value: Any) -> None:
    client.indices.put_settings(index=alias_of("*"), settings={"index.blocks.read_only_allow_delete": value})


def test_what_somebody_on_the_way_finds_too_long_is_sent_alone_or_set_aside(between: Proxy, site: SiteTree) -> None:
    between.longest = 4000
    for number in range(3, 12):
        item(site.site, title=f"Vendim {number}", text="zjarrfikësit " * 50, payload='{"title":""}')
    long = item(site.site, title="Vendim i gjatë", text="zjarrfikësit " * 1000, payload='{"title":""}')
    work()
    position = position_of(ElasticsearchReader.name)
    assert (position.sequence, position.failures) == (long.sequence, 0)
    refused = RefusedItem.objects.get()
    assert refused.item == long
    assert "413" in refused.reason
    wait_for(lambda: find()[1] is False and len(find()[0]) == 12, "finding it by its title")
