"""Search on the site's own database: SQLite with FTS5, or PostgreSQL."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import F, TextField
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast

from cms_pages.publishing.models import PublishedItem, PublishedItemQuerySet
from search.analysis import analyzer_for
from search.contracts import LAST_PLACE, FacetValue, SearchQuery
from search.database import fulltext
from search.database.highlight import marked, snippet
from search.engines import (
    FACETS,
    IDENTIFIER_SCORE,
    READERS_LANGUAGE_SCORE,
    Found,
    FoundDocument,
    Match,
    filters_of,
    sorted_facets,
)
from search.words import Words

#: as text: turning each row's into objects takes longer than all else
_KEY, _DATE = Cast("translation_key", TextField()), Cast("date", TextField())
_COLUMNS = ("pk", _KEY, "locale", _DATE, "type", "kind", "item_state", "year", "body")
#: so many titles are looked at for suggestions in a language
_MOST_TITLES = 500


class _Row(NamedTuple):
    pk: int
    key: str
    locale: str
    date: str | None
    type: str
    kind: str
    state: str
    year: int | None
    body: str
    score: float


class DatabaseEngine:
    """Fetches the facts of all that matches the words, then filters, counts, groups and orders them here.

    That takes some 10 ms for a thousand language versions, is the same on every database, and gives exact counts.
    """

    def search(self, query: SearchQuery, words: Words) -> Found:
        site = PublishedItem.objects.live().unexpired().filter(site_id=query.site_id)
        if query.date_from:
            site = site.filter(date__gte=query.date_from)
        if query.date_to:
            site = site.filter(date__lte=query.date_to)
        rows = _matching(site, words, query.locale) if words else _all(site)
        kept, facets = _filtered(rows, query)
        by_date = query.order == "newest" or not words
        page = _ordered(kept, by_date=by_date)[query.offset : min(query.offset + query.limit, LAST_PLACE)]
        return Found(_documents(page, query, words), len(kept), facets)

    def suggest(self, words: tuple[str, ...], site_id: int, locale: str, limit: int) -> list[tuple[UUID, str]]:
        site = PublishedItem.objects.live().unexpired().filter(site_id=site_id)
        others = _locales(site) - {locale}
        found = _titles(site, words, {locale})
        if len({key for key, _locale, _date in found}) < limit:
            found += _titles(site, words, others)
        chosen: dict[UUID, str] = {}
        for key, language, _date in found:
            chosen.setdefault(key, language)
        return list(chosen.items())[:limit]


def _locales(site: PublishedItemQuerySet) -> set[str]:
    return set(site.order_by().values_list("locale", flat=True).distinct())


def _all(site: PublishedItemQuerySet) -> list[_Row]:
    return [_Row._make((*row, 0.0)) for row in site.values_list(*_COLUMNS)]


def _matching(site: PublishedItemQuerySet, words: Words, readers: str) -> list[_Row]:
    """The live versions that have the words, each by its own language's analysis."""
    rows: dict[int, _Row] = {}
    for locale in _locales(site):
        analyzer = analyzer_for(locale)
        plain, numbers = analyzer.terms(" ".join(words.plain)), analyzer.terms(" ".join(words.numbers))
        if plain or numbers:
            scores = _scores(plain, numbers)
            facts = site.filter(locale=locale).values_list(*_COLUMNS)
            rows |= {row[0]: _Row._make((*row, scores[row[0]])) for row in facts if row[0] in scores}
    for row in site.filter(search_entry__identifier=words.identifier).values_list(*_COLUMNS):
        rows[row[0]] = _Row._make((*row, IDENTIFIER_SCORE))
    preferred = [row for row in rows.values() if row.locale == readers]
    rows |= {row.pk: row._replace(score=row.score + READERS_LANGUAGE_SCORE) for row in preferred}
    return list(rows.values())


def _scores(plain: list[str], numbers: list[str]) -> dict[int, float]:
    sql, parameters = fulltext.matching(connection.vendor, plain, numbers)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return dict(cursor.fetchall())


def _filtered(rows: Iterable[_Row], query: SearchQuery) -> tuple[dict[str, list[_Row]], dict[str, list[FacetValue]]]:
    """The rows that pass all filters, by document, and the facets: each counts what passes all filters but its own."""
    filters = [(name, frozenset(values)) for name, values in filters_of(query).items()]
    kept: dict[str, list[_Row]] = defaultdict(list)
    values: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        failed = [name for name, allowed in filters if getattr(row, name) not in allowed]
        if not failed:
            kept[row.key].append(row)
        for name in FACETS:
            if not failed or failed == [name]:
                values[name][str(getattr(row, name) or "")].add(row.key)
    counts = {name: {value: len(keys) for value, keys in found.items()} for name, found in values.items()}
    return kept, sorted_facets(counts)


def _ordered(documents: dict[str, list[_Row]], *, by_date: bool) -> list[tuple[str, list[_Row]]]:
    order = sorted(documents.items())
    order.sort(key=lambda document: max(version.date or "" for version in document[1]), reverse=True)
    if not by_date:
        order.sort(key=lambda document: max(version.score for version in document[1]), reverse=True)
    return order


def _documents(page: list[tuple[str, list[_Row]]], query: SearchQuery, words: Words) -> list[FoundDocument]:
    """The documents of a page, each with the one version that matched best, highlighted."""
    best = [
        (UUID(key), max(versions, key=lambda version: (version.score, version.locale == query.locale)))
        for key, versions in page
    ]
    items = PublishedItem.objects.only("locale", "title", "summary", "text", "documents_text")
    texts = items.in_bulk([row.pk for _key, row in best]) if words else {}
    return [FoundDocument(key, _match(row, texts.get(row.pk), words)) for key, row in best]


def _match(row: _Row, item: PublishedItem | None, words: Words) -> Match:
    if item is None:
        return Match(row.locale, row.score)
    analyzer = analyzer_for(item.locale)
    terms = frozenset(analyzer.terms(" ".join((*words.plain, *words.numbers))))
    found = (snippet(analyzer, text, terms) for text in (item.summary, item.text, item.documents_text))
    return Match(
        row.locale,
        row.score,
        title_html=marked(analyzer, item.title, terms),
        snippet_html=next(filter(None, found), ""),
    )


def _titles(
    site: PublishedItemQuerySet, words: tuple[str, ...], locales: Iterable[str]
) -> list[tuple[UUID, str, datetime.date | None]]:
    """(translation key, locale, date) of the items whose titles have words that begin so, the newest first."""
    found: list[tuple[UUID, str, datetime.date | None]] = []
    for locale in locales:
        prefixes = analyzer_for(locale).folded(" ".join(words))
        if prefixes:
            sql, parameters = fulltext.beginning(connection.vendor, prefixes)
            titles = site.filter(locale=locale, pk__in=RawSQL(sql, parameters))  # noqa: S611 - constants and parameters
            newest = titles.order_by(F("date").desc(nulls_last=True), "translation_key")
            found += newest.values_list("translation_key", "locale", "date")[:_MOST_TITLES]
    return sorted(found, key=lambda title: (-title[2].toordinal() if title[2] else 0, str(title[0]), title[1]))
