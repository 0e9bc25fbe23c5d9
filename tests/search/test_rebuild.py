"""``manage.py rebuild_search_index`` and what it leaves behind."""

from __future__ import annotations

import os
import signal
import threading
import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone, translation
from elasticsearch import Elasticsearch
from pytest_django import Settings
from wagtail.models import Site

from cms_pages.publishing.models import LogState, PublishedItem
from search.elasticsearch import rebuild
from search.elasticsearch.client import client_of
from search.elasticsearch.indexer import ElasticsearchReader
from search.elasticsearch.indices import _MAPPINGS, open_index
from search.elasticsearch.rebuild import rebuild_indices
from search.lease import RebuildUnderWay, rebuild_lease
from search.models import RebuildLease, SearchEntry
from tests.search.conftest import Engine, facet, new_site, refresh
from tests.search.factories import bury, change, item
from tools.ports import LOOPBACK, free_port


@pytest.fixture
def node(search_site: Site, elasticsearch_url: str, index_prefix: str, settings: Settings) -> Elasticsearch:
    settings.ELASTICSEARCH_URL = elasticsearch_url
    settings.ELASTICSEARCH_INDEX_PREFIX = index_prefix.rstrip("-")
    return client_of(elasticsearch_url)


@pytest.fixture
def on_node(node: Elasticsearch, search_site: Site) -> Engine:
    return Engine("elasticsearch", search_site)


@pytest.fixture(autouse=True)
def _own_signal_handler() -> Iterator[None]:
    handler = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, handler)


def indices(node: Elasticsearch, prefix: str) -> dict[str, list[str]]:
    """The languages' indices of a test, with their aliases."""
    found = node.indices.get_alias(index=f"{prefix}*")
    return {name: list(about["aliases"]) for name, about in found.items() if name != f"{prefix}log"}


def rebuild_quietly() -> None:
    call_command("rebuild_search_index", verbosity=0)


def test_a_missing_index_is_made_and_filled_from_the_whole_log(
    on_node: Engine, node: Elasticsearch, index_prefix: str
) -> None:
    for number in range(3):
        item(on_node.site, title=f"Vendim {number}")
    on_node.index()
    node.indices.delete(index=[name for name in indices(node, index_prefix) if "-sq-" in name])
    item(on_node.site, title="Vendim 3")
    on_node.index()
    assert on_node.find("vendim").total == 4
    aliases = sorted(alias for names in indices(node, index_prefix).values() for alias in names)
    assert aliases == [f"{index_prefix}en", f"{index_prefix}sq", f"{index_prefix}sr-latn"]


