"""A database restored from an older backup, while the index has what came after it."""

from __future__ import annotations

import pytest
from elasticsearch import Elasticsearch
from pytest_django import Settings
from wagtail.models import Site

from cms_pages.models import LogMark, LogState, PublishedItem, ReaderPosition
from cms_pages.publishing.readers import run_reader
from search.elasticsearch.client import client_of
from search.elasticsearch.indexer import ElasticsearchReader
from search.elasticsearch.mark import is_of_this_log
from search.elasticsearch.rebuild import rebuild_all
from tests.search.conftest import Engine, refresh
from tests.search.factories import bury, change, item


@pytest.fixture
def node(search_site: Site, elasticsearch_url: str, index_prefix: str, settings: Settings) -> Elasticsearch:
    settings.ELASTICSEARCH_URL = elasticsearch_url
    settings.ELASTICSEARCH_INDEX_PREFIX = index_prefix.rstrip("-")
    return client_of(elasticsearch_url)


def mark() -> None:
    """As the projector does."""
    LogMark.objects.create(sequence=LogState.current().sequence)


def work() -> None:
    while run_reader(ElasticsearchReader()):
        pass
    refresh()


def test_index_that_is_ahead_of_the_log_is_made_anew(node: Elasticsearch, search_site: Site) -> None:
    engine = Engine("elasticsearch", search_site)
    changed, withdrawn = item(search_site, title="Vendim"), item(search_site, title="Odluka")
    mark()
    work()
    backup = LogState.current().sequence, [PublishedItem.objects.get(pk=one.pk) for one in (changed, withdrawn)]

    lost = item(search_site, title="Vendim i humbur")
    for number in range(5):
        change(changed, title=f"Vendim {number}")
    bury(withdrawn)
    mark()
    work()
    assert sorted(engine.titles("vendim")) == ["Vendim 4", "Vendim i humbur"]

    lost.delete()
    LogMark.objects.filter(sequence__gt=backup[0]).delete()
    LogState.objects.update(sequence=backup[0])
    ReaderPosition.objects.update(sequence=backup[0])
    for one in backup[1]:
        one.save()
    change(backup[1][0], title="Vendim pas kthimit")
    mark()
    assert not is_of_this_log(node)
    work()
    assert is_of_this_log(node)
    assert engine.titles("vendim") == ["Vendim pas kthimit"]
    assert engine.find("vendim").total == 1, "what was lost is not counted either"
    assert engine.titles("odluka") == ["Odluka"]


def test_it_is_found_out_when_the_log_has_passed_the_index(node: Elasticsearch, search_site: Site) -> None:
    item(search_site, title="Vendim")
    mark()
    work()
    LogMark.objects.all().delete()
    for number in range(3):
        item(search_site, title=f"Vendim {number}")
        mark()
    assert not is_of_this_log(node)


def test_a_rebuild_says_that_the_index_is_of_this_log(node: Elasticsearch, search_site: Site) -> None:
    item(search_site, title="Vendim")
    mark()
    assert not is_of_this_log(node)
    rebuild_all(node)
    assert is_of_this_log(node)
    item(search_site, title="Vendim i dytë")
    assert is_of_this_log(node), "it is of this log as it was"
