"""What an engine does, and which ones there are."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from django.conf import settings

from search.contracts import FacetValue, SearchQuery
from search.words import Words

if TYPE_CHECKING:
    from search.elasticsearch.engine import ElasticsearchEngine

FACETS = ("type", "kind", "state", "year", "body", "locale")
#: more than any text gives: documents that match in the reader's language come before those that do in another only
READERS_LANGUAGE_SCORE = 500.0
#: more than all else: the item with this very number comes first
IDENTIFIER_SCORE = 1000.0


@dataclass(frozen=True)
class Match:
    """A language version that matched. The texts are escaped HTML; empty where nothing in them matched.

    ``sequence`` is that of the state the texts were taken from; 0 where it is the log's own.
    """

    locale: str
    score: float
    sequence: int = 0
    title_html: str = ""
    snippet_html: str = ""


def excerpt(part_html: str, *, from_start: bool, to_end: bool) -> str:
    """A part of a text, with "…" where the text goes on."""
    return f"{'' if from_start else '… '}{part_html.strip()}{'' if to_end else ' …'}"


@dataclass(frozen=True)
class FoundDocument:
    """A document, with that of its versions that matched best: the reader's, where it matches at all."""

    translation_key: UUID
    match: Match


@dataclass(frozen=True)
class Found:
    """A page of documents in their order, how many there are in all, and the facets' counts."""

    documents: list[FoundDocument]
    total: int
    facets: dict[str, list[FacetValue]] = field(default_factory=dict)


class Engine(Protocol):
    """Finds documents. Neither method reads the query's ``text``: they get its words."""

    def search(self, query: SearchQuery, words: Words) -> Found: ...

    def suggest(self, words: tuple[str, ...], site_id: int, locale: str, limit: int) -> list[tuple[UUID, str]]:
        """Documents with a title that has, for each word, one that begins with it: (translation key, locale).

        One language version of each, those in ``locale`` first, then the newest first.
        """


def filters_of(query: SearchQuery) -> dict[str, tuple[str, ...] | tuple[int, ...]]:
    """The filters that are given, by facet."""
    given: dict[str, tuple[str, ...] | tuple[int, ...]] = {
        "type": query.types,
        "kind": query.kinds,
        "state": query.states,
        "year": query.years,
        "body": query.bodies,
        "locale": query.locales,
    }
    return {name: values for name, values in given.items() if values}


def failed_by(values: Mapping[str, str | int | None], filters: Mapping[str, Collection[str | int]]) -> list[str]:
    """The filters that a version with these values does not pass: a facet counts what fails none but its own."""
    return [name for name, allowed in filters.items() if values[name] not in allowed]


def sorted_facets(counts: Mapping[str, Mapping[str, int]]) -> dict[str, list[FacetValue]]:
    """Years from the latest, other values from the most frequent. Items without a value are not counted."""
    facets = {}
    for name in FACETS:
        values = [FacetValue(value, count) for value, count in counts.get(name, {}).items() if value and count]
        if name == "year":
            values.sort(key=lambda facet: -int(facet.value))
        else:
            values.sort(key=lambda facet: (-facet.count, facet.value))
        facets[name] = values
    return facets


def elasticsearch_engine() -> ElasticsearchEngine | None:
    """The engine of ELASTICSEARCH_URL; None where that is not set."""
    url: str = getattr(settings, "ELASTICSEARCH_URL", "")
    if not url:
        return None
    from search.elasticsearch.engine import ElasticsearchEngine  # the client takes half a second to import

    return ElasticsearchEngine(url)
