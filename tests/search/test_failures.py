"""Elasticsearch is away, slow or refuses something: readers of the site notice nothing but ``degraded``."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.utils import timezone
from elasticsearch import Elasticsearch
from pytest_django import Settings
from wagtail.models import Site

from cms_pages.publishing.models import PublishedItem
from cms_pages.publishing.readers import position_of, run_reader
from search import circuit, services
from search.contracts import SearchQuery, SearchResult
from search.database.indexer import DatabaseReader
from search.elasticsearch.bulk import write
from search.elasticsearch.client import client_of
from search.elasticsearch.documents import action_of
from search.elasticsearch.indexer import ElasticsearchReader, sweep_tombstones
from search.elasticsearch.indices import alias_of
from tests.search.conftest import Engine, refresh
from tests.search.factories import bury, change, item
from tools.searchnode import SearchNode


def find(site: Site, text: str) -> SearchResult:
    return services.search(SearchQuery(text, site.pk, "sq"))


def found_in_time(site: Site, text: str) -> SearchResult:
    """What Elasticsearch finds: a node that has just started may need longer than a reader waits."""
    deadline = time.monotonic() + 30
    while (result := find(site, text)).degraded and time.monotonic() < deadline:
        time.sleep(0.5)
    return result


def test_search_falls_back_while_elasticsearch_is_dead_and_the_index_catches_up(
    search_site: Site, killable_elasticsearch: SearchNode, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ELASTICSEARCH_URL = killable_elasticsearch.url
    monkeypatch.setattr(circuit, "LEFT_ALONE", 1.0)
    readers = (DatabaseReader(), ElasticsearchReader())

    def work() -> list[int]:
        return [run_reader(reader) for reader in readers]

    gone = item(search_site, title="Vendim 1")
    item(search_site, title="Vendim 2")
    assert work() == [2, 2]
    refresh()
    result = found_in_time(search_site, "vendim")
    assert (result.total, result.degraded) == (2, False)

    killable_elasticsearch.kill()
    item(search_site, title="Vendim 3")
    bury(gone)
    assert work() == [2, 0]
    result = find(search_site, "vendim")
    assert (result.degraded, {hit.item.title for hit in result.hits}) == (True, {"Vendim 2", "Vendim 3"})
    assert [one.title for one in services.suggest("vend", search_site.pk, "sq", limit=1)] != []
    position = position_of(ElasticsearchReader.name)
    assert (position.failures, position.sequence) == (1, 2)
    assert "Connection" in position.last_error

    killable_elasticsearch.start()
    position.retry_at = timezone.now()
    position.save()
    assert work() == [0, 2]
    refresh()
    result = found_in_time(search_site, "vendim")
    assert (result.degraded, {hit.item.title for hit in result.hits}) == (False, {"Vendim 2", "Vendim 3"})
    assert result.total == 2


def test_search_falls_back_until_there_are_indices(
    search_site: Site, elasticsearch_url: str, index_prefix: str, settings: Settings
) -> None:
    settings.ELASTICSEARCH_URL = elasticsearch_url
    settings.ELASTICSEARCH_INDEX_PREFIX = index_prefix
    item(search_site, title="Vendim")
    run_reader(DatabaseReader())
    assert find(search_site, "vendim").degraded
    assert find(search_site, "vendim").total == 1


def test_without_elasticsearch_the_database_is_not_a_fallback(search_site: Site) -> None:
    item(search_site, title="Vendim")
    run_reader(DatabaseReader())
    assert not find(search_site, "vendim").degraded


@pytest.fixture
def on_node(search_site: Site, elasticsearch_url: str, index_prefix: str, settings: Settings) -> Engine:
    settings.ELASTICSEARCH_URL = elasticsearch_url
    settings.ELASTICSEARCH_INDEX_PREFIX = index_prefix
    return Engine("elasticsearch", search_site)


def test_a_conflict_is_no_refusal(on_node: Engine, elasticsearch_url: str) -> None:
    changed = item(on_node.site, title="Vendim")
    on_node.index()
    client, older = client_of(elasticsearch_url), action_of(changed, alias_of("sq"))
    change(changed, title="Vendim i ri")
    on_node.index()
    assert write(client, [older], require_alias=True) == {}
    refresh()
    assert on_node.titles("vendim") == ["Vendim i ri"]


def test_an_item_that_is_gone_leaves_a_tombstone_that_is_swept_later(on_node: Engine, elasticsearch_url: str) -> None:
    kept, gone, back = (item(on_node.site, title=f"Vendim {number}") for number in range(3))
    live = action_of(gone, alias_of("sq"))
    on_node.index()
    bury(gone)
    bury(back)
    on_node.index()
    client = client_of(elasticsearch_url)
    write(client, [live])
    refresh()
    assert on_node.titles("vendim") == ["Vendim 0"], "what is written late does not bring it back"
    assert sources(client)[gone.item_id].keys() == {"state", "gone_at"}

    assert sweep_tombstones(client) == 0, "they are too young"
    change(back, state="live", reason="", title="Vendim 2")
    on_node.index()
    assert sweep_tombstones(client, timedelta(seconds=-1)) == 1
    refresh()
    assert set(sources(client)) == {kept.item_id, back.item_id}
    assert PublishedItem.objects.count() == 3


def sources(client: Elasticsearch) -> dict[str, dict[str, object]]:
    answer = client.search(index=alias_of("sq"))
    return {hit["_id"].partition(".")[2]: hit["_source"] for hit in answer["hits"]["hits"]}


def test_a_document_is_found_within_two_seconds_of_its_publication(on_node: Engine) -> None:
    item(on_node.site, title="Vendim 0")
    on_node.index()
    item(on_node.site, title="Vendim i shpejtë")
    started = time.monotonic()
    on_node.reader().handle(list(PublishedItem.objects.filter(title="Vendim i shpejtë")))
    while not on_node.titles("shpejtë"):
        assert time.monotonic() - started < 2.0
        time.sleep(0.05)
