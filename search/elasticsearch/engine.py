"""Search on Elasticsearch: all languages' indices at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils.html import escape

from search.contracts import SearchQuery
from search.elasticsearch.client import client_of, query_client_of
from search.elasticsearch.indices import alias_of, content_locales
from search.elasticsearch.queries import END, MARK, counts_of, search_request, suggest_request
from search.elasticsearch.rebuild import rebuild_all
from search.engines import Found, FoundDocument, Match, excerpt, sorted_facets
from search.words import Words


class ElasticsearchEngine:
    """Raises elasticsearch's errors where it does not answer in time, or has no indices yet. Needs no database."""

    def __init__(self, url: str) -> None:
        self.url = url

    def search(self, query: SearchQuery, words: Words) -> Found:
        answer = self._ask(search_request(query, words))
        total, counts = counts_of(answer["aggregations"], query)
        documents = [
            FoundDocument(UUID(hit["_source"]["translation_key"]), _match(hit)) for hit in answer["hits"]["hits"]
        ]
        return Found(documents, total, sorted_facets(counts))

    def suggest(self, words: tuple[str, ...], site_id: int, locale: str, limit: int) -> list[tuple[UUID, str]]:
        answer = self._ask(suggest_request(words, site_id, locale, limit))
        sources = [hit["_source"] for hit in answer["hits"]["hits"]]
        return [(UUID(source["translation_key"]), source["locale"]) for source in sources]

    def rebuild(self, progress: Callable[[int], object]) -> None:
        """Make the indices of all languages anew: see ``rebuild_all``."""
        rebuild_all(client_of(self.url), progress)

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        indices = [alias_of(locale) for locale in sorted(content_locales())]
        # A part of the answer would look like all of it.
        answer = query_client_of(self.url).search(index=indices, allow_partial_search_results=False, body=request)
        return dict(answer.body)


def _match(hit: dict[str, Any]) -> Match:
    highlight = hit.get("highlight", {})
    snippets = (_excerpt(hit, field) for field in ("summary", "text", "documents_text") if field in highlight)
    return Match(
        locale=hit["_source"]["locale"],
        score=hit["_score"] or 0.0,
        sequence=hit["_version"],
        title_html=_html(highlight.get("title", [""])[0]),
        snippet_html=next(snippets, ""),
    )


def _excerpt(hit: dict[str, Any], field: str) -> str:
    part = hit["highlight"][field][0]
    plain = part.replace(MARK, "").replace(END, "").strip()
    first, last = hit["_source"]["edges"][field]
    from_start = plain.startswith(first) or first.startswith(plain)
    return excerpt(_html(part), from_start=from_start, to_end=plain.endswith(last) or last.endswith(plain))


def _html(marked: str) -> str:
    return escape(marked).replace(MARK, "<mark>").replace(END, "</mark>")
