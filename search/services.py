"""Searches with the engine that answers."""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import TypeVar
from uuid import UUID

from django.utils.html import escape

from cms_pages.versions import LiveVersion, live_versions
from search.circuit import Circuit
from search.contracts import SearchHit, SearchQuery, SearchResult, Suggestion
from search.database.engine import DatabaseEngine
from search.engines import Engine, Found, FoundDocument, elasticsearch_engine, sorted_facets
from search.signals import search_answered
from search.words import Words, words_of

logger = logging.getLogger(__name__)

T = TypeVar("T")
#: seconds that a reader of the site waits before the database is asked instead
PATIENCE = 2.5
#: characters of a word that are compared with titles: an index of all beginnings has an end
LONGEST_BEGINNING = 20
#: by the address of an Elasticsearch
_circuits: defaultdict[str, Circuit] = defaultdict(Circuit)


def search(query: SearchQuery) -> SearchResult:
    """One page of what is found. Never fails because of the text, nor because Elasticsearch does not answer."""
    started = time.monotonic()
    words = words_of(query.text)
    if _is_only_signs(query, words):
        return SearchResult([], 0, sorted_facets({}))
    found, degraded = _ask(lambda engine: engine.search(query, words))
    hits = _hits(found, query, has_words=bool(words))
    took_ms = round((time.monotonic() - started) * 1000)
    search_answered.send(sender=SearchResult, degraded=degraded, took_ms=took_ms)
    return SearchResult(hits, found.total, found.facets, degraded, took_ms)


def count(query: SearchQuery) -> int:
    """How many documents a search would find. Not a reader's question, so it is not counted as one."""
    words = words_of(query.text)
    if _is_only_signs(query, words):
        return 0
    return _ask(lambda engine: engine.search(replace(query, limit=0), words))[0].total


def _is_only_signs(query: SearchQuery, words: Words) -> bool:
    """Nothing has them, and showing everything would not be an answer."""
    return bool(query.text.strip()) and not words


def suggest(text: str, site_id: int, locale: str, limit: int = 8) -> list[Suggestion]:
    """Documents whose title has, for each word typed, a word that begins with it; in the reader's language first."""
    words = words_of(text)
    typed = tuple(word[:LONGEST_BEGINNING] for word in (*words.plain, *words.numbers))
    if not typed:
        return []
    found, _degraded = _ask(lambda engine: engine.suggest(typed, site_id, locale, limit))
    ids = [_item_id(key, language) for key, language in found]
    live = _live(site_id, ids, locale)
    shown = [live[each] for each in ids if each in live]
    return [Suggestion(item.title, item.url, item.type, item.locale, item.item_id) for item in shown]


def _ask(question: Callable[[Engine], T]) -> tuple[T, bool]:
    """Elasticsearch's answer where it is set up and gives one, else the database's; True where it should have."""
    preferred = elasticsearch_engine()
    if preferred is None:
        return question(DatabaseEngine()), False
    circuit = _circuits[preferred.url]
    if circuit.is_closed():
        try:
            return circuit.ask(lambda: question(preferred), PATIENCE), False
        except Exception as error:  # also an answer that nobody can read, from something on the way
            logger.warning("Elasticsearch does not answer, the database does: %s: %s", type(error).__name__, error)
    return question(DatabaseEngine()), True


def _hits(found: Found, query: SearchQuery, *, has_words: bool) -> list[SearchHit]:
    # What is neither in the reader's language nor matched is not shown: most rows are left where they are.
    languages = {query.locale} if not query.locales or query.locale in query.locales else set[str]()
    wanted = [
        _item_id(document.translation_key, locale)
        for document in found.documents
        for locale in {document.match.locale} | languages
    ]
    live = _live(query.site_id, wanted, query.locale)
    hits = (_hit(document, live, query) for document in found.documents)
    shown = [hit for hit in hits if hit is not None]
    # Without words nothing was found in another language than the shown one.
    return shown if has_words else [replace(hit, matched_locale=hit.item.locale) for hit in shown]


def _hit(document: FoundDocument, live: Mapping[str, LiveVersion], query: SearchQuery) -> SearchHit | None:
    match = document.match
    matched = live.get(_item_id(document.translation_key, match.locale))
    # The index may lag behind: a version that is no longer live is not shown, nor quoted.
    if matched is None:
        return None
    item = live.get(_item_id(document.translation_key, query.locale), matched)
    # Time may have made something else of it since it was indexed.
    if query.states and item.item_state not in query.states:
        return None
    if match.sequence and match.sequence != matched.sequence:
        # What the item said before may be just what was taken out of it.
        match = replace(match, title_html="", snippet_html="")
    title_html = match.title_html if item.locale == match.locale and match.title_html else escape(item.title)
    snippet_html = match.snippet_html or escape(item.summary)
    return SearchHit(item, match.locale, title_html, snippet_html, match.score)


def _live(site_id: int, item_ids: Collection[str], locale: str) -> dict[str, LiveVersion]:
    return {version.item_id: version for version in live_versions(site_id, item_ids, locale)}


def _item_id(translation_key: UUID, locale: str) -> str:
    return f"{translation_key}.{locale}"
