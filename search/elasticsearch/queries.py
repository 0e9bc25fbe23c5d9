"""What is sent to Elasticsearch. The query's words are data of ``combined_fields`` and ``match``, which have no
syntax.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from cms_pages.selectors import COLUMNS
from search.contracts import LAST_PLACE, SearchQuery
from search.elasticsearch.documents import facts_of
from search.engines import FACETS, IDENTIFIER_SCORE, READERS_LANGUAGE_SCORE, failed_by, filters_of
from search.words import REQUIRED, Words

Json = dict[str, Any]

#: characters that no text has, around what matched; they become ``<mark>`` after the rest is escaped
MARK, END = "\ue000", "\ue001"
SNIPPET_CHARACTERS = 240
#: a weight below 1 is not allowed
_FIELDS = ["title^16", "number^16", "summary^6", "text^2", "documents_text^1"]
#: of documents with the same facts, counts up to here are exact; 10,000 took longer (docs/benchmarks.md)
_EXACT = 3_000
#: of what is different in type, kind, state, year or body
_MOST_FACTS = 10_000
_MOST_LOCALES = 50
#: Elasticsearch refuses to look at more of a text when it marks words in it
_MOST_ANALYZED = 999_999
#: of the same day in any order that stays
_NEWEST: list[Json] = [{"date": {"order": "desc", "missing": "_last"}}, {"document": "asc"}]
_BEST: Json = {"_score": "desc"}
_DOCUMENTS: Json = {"documents": {"cardinality": {"field": "document", "precision_threshold": _EXACT}}}


def search_request(query: SearchQuery, words: Words) -> Json:
    filters = {name: {"terms": {_field(name): list(values)}} for name, values in filters_of(query).items()}
    return {
        "query": {"bool": _found(query, words)},
        # The facets count what their own filter leaves out, so filters come after the query.
        "post_filter": {"bool": {"filter": list(filters.values())}},
        "sort": _order(query, words),
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


def _found(query: SearchQuery, words: Words) -> Json:
    allowed = {"filter": [_site(query.site_id), *_dates(query)]}
    if not words:
        return allowed
    return allowed | {"must": [_text(words)], "should": [_in_language(query.locale, READERS_LANGUAGE_SCORE)]}


def _order(query: SearchQuery, words: Words) -> list[Json]:
    if not words:
        return _NEWEST
    # Versions of a document have its date: the score chooses the one to show.
    return [*_NEWEST, _BEST] if query.order == "newest" else [_BEST, *_NEWEST]


def _field(name: str) -> str:
    return COLUMNS.get(name, name)


def suggest_request(words: tuple[str, ...], site_id: int, locale: str, limit: int) -> Json:
    titles = {"match": {"title.prefixes": {"query": " ".join(words), "operator": "and"}}}
    return {
        "query": {
            "bool": {
                "filter": [_site(site_id), titles],
                "should": [_in_language(locale)],
            }
        },
        "sort": [_BEST, *_NEWEST],
        "collapse": {"field": "document"},
        "size": limit,
        "_source": ["translation_key", "locale"],
        "track_total_hits": False,
    }


def _site(site_id: int) -> Json:
    """What is gone has no site any more: asking for its state too would take longer."""
    return {"term": {"site": site_id}}


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
    """All facts are counted together, so that what is found is looked at once; languages apart, since those are of
    versions and not of documents. ``counts_of`` makes facets of them, each of which leaves out its own filter.
    """
    languages = filters.get("locale")
    others = [condition for name, condition in filters.items() if name != "locale"]
    return {
        # The versions of a document say the same, and it is counted once.
        "facts": _counted("facts", _MOST_FACTS, [languages] if languages else [], {"aggs": _DOCUMENTS}),
        # A document has one version in a language: there is nothing to count once.
        "locale": _counted("locale", _MOST_LOCALES, others, {}),
    }


def _counted(field: str, most: int, conditions: list[Json], more: Json) -> Json:
    values: Json = {"terms": {"field": field, "size": most}} | more
    # A filter that lets all pass would have each found version looked at twice.
    return {"filter": {"bool": {"filter": conditions}}, "aggs": {"values": values}} if conditions else values


def counts_of(aggregations: Json, query: SearchQuery) -> tuple[int, dict[str, dict[str, int]]]:
    """How many documents were found, and how many have each value, by facet, as the answer says."""
    allowed = {name: {str(value) for value in values} for name, values in filters_of(query).items() if name != "locale"}
    counts: dict[str, dict[str, int]] = {name: defaultdict(int) for name in FACETS}
    total = 0
    for bucket in _buckets(aggregations["facts"]):
        values, documents = facts_of(bucket["key"]), bucket["documents"]["value"]
        failed = failed_by(values, allowed) if allowed else []
        total += 0 if failed else documents
        for name, value in values.items():
            if not failed or failed == [name]:
                counts[name][value] += documents
    for bucket in _buckets(aggregations["locale"]):
        counts["locale"][bucket["key"]] = bucket["doc_count"]
    return total, counts


def _buckets(found: Json) -> list[Json]:
    buckets: list[Json] = found.get("values", found)["buckets"]
    return buckets
