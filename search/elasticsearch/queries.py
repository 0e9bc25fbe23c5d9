"""What is sent to Elasticsearch. The query's words are data of ``combined_fields`` and ``match``, which have no
syntax.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from cms_pages.publishing.models import State
from cms_pages.selectors import COLUMNS
from search.contracts import LAST_PLACE, SearchQuery
from search.engines import FACETS, IDENTIFIER_SCORE, filters_of
from search.words import REQUIRED, Words

Json = dict[str, Any]

#: characters that no text has, around what matched; they become ``<mark>`` after the rest is escaped
MARK, END = "\ue000", "\ue001"
SNIPPET_CHARACTERS = 240
#: a weight below 1 is not allowed
_FIELDS = ["title^16", "number^16", "summary^6", "text^2", "documents_text^1"]
#: counts up to here are exact
_EXACT = 10_000
_MOST_VALUES = 200
#: Elasticsearch refuses to look at more of a text when it marks words in it
_MOST_ANALYZED = 999_999
#: facets of which each says more of what the one before it says; all versions of a document say the same
_TOGETHER = ("type", "kind", "state")
_DOCUMENTS: Json = {"documents": {"cardinality": {"field": "document", "precision_threshold": _EXACT}}}


def search_request(query: SearchQuery, words: Words) -> Json:
    filters = {name: {"terms": {_field(name): list(values)}} for name, values in filters_of(query).items()}
    newest: list[Json] = [{"date": {"order": "desc", "missing": "_last"}}, {"translation_key": "asc"}]
    by_date = query.order == "newest" or not words
    return {
        "query": {"bool": {"filter": [*_site(query.site_id), *_dates(query)], "must": [_text(words)] if words else []}},
        # The facets count what their own filter leaves out, so filters come after the query.
        "post_filter": {"bool": {"filter": list(filters.values())}},
        "sort": newest if by_date else [{"_score": "desc"}, *newest],
        # Of a document's versions the best; inner hits for the others would take ten times as long.
        "collapse": {"field": "document"},
        "highlight": _highlight(),
        "track_scores": True,
        "aggs": _facets(filters),
        "from": min(query.offset, LAST_PLACE),
        "size": max(0, min(query.limit, LAST_PLACE - query.offset)),
        "_source": ["translation_key", "locale", "edges"],
        "version": True,
        "track_total_hits": False,
    }


def _field(name: str) -> str:
    return COLUMNS.get(name, name)


def suggest_request(words: tuple[str, ...], site_id: int, locale: str, limit: int) -> Json:
    titles = {"match": {"title.prefixes": {"query": " ".join(words), "operator": "and"}}}
    return {
        "query": {
            "bool": {
                "filter": [*_site(site_id), titles],
                "should": [_in_language(locale)],
            }
        },
        "sort": [{"_score": "desc"}, {"date": {"order": "desc", "missing": "_last"}}, {"translation_key": "asc"}],
        "collapse": {"field": "document"},
        "size": limit,
        "_source": ["translation_key", "locale"],
        "track_total_hits": False,
    }


def _site(site_id: int) -> list[Json]:
    return [{"term": {"state": State.LIVE}}, {"term": {"site": site_id}}]


def _dates(query: SearchQuery) -> list[Json]:
    bounds = {name: day.isoformat() for name, day in (("gte", query.date_from), ("lte", query.date_to)) if day}
    return [{"range": {"date": bounds}}] if bounds else []


def _in_language(locale: str, score: float = 1.0) -> Json:
    return {"constant_score": {"filter": {"term": {"locale": locale}}, "boost": score}}


def _text(words: Words) -> Json:
    """Each index reads the words by its own language's analysis."""
    clauses = []
    if words.plain:
        # Words that are all stop words do not matter beside numbers; alone they find nothing.
        clauses.append(_combined(words.plain, REQUIRED, "all" if words.numbers else "none"))
    if words.numbers:
        clauses.append(_combined(words.numbers, "100%", "none"))
    return {
        "bool": {
            "should": [
                {"bool": {"must": clauses}},
                {"constant_score": {"filter": {"term": {"identifier": words.identifier}}, "boost": IDENTIFIER_SCORE}},
            ],
            "minimum_should_match": 1,
        }
    }


def _combined(words: tuple[str, ...], required: str, without_words: str) -> Json:
    return {
        "combined_fields": {
            "query": " ".join(words),
            "fields": _FIELDS,
            "minimum_should_match": required,
            "zero_terms_query": without_words,
        }
    }


def _highlight() -> Json:
    snippet = {"fragment_size": SNIPPET_CHARACTERS, "number_of_fragments": 1}
    return {
        "pre_tags": [MARK],
        "post_tags": [END],
        "max_analyzed_offset": _MOST_ANALYZED,
        "fields": {
            "title": {"number_of_fragments": 0},
            "summary": snippet,
            "text": snippet,
            "documents_text": snippet,
        },
    }


def _facets(filters: dict[str, Json]) -> Json:
    """A facet leaves out its own filter; those that share all filters and follow from each other are counted at once,
    under their names with a space between.
    """
    together = () if filters.keys() & set(_TOGETHER) else _TOGETHER
    groups = [*filter(None, [together]), *((name,) for name in FACETS if name not in together)]
    return {
        " ".join(names): _counted(names, [filters[name] for name in filters if name not in names]) for names in groups
    }


def _counted(names: tuple[str, ...], conditions: list[Json]) -> Json:
    counted = _DOCUMENTS
    for name in reversed(names):
        values: Json = {"terms": {"field": _field(name), "size": _MOST_VALUES}}
        # A document has one version in a language: there is nothing to count once.
        counted = {"values": values | ({} if name == "locale" else {"aggs": counted})}
    # A filter that lets all pass would have each found version looked at twice.
    return {"filter": {"bool": {"filter": conditions}}, "aggs": counted} if conditions else counted["values"]


def counts_of(aggregations: Json) -> dict[str, dict[str, int]]:
    """How many documents have each value, by facet, as an answer to ``search_request`` says."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    for names, found in aggregations.items():
        for values, documents in _buckets(found.get("values", found)):
            for name, value in zip(names.split(), values, strict=True):
                counts[name][value] += documents
    return {name: dict(counted) for name, counted in counts.items()}


def _buckets(found: Json) -> Iterator[tuple[tuple[str, ...], int]]:
    """What was counted: one value of each facet, and how many documents have them."""
    for bucket in found["buckets"]:
        value = str(bucket["key"])
        if "values" in bucket:
            yield from (((value, *others), documents) for others, documents in _buckets(bucket["values"]))
        else:
            yield (value,), bucket["documents"]["value"] if "documents" in bucket else bucket["doc_count"]


def total_of(counts: dict[str, dict[str, int]], query: SearchQuery) -> int:
    """How many documents were found: each is of one type, and its count leaves out but the filter by type."""
    types = filters_of(query).get("type")
    return sum(count for name, count in counts["type"].items() if types is None or name in types)
