"""The same as test_interleavings.py, with the index in Elasticsearch."""

import pytest
from django.conf import settings
from hypothesis import settings as hypothesis_settings
from hypothesis.stateful import run_state_machine_as_test
from pytest_django import Settings

from cms_pages.registry import readers
from search.elasticsearch.client import client_of
from search.elasticsearch.indexer import ElasticsearchReader
from search.elasticsearch.indices import alias_of
from tests.faults.office import Office


class OfficeWithElasticsearch(Office):
    def titles_found(self) -> set[str]:
        client = client_of(settings.ELASTICSEARCH_URL)
        client.indices.refresh(index=alias_of("*"))
        query = {"bool": {"filter": [{"term": {"state": "live"}}]}}
        found = client.search(index=alias_of("*"), size=100, query=query, source_includes=["title"])
        return {hit["_source"]["title"] for hit in found["hits"]["hits"]}


@pytest.mark.django_db
def test_in_the_end_elasticsearch_has_what_the_site_shows(
    elasticsearch_url: str, index_prefix: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ELASTICSEARCH_URL = elasticsearch_url
    settings.ELASTICSEARCH_INDEX_PREFIX = index_prefix.rstrip("-")
    monkeypatch.setitem(readers._entries, ElasticsearchReader.name, ElasticsearchReader())
    fewer = max(3, hypothesis_settings().max_examples // 4)
    run_state_machine_as_test(OfficeWithElasticsearch, settings=hypothesis_settings(max_examples=fewer))
