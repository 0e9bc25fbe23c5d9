"""Applies a language's rules in Python, with the results that Elasticsearch has with the same rules."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

from search.analysis.folding import COMMON
from search.analysis.language import Language
from search.analysis.languages import language_for

#: Elasticsearch's tokenizer cuts longer ones
LONGEST_WORD = 255
#: letters and figures; fractions are signs to Elasticsearch's tokenizer
WORD = re.compile(rf"[^\W_¼½¾]{{1,{LONGEST_WORD}}}")
#: control characters but for white space, soft hyphens, zero-width characters and what marks are left after composition
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\u00ad\u0300-\u036f\u200b-\u200f\u2060\ufeff\ud800-\udfff]")


class Word(NamedTuple):
    """A word of a text, where it begins and ends, and its term; None for a stop word."""

    start: int
    end: int
    term: str | None


def clean(text: str) -> str:
    """A text with its letters composed and without what cannot be seen. Both engines get all texts and queries so."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFC", text))


class Analyzer:
    """One language's analysis. Texts must be ``clean``. Safe to use in several threads."""

    def __init__(self, language: Language) -> None:
        self.language = language
        folding = COMMON | dict(language.folding)
        self._folding = folding
        self._letters = re.compile("|".join(map(re.escape, sorted(folding, key=len, reverse=True))))
        self._rules = [(re.compile(pattern), re.sub(r"\$(\d)", r"\\\1", by)) for pattern, by in language.rules]
        self._stop_words = frozenset(language.stop_words.split())
        self._porter = snowballstemmer.stemmer("porter") if language.porter else None
        self._porter_lock = threading.Lock()
        # A language's words repeat: most are analyzed once.
        self._term = lru_cache(maxsize=200_000)(self._analyze)

    def words(self, text: str) -> Iterator[Word]:
        for found in WORD.finditer(text):
            yield Word(found.start(), found.end(), self._term(found[0]))

    def terms(self, text: str) -> list[str]:
        """The terms of a text in their order, stop words left out."""
        return [term for word in WORD.findall(text) if (term := self._term(word)) is not None]

    def folded(self, text: str) -> list[str]:
        """The words of a text, folded and lower-cased but not shortened: what a prefix is compared with."""
        return [self._fold(word) for word in WORD.findall(text)]

    def _fold(self, word: str) -> str:
        word = self._letters.sub(lambda letters: self._folding[letters[0]], word)
        return word.lower()

    def _analyze(self, word: str) -> str | None:
        term = self._fold(word)
        if term in self._stop_words:
            return None
        for pattern, replacement in self._rules:
            term = pattern.sub(replacement, term, count=1)
        # Porter leaves words of one or two letters alone; Snowball's version does not.
        if self._porter is not None and len(term) > 2:
            with self._porter_lock:
                term = self._porter.stemWord(term)
        return term


@lru_cache
def analyzer_for(locale: str) -> Analyzer:
    return Analyzer(language_for(locale))
