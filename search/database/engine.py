"""Search on the site's own database: SQLite with FTS5, or PostgreSQL."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import F
from django.db.models.expressions import RawSQL
from django.utils import timezone
from wagtail.coreutils import get_content_languages

from cms_pages.publishing.models import PublishedItem, PublishedItemQuerySet, State
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
    failed_by,
    filters_of,
    sorted_facets,
)
from search.words import Words

#: keys and dates as text: turning each row's into objects takes longer than all else
_FACTS = "CAST(item.translation_key AS text), CAST(item.date AS text), type, kind, item_state, year, body, item.locale"
#: by what a row is filtered and counted, in the order of its columns
_FILTERS = ("type", "kind", "state", "year", "body", "locale")
#: so many titles are looked at for suggestions in a language
_MOST_TITLES = 500


_Values = tuple[str | int | None, ...]


class _Row(NamedTuple):
    """A language version that matched. ``values`` are those of ``_FILTERS``."""

    pk: int
    key: str
    date: str | None
    values: _Values
    score: float

    @property
    def locale(self) -> str:
        return str(self.values[-1])


class DatabaseEngine:
    """Fetches the facts of all that matches the words, then filters, counts, groups and orders them here.

    That is the same on every database, and gives exact counts.
    """

    def search(self, query: SearchQuery, words: Words) -> Found:
        rows = _matching(query, words) if words else _all(query)
        kept, facets = _filtered(rows, query)
        by_date = query.order == "newest" or not words
        page = _ordered(kept, by_date=by_date)[query.offset : min(query.offset + query.limit, LAST_PLACE)]
        return Found(_documents(page, query, words), len(kept), facets)

    def suggest(self, words: tuple[str, ...], site_id: int, locale: str, limit: int) -> list[tuple[UUID, str]]:
        site = PublishedItem.objects.live().unexpired().filter(site_id=site_id)
        others = [code for code in get_content_languages() if code != locale]
        found = _titles(site, words, {locale})
        if len({key for key, _locale, _date in found}) < limit:
            found += _titles(site, words, others)
        chosen: dict[UUID, str] = {}
        for key, language, _date in found:
            chosen.setdefault(key, language)
        return list(chosen.items())[:limit]


def _all(query: SearchQuery) -> list[_Row]:
    conditions, parameters = _conditions(query)
    statement = f"SELECT item.id, {_FACTS}, 0.0 FROM {fulltext.ITEM} item WHERE {conditions}"  # noqa: S608 - constants
    return list(_read(statement, parameters))


def _matching(query: SearchQuery, words: Words) -> list[_Row]:
    """The live versions that have the words, each by its own language's analysis."""
    conditions, parameters = _conditions(query)
    terms = {}
    for locale in get_content_languages():
        analyzer = analyzer_for(locale)
        both = analyzer.terms(" ".join(words.plain)), analyzer.terms(" ".join(words.numbers))
        if any(both):
            terms[locale] = both
    rows: dict[int, _Row] = {}
    if terms:
        statement, given = fulltext.matching(connection.vendor, terms, f"item.id, {_FACTS}", conditions, parameters)
        rows = {row.pk: row for row in _read(statement, given, query.locale)}
    numbered = (
        f"SELECT item.id, {_FACTS}, {IDENTIFIER_SCORE} FROM {fulltext.ENTRY} entry "  # noqa: S608 - constants
        f"CROSS JOIN {fulltext.ITEM} item WHERE item.id = entry.item_id AND {conditions} AND entry.identifier = %s"
    )
    rows |= {row.pk: row for row in _read(numbered, [*parameters, words.identifier], query.locale)}
    return list(rows.values())


def _conditions(query: SearchQuery) -> tuple[str, list[Any]]:
    """SQL for what may be found on a site at all, of some days where those are given, and its parameters."""
    conditions = ["item.state = %s", "item.site_id = %s", "(item.expires_at IS NULL OR item.expires_at > %s)"]
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    parameters: list[Any] = [State.LIVE.value, query.site_id, now]
    for comparison, day in ((">=", query.date_from), ("<=", query.date_to)):
        if day is not None:
            conditions.append(f"item.date {comparison} %s")
            parameters.append(day)
    return " AND ".join(conditions), parameters


def _read(statement: str, parameters: list[Any], first: str | None = None) -> Iterator[_Row]:
    """The rows of a statement. Those in the language ``first`` come before equally good ones in another.

    What many have in common is kept once: of the whole site they would take up tens of MB.
    """
    dates: dict[str | None, str | None] = {}
    alike: dict[_Values, _Values] = {}
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        for pk, key, date, *facts, score in cursor:
            values = tuple(facts)
            # PostgreSQL gives a constant as a Decimal, which does not add up with a float.
            raised = float(score) + (READERS_LANGUAGE_SCORE if values[-1] == first else 0.0)
            yield _Row(pk, key, dates.setdefault(date, date), alike.setdefault(values, values), raised)


def _filtered(rows: Iterable[_Row], query: SearchQuery) -> tuple[dict[str, list[_Row]], dict[str, list[FacetValue]]]:
    """The rows that pass all filters, by document, and the facets: each counts what passes all filters but its own."""
    filters = filters_of(query)
    documents: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        documents[row.key].append(row)
    failed: dict[_Values, list[str]] = {}
    kept: dict[str, list[_Row]] = {}
    alike: Counter[tuple[_Values, ...]] = Counter()
    for key, versions in documents.items():
        values: tuple[_Values, ...] = tuple([row.values for row in versions])
        alike[values] += 1
        for each in values:
            if each not in failed:
                failed[each] = failed_by(dict(zip(_FILTERS, each, strict=True)), filters)
        if passing := [row for row, each in zip(versions, values, strict=True) if not failed[each]]:
            kept[key] = passing
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    # There are few kinds of documents that have the same facts: each kind is counted at once.
    for kind, number in alike.items():
        for place, name in enumerate(_FILTERS):
            shown = [str(each[place] or "") for each in kind if not failed[each] or failed[each] == [name]]
            for value in shown if len(shown) == 1 else set(shown):
                counts[name][value] += number
    return kept, sorted_facets(counts)


def _ordered(documents: dict[str, list[_Row]], *, by_date: bool) -> list[tuple[str, list[_Row]]]:
    order = sorted(documents.items())
    order.sort(key=lambda document: max([version.date or "" for version in document[1]]), reverse=True)
    if not by_date:
        order.sort(key=lambda document: max([version.score for version in document[1]]), reverse=True)
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
