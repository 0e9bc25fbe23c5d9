"""Every test that takes ``engine`` runs on the database and on a real Elasticsearch."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from elasticsearch import Elasticsearch
from pytest_django import Settings
from wagtail.models import Page, Site

from cms_pages.publishing.models import PublishedItem
from search import services
from search.contracts import SearchQuery, SearchResult, Suggestion
from search.database.indexer import DatabaseReader
from search.elasticsearch.client import client_of
from search.elasticsearch.indexer import ElasticsearchReader
from search.elasticsearch.indices import alias_of
from search.elasticsearch.mark import write_mark


class Engine:
    """The site that is searched in a test, on one of the engines."""

    def __init__(self, name: str, site: Site) -> None:
        self.name = name
        self.site = site
        self._handled = 0

    def index(self) -> None:
        """Let the engine's reader handle what changed since the last time."""
        items = list(PublishedItem.objects.filter(sequence__gt=self._handled).order_by("sequence"))
        if items:
            self.reader().handle(items)
            self._handled = items[-1].sequence
        if self.name == "elasticsearch":
            refresh()

    def reader(self) -> DatabaseReader | ElasticsearchReader:
        return ElasticsearchReader() if self.name == "elasticsearch" else DatabaseReader()

    def find(self, text: str = "", locale: str = "sq", site: Site | None = None, **parts: Any) -> SearchResult:
        query = SearchQuery(text, site_id=(site or self.site).pk, locale=locale, **parts)
        result = services.search(query)
        assert not result.degraded
        return result

    def titles(self, text: str = "", locale: str = "sq", **parts: Any) -> list[str]:
        return [hit.item.title for hit in self.find(text, locale, **parts).hits]

    def suggest(self, text: str, locale: str = "sq", **parts: Any) -> list[Suggestion]:
        return services.suggest(text, self.site.pk, locale, **parts)


def refresh() -> None:
    from django.conf import settings

    client_of(settings.ELASTICSEARCH_URL).indices.refresh(index=alias_of("*"))


def facet(result: SearchResult, name: str) -> dict[str, int]:
    return {value.value: value.count for value in result.facets[name]}


def locales(result: SearchResult) -> Sequence[str]:
    return [hit.item.locale for hit in result.hits]


@pytest.fixture(autouse=True)
def _no_memory_of_failures() -> None:
    services._circuits.clear()


@pytest.fixture(scope="session")
def shared_prefix(elasticsearch_url: str) -> Iterator[str]:
    """The indices that tests share: each has a site of its own, and so sees only its own documents."""
    prefix = f"test-{uuid.uuid4().hex[:12]}"
    yield prefix
    with Elasticsearch(elasticsearch_url) as client:
        if names := list(client.indices.get(index=f"{prefix}*", expand_wildcards="all")):
            client.indices.delete(index=names)


@pytest.fixture
def search_site(db: None) -> Site:
    return new_site()


def new_site() -> Site:
    number = random.randrange(10_000, 2**31 - 1)
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root")
    return Site.objects.create(pk=number, hostname=f"site-{number}.example.org", root_page=root)


# What Elasticsearch finds does not depend on the site's database.
@pytest.fixture(params=["database", pytest.param("elasticsearch", marks=pytest.mark.once)])
def engine(request: pytest.FixtureRequest, search_site: Site, settings: Settings) -> Engine:
    if request.param == "elasticsearch":
        settings.ELASTICSEARCH_URL = request.getfixturevalue("elasticsearch_url")
        settings.ELASTICSEARCH_INDEX_PREFIX = request.getfixturevalue("shared_prefix")
        # Each test has a log of its own, which goes on from nothing.
        write_mark(client_of(settings.ELASTICSEARCH_URL))
    return Engine(request.param, search_site)
