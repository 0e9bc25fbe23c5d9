"""Marks the words of a text whose terms are looked for."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from django.utils.html import escape

from search.analysis import Analyzer, Word, clean
from search.engines import excerpt

SNIPPET_CHARACTERS = 240
#: a match further into a text than this is not looked for: the snippet is then another text's
FURTHEST = 200_000


def marked(analyzer: Analyzer, text: str, terms: AbstractSet[str]) -> str:
    """A whole text as escaped HTML, with the matches in ``<mark>``."""
    text = clean(text)
    return _marked(text, 0, len(text), [word for word in analyzer.words(text) if word.term in terms])


def snippet(analyzer: Analyzer, text: str, terms: AbstractSet[str]) -> str:
    """The part of a text around its first match, as ``marked``, with "…" where the text goes on.

    An empty string where nothing matches.
    """
    is_whole = len(text) <= FURTHEST
    text = clean(text[:FURTHEST])
    matches: list[Word] = []
    for word in analyzer.words(text):
        if matches and word.end > matches[0].start + SNIPPET_CHARACTERS:
            break
        if word.term in terms:
            matches.append(word)
    if not matches:
        return ""
    start = _boundary(text, max(0, matches[0].start - SNIPPET_CHARACTERS // 3))
    end = _boundary(text, start + SNIPPET_CHARACTERS)
    while matches and matches[-1].end > end:
        end = matches[-1].end if len(matches) == 1 else end
        if len(matches) > 1:
            matches.pop()
    to_end = is_whole and not text[end:].strip()
    return excerpt(_marked(text, start, end, matches), from_start=not text[:start].strip(), to_end=to_end)


def _boundary(text: str, place: int) -> int:
    """The next place where a word begins; where there is none near, the place itself."""
    if place == 0 or place >= len(text):
        return min(place, len(text))
    for distance, character in enumerate(text[place - 1 : place + 30]):
        if character.isspace():
            return place + distance
    return place


def _marked(text: str, start: int, end: int, matches: list[Word]) -> str:
    parts, done = [], start
    for word in matches:
        parts += [escape(text[done : word.start]), "<mark>", escape(text[word.start : word.end]), "</mark>"]
        done = word.end
    return "".join([*parts, escape(text[done:end])]).strip()
