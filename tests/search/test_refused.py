"""One document that Elasticsearch refuses is set aside: all others go on, and nothing older of it is left."""

from __future__ import annotations

from typing import Any

import pytest
from elasticsearch import Elasticsearch
from elasticsearch.helpers import BulkIndexError
from pytest_django import Settings
from wagtail.models import Site

from cms_pages.contracts import ItemsRefused
from cms_pages.models import PublishedItem, RefusedItem
from cms_pages.publishing.readers import position_of, run_reader
from cms_pages.publishing.refused import refusals, retry_refused
from cms_pages.registry import readers
from search.elasticsearch import indices
from search.elasticsearch.bulk import write, write_items
from search.elasticsearch.client import client_of
from search.elasticsearch.documents import action_of
from search.elasticsearch.indexer import ElasticsearchReader
from search.elasticsearch.indices import alias_of
from search.elasticsearch.rebuild import rebuild_indices
from tests.search.conftest import Engine, refresh
from tests.search.factories import bury, change, item

#: longer than a keyword may be, in bytes
TOO_LONG = "fjalë " * 8000


@pytest.fixture
def on_node(search_site: Site, elasticsearch_url: str, index_prefix: str, settings: Settings) -> Engine:
    settings.ELASTICSEARCH_URL = elasticsearch_url
    settings.ELASTICSEARCH_INDEX_PREFIX = index_prefix.rstrip("-")
    return Engine("elasticsearch", search_site)