def test_an_index_of_an_earlier_release_is_replaced_by_one_with_all_fields(
    on_node: Engine, node: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = {name: kind for name, kind in _MAPPINGS["properties"].items() if name != "item_state"}
    with monkeypatch.context() as earlier:
        earlier.setitem(_MAPPINGS, "properties", fields)
        on_node.index()
        on_node.reader().handle([])
    item(on_node.site, title="Vendim", item_state="in_force")
    on_node.index()
    assert facet(on_node.find("vendim"), "state") == {"in_force": 1}


def test_an_index_made_by_hand_where_the_alias_belongs_is_replaced(
    on_node: Engine, node: Elasticsearch, index_prefix: str
) -> None:
    item(on_node.site, title="Vendim")
    node.indices.create(index=f"{index_prefix}sq")
    on_node.index()
    assert on_node.find("vendim").total == 1
    assert f"{index_prefix}sq" not in indices(node, index_prefix)


def test_a_rebuild_replaces_all_indices(on_node: Engine, node: Elasticsearch, index_prefix: str) -> None:
    kept, gone = item(on_node.site, title="Vendim"), item(on_node.site, title="Vendim i vjetër")
    item(on_node.site, "en", "Decision")
    on_node.index()
    before = indices(node, index_prefix)
    bury(gone)
    change(kept, title="Vendim i ri")
    rebuild_quietly()
    after = indices(node, index_prefix)
    assert len(after) == len(before) == 3
    assert not set(after) & set(before)
    assert sorted(after.values()) == sorted(before.values())
    refresh()
    assert on_node.titles("vendim") == ["Vendim i ri"]
    assert on_node.titles("decision") == ["Decision"]
    assert RebuildLease.objects.get().token is None


def test_what_is_replaced_serves_and_is_written_until_the_swap(on_node: Engine) -> None:
    changed, gone = item(on_node.site, title="Vendim për tregun"), item(on_node.site, title="Vendim për urën")
    on_node.index()
    seen: list[list[str]] = []

    def publish(done: int) -> None:
        if not seen:
            change(changed, title="Vendim për parkun")
            bury(gone)
            item(on_node.site, title="Vendim për shkollën")
            on_node.index()
            seen.append(sorted(on_node.titles("vendim")))

    rebuild_indices(client_of(_url()), {"sq", "en", "sr-latn"}, publish)
    refresh()
    assert seen == [["Vendim për parkun", "Vendim për shkollën"]]
    assert sorted(on_node.titles("vendim")) == ["Vendim për parkun", "Vendim për shkollën"]


def test_what_is_published_just_before_the_swap_is_not_missed(on_node: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    item(on_node.site, title="Vendim 1")
    on_node.index()

    def publish_and_open(client: Elasticsearch, name: str) -> None:
        open_index(client, name)
        item(on_node.site, title="Vendim 2")
        # The reader writes it where the alias still points, and never looks at it again.
        on_node.index()

    monkeypatch.setattr(rebuild, "open_index", publish_and_open)
    rebuild_indices(client_of(_url()), {"sq"})
    refresh()
    assert sorted(on_node.titles("vendim")) == ["Vendim 1", "Vendim 2"]


@pytest.mark.parametrize("error", [RuntimeError("the disk is full"), KeyboardInterrupt(), SystemExit(143)])
def test_a_failed_rebuild_leaves_the_old_indices_and_nothing_of_its_own(
    on_node: Engine, node: Elasticsearch, index_prefix: str, error: BaseException
) -> None:
    item(on_node.site, title="Vendim")
    on_node.index()
    before = indices(node, index_prefix)

    def fail(done: int) -> None:
        assert len(indices(node, index_prefix)) == 6
        raise error

    with pytest.raises(type(error)):
        rebuild_indices(node, {"sq", "en", "sr-latn"}, fail)
    assert indices(node, index_prefix) == before
    assert on_node.titles("vendim") == ["Vendim"]
    with rebuild_lease():
        pass


def test_a_rebuild_that_is_told_to_end_cleans_up(
    on_node: Engine, node: Elasticsearch, index_prefix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    item(on_node.site, title="Vendim")
    on_node.index()
    before = indices(node, index_prefix)
    interrupted = []

    def terminated(*_arguments: object) -> None:
        try:
            os.kill(os.getpid(), signal.SIGTERM)
        except KeyboardInterrupt:  # of which psycopg knows that it has to cancel its query
            interrupted.append(True)
            raise

    monkeypatch.setattr(rebuild, "open_index", terminated)
    with pytest.raises(SystemExit) as ended:
        rebuild_quietly()
    assert ended.value.code == 143
    assert interrupted
    assert indices(node, index_prefix) == before


def test_what_a_killed_rebuild_left_behind_is_removed_by_the_next(
    on_node: Engine, node: Elasticsearch, index_prefix: str
) -> None:
    item(on_node.site, title="Vendim")
    on_node.index()
    for name in (f"{index_prefix}sq-20250101000000-abcdef", f"{index_prefix}sq-mine"):
        node.indices.create(index=name)
    rebuild_quietly()
    found = indices(node, index_prefix)
    assert f"{index_prefix}sq-20250101000000-abcdef" not in found
    assert f"{index_prefix}sq-mine" in found, "an index of another name is not ours"
    assert len(found) == 4


def test_two_rebuilds_at_once_are_refused_with_a_sentence(on_node: Engine) -> None:
    with rebuild_lease(), translation.override("en"), pytest.raises(CommandError, match="Another rebuild is under"):
        rebuild_quietly()
    rebuild_quietly()


def test_elasticsearch_that_is_away_is_a_sentence(search_site: Site, settings: Settings) -> None:
    settings.ELASTICSEARCH_URL = f"http://{LOOPBACK}:{free_port()}"
    with translation.override("en"), pytest.raises(CommandError, match="what was there goes on serving"):
        rebuild_quietly()
    with rebuild_lease():
        pass


@pytest.mark.once
def test_an_index_that_no_node_has_room_for_is_a_sentence(
    on_node: Engine, node: Elasticsearch, index_prefix: str
) -> None:
    # As a node whose disk is fuller than its watermark does.
    nowhere = {"settings": {"index.routing.allocation.require._name": "nobody"}}
    node.indices.put_index_template(
        name=index_prefix, index_patterns=[f"{index_prefix}sq-*"], priority=1000, template=nowhere
    )
    before = indices(node, index_prefix)
    try:
        with pytest.raises(CommandError, match="No node of Elasticsearch takes the new index"):
            rebuild_quietly()
    finally:
        node.indices.delete_index_template(name=index_prefix)
    assert indices(node, index_prefix) == before


def test_a_killed_rebuild_does_not_stand_in_the_way_for_ever(on_node: Engine) -> None:
    RebuildLease.objects.create(pk=1, token=uuid.uuid4(), until=timezone.now() + timedelta(seconds=30))
    with pytest.raises(RebuildUnderWay), rebuild_lease():
        pass
    RebuildLease.objects.update(until=timezone.now() - timedelta(seconds=1))
    with rebuild_lease():
        pass


def test_entries_of_the_database_are_repaired(search_site: Site) -> None:
    engine = Engine("database", search_site)
    wrong, gone, missing = (item(search_site, title=f"Vendim {name}") for name in ("një", "dy", "tri"))
    engine.index()
    SearchEntry.objects.filter(item=wrong).update(title="gabim")
    SearchEntry.objects.filter(item=missing).delete()
    bury(gone)
    rebuild_quietly()
    assert engine.titles("gabim") == []
    assert sorted(engine.titles("vendim")) == ["Vendim një", "Vendim tri"]
    assert SearchEntry.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_nothing_is_missed_while_others_publish(elasticsearch_url: str, index_prefix: str, settings: Settings) -> None:
    """A worker's reader writes all the time while the indices are replaced three times."""
    settings.ELASTICSEARCH_URL = elasticsearch_url
    settings.ELASTICSEARCH_INDEX_PREFIX = index_prefix.rstrip("-")
    site, client = new_site(), client_of(elasticsearch_url)
    items = [item(site, title=f"Vendim {number}") for number in range(30)]
    ElasticsearchReader().handle(items)
    stop, errors = threading.Event(), []

    def publish() -> None:
        reader, handled, number = ElasticsearchReader(), 0, 0
        try:
            while not stop.is_set():
                with transaction.atomic():
                    LogState.lock()
                    change(items[number % len(items)], text=f"Teksti {number}")
                news = list(PublishedItem.objects.filter(sequence__gt=handled).order_by("sequence"))
                reader.handle(news)
                handled, number = news[-1].sequence, number + 1
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    worker = threading.Thread(target=publish)
    worker.start()
    try:
        for _time in range(3):
            rebuild_indices(client, {"sq", "en", "sr-latn"})
    finally:
        stop.set()
        worker.join()
    assert errors == []
    refresh()
    answer = client.search(index=f"{index_prefix}s*", size=100, version=True, source_includes=["text"])
    found = {hit["_id"]: (hit["_version"], hit["_source"]["text"]) for hit in answer["hits"]["hits"]}
    assert found == {f"{site.pk}.{one.item_id}": (one.sequence, one.text) for one in PublishedItem.objects.all()}


def _url() -> str:
    from django.conf import settings

    return str(settings.ELASTICSEARCH_URL)
