"""Elasticsearch dies while editors publish: nothing stops, search says so, and nothing is missing later."""

import json
import urllib.request
from typing import Any
from urllib.parse import urlencode

import pytest
from elasticsearch import Elasticsearch
from pytest_django.live_server_helper import LiveServer

from cms_pages.models import PublishedItem, ReaderPosition
from tests.factories import DecisionPageFactory, SiteTree, make_site, publish_translation
from tests.support.processes import wait_for, worker
from tools.searchnode import SearchNode

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def tree(settings: Any, killable_elasticsearch: SearchNode) -> SiteTree:
    settings.ELASTICSEARCH_URL = killable_elasticsearch.url
    settings.ELASTICSEARCH_INDEX_PREFIX = "outage"
    return make_site()


def test_elasticsearch_killed_while_publishing(
    live_server: LiveServer, tree: SiteTree, killable_elasticsearch: SearchNode
) -> None:
    def search(text: str) -> Any:
        with urllib.request.urlopen(f"{live_server.url}/api/content/search/?{urlencode({'q': text})}") as response:
            return json.load(response)

    def finds(text: str, *, degraded: bool) -> bool:
        result = search(text)
        return (result["total"], result["degraded"]) == (1, degraded)

    section = tree.sections["sq"]
    with worker():
        before = DecisionPageFactory(parent=section, title="Vendim për ujësjellësin")
        withdrawn = DecisionPageFactory(parent=section, title="Vendim për parkingun")
        wait_for(lambda: finds("ujesjellesi", degraded=False) and finds("parkingu", degraded=False), "indexing")

        killable_elasticsearch.kill()
        DecisionPageFactory(parent=section, title="Vendim për ngrohjen")
        publish_translation(before, "sr-latn", {"Vendim për ujësjellësin": "Odluka o vodovodu"})
        withdrawn.unpublish()
        wait_for(lambda: finds("ngrohja", degraded=True), "finding it without Elasticsearch")
        assert search("parkingu")["total"] == 0
        wait_for(
            lambda: ReaderPosition.objects.get(name="search-elasticsearch").last_error != "",
            "saying that a reader fails",
        )

        killable_elasticsearch.start()
        wait_for(lambda: finds("ngrohja", degraded=False), "catching up", seconds=90)
        wait_for(lambda: ReaderPosition.objects.get(name="search-elasticsearch").last_error == "", "recovering")

    live = {
        (str(item.translation_key), item.locale, item.sequence) for item in PublishedItem.objects.filter(state="live")
    }
    with Elasticsearch(killable_elasticsearch.url) as client:
        client.indices.refresh(index="outage-*")
        found = client.search(index="outage-*", size=100, query={"term": {"state": "live"}}, version=True)
    indexed = {
        (hit["_source"]["translation_key"], hit["_source"]["locale"], hit["_version"]) for hit in found["hits"]["hits"]
    }
    assert indexed == live