@pytest.fixture
def picky(on_node: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """Its indices refuse a text that is longer than a keyword may be."""
    fields = {"fields": {"whole": {"type": "keyword"}}}
    properties = indices._MAPPINGS["properties"]
    monkeypatch.setitem(properties, "text", properties["text"] | fields)
    monkeypatch.setitem(properties, "summary", properties["summary"] | fields)
    return on_node


def work() -> None:
    reader = ElasticsearchReader()
    while run_reader(reader):
        pass
    refresh()


def versions(client: Elasticsearch) -> dict[str, dict[str, Any]]:
    hits = client.search(index=alias_of("sq"), version=True)["hits"]["hits"]
    return {hit["_id"].partition(".")[2]: hit for hit in hits}


def test_others_are_found_and_it_is_found_by_its_title(picky: Engine) -> None:
    item(picky.site, title="Vendim 1", text="zjarrfikësit")
    long = item(picky.site, title="Vendim 2", text=f"zjarrfikësit {TOO_LONG}")
    item(picky.site, title="Vendim 3", text="zjarrfikësit")
    work()
    assert sorted(picky.titles("zjarrfikësit")) == ["Vendim 1", "Vendim 3"]
    assert sorted(picky.titles("vendim")) == ["Vendim 1", "Vendim 2", "Vendim 3"]
    refused = RefusedItem.objects.get()
    assert refused.item == long
    assert "immense term" in refused.reason
    position = position_of(ElasticsearchReader.name)
    assert (position.sequence, position.failures) == (long.sequence + 1, 0)


def test_nothing_older_of_it_is_left(picky: Engine, elasticsearch_url: str) -> None:
    changed = item(picky.site, title="Vendim për Agim Gashin", text="Agim Gashi")
    work()
    change(changed, title="Vendim", text="", summary=TOO_LONG)
    work()
    [document] = versions(client_of(elasticsearch_url)).values()
    assert document["_version"] == changed.sequence
    assert document["_source"].keys() == {"state", "gone_at"}
    assert picky.titles("gashi") == []
    assert "immense term" in RefusedItem.objects.get().reason
    bury(changed)
    work()
    assert not RefusedItem.objects.exists()


def test_it_is_found_again_when_it_changes(picky: Engine) -> None:
    changed = item(picky.site, title="Vendim", summary=TOO_LONG)
    work()
    assert picky.titles("vendim") == []
    change(changed, summary="Shkurt")
    work()
    assert picky.titles("shkurt") == ["Vendim"]
    assert not RefusedItem.objects.exists()


def test_after_a_rebuild_it_is_tried_again(picky: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    item(picky.site, title="Vendim", text=f"zjarrfikësit {TOO_LONG}")
    work()
    client = client_of(picky_url())
    rebuild_indices(client, {"sq", "en", "sr-latn"})
    work()
    assert RefusedItem.objects.filter(retry=False).count() == 1, "the new index refuses it as well"
    assert picky.titles("vendim") == ["Vendim"]
    monkeypatch.undo()
    rebuild_indices(client, {"sq", "en", "sr-latn"})
    work()
    assert not RefusedItem.objects.exists()
    assert picky.titles("zjarrfikësit") == ["Vendim"]


def test_a_rebuild_sets_aside_what_the_new_index_refuses(on_node: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    item(on_node.site, title="Vendim", text=f"zjarrfikësit {TOO_LONG}")
    item(on_node.site, title="Vendim i dytë", text="zjarrfikësit")
    work()
    assert len(on_node.titles("zjarrfikësit")) == 2
    properties = indices._MAPPINGS["properties"]
    monkeypatch.setitem(properties, "text", properties["text"] | {"fields": {"whole": {"type": "keyword"}}})
    rebuild_indices(client_of(picky_url()), {"sq", "en", "sr-latn"})
    refresh()
    assert on_node.titles("zjarrfikësit") == ["Vendim i dytë"]
    assert RefusedItem.objects.get().item.title == "Vendim"


def picky_url() -> str:
    from django.conf import settings

    return str(settings.ELASTICSEARCH_URL)


def test_it_is_told_to_editors(picky: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(readers._entries, ElasticsearchReader.name, ElasticsearchReader())
    item(picky.site, title="Vendim i gjatë", text=TOO_LONG)
    work()
    [refusal] = refusals()
    assert (refusal.title, str(refusal.reader_label)) == ("Vendim i gjatë", str(ElasticsearchReader.label))
    assert retry_refused(ElasticsearchReader.name) == 1


def test_the_reader_names_them_all(picky: Engine) -> None:
    bad = [item(picky.site, title=f"Vendim {number}", text=TOO_LONG) for number in range(2)]
    good = item(picky.site, title="Vendim")
    with pytest.raises(ItemsRefused) as refused:
        ElasticsearchReader().handle([*bad, good])
    assert refused.value.reasons.keys() == {one.pk for one in bad}


def test_a_tombstone_that_is_refused_stops_the_reader(on_node: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = item(on_node.site, title="Vendim")
    on_node.index()
    bury(gone)
    properties = indices._MAPPINGS["properties"]
    monkeypatch.setitem(properties, "gone_at", {"type": "boolean"})
    rebuilt_without(on_node)
    at = position_of(ElasticsearchReader.name).sequence
    assert run_reader(ElasticsearchReader()) == 0
    assert position_of(ElasticsearchReader.name).sequence == at
    assert "A tombstone was refused" in position_of(ElasticsearchReader.name).last_error


def rebuilt_without(engine: Engine) -> None:
    """Indices as the mappings are now, with nothing in them."""
    client = client_of(picky_url())
    client.indices.delete(index=list(client.indices.get_alias(index=f"{alias_of('sq')}-*")))
    PublishedItem.objects.filter(state="gone").update(state="live")
    rebuild_indices(client, {"sq"})
    PublishedItem.objects.update(state="gone")


def test_what_is_wrong_with_the_index_is_no_refusal(on_node: Engine) -> None:
    one = item(on_node.site, title="Vendim")
    on_node.index()
    client = client_of(picky_url())
    with pytest.raises(BulkIndexError, match="index_not_found_exception"):
        write(client, [action_of(one, alias_of("nowhere"))], require_alias=True)
    client.indices.close(index=alias_of("sq"))
    with pytest.raises(BulkIndexError, match="index_closed_exception"):
        write_items(client, [one], lambda _item: alias_of("sq"))
    client.indices.open(index=alias_of("sq"))


def test_nothing_is_quoted_from_an_older_state(on_node: Engine) -> None:
    changed = item(on_node.site, title="Vendim", text="Banori Agim Gashi", summary="Shkurt")
    on_node.index()
    assert "Agim" in on_node.find("agim").hits[0].snippet_html
    change(changed, text="Banori A. G.")
    [hit] = on_node.find("agim").hits
    assert (hit.title_html, hit.snippet_html) == ("Vendim", "Shkurt")
