"""Whether a search would find an item: asked the other way round, of one item for many queries."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from cms_pages.publishing.models import PublishedItem
from search.analysis import analyzer_for
from search.database.indexer import entry_of
from search.words import Words, required, words_of


def matcher_of(item: PublishedItem) -> Callable[[str], bool]:
    """Says of a query's text whether the item has its words, as both engines take them: see ``words.required``."""
    entry = entry_of(item)
    terms = frozenset(" ".join((entry.title, entry.summary, entry.text, entry.documents)).split())

    def matches(text: str) -> bool:
        plain, numbers, identifier = _terms(text, item.locale)
        if identifier and identifier == entry.identifier:
            return True
        if not plain and not numbers:
            return False
        found = sum(term in terms for term in plain)
        return found >= required(len(plain)) and all(term in terms for term in numbers)

    return matches


@lru_cache(maxsize=20_000)
def _terms(text: str, locale: str) -> tuple[list[str], list[str], str]:
    words: Words = words_of(text)
    analyzer = analyzer_for(locale)
    return analyzer.terms(" ".join(words.plain)), analyzer.terms(" ".join(words.numbers)), words.identifier
