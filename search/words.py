"""Turns what somebody typed into words. No engine ever sees the text itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from search.analysis import WORD, clean

#: longer queries are cut: nobody types them, and each word costs a look-up
MOST_CHARACTERS = 500
MOST_WORDS = 32
#: a number may be written with or without spaces, in any case
MOST_IDENTIFIER_CHARACTERS = 64
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class Words:
    """The words of a query, each once, and the official number that it could be as a whole.

    ``numbers`` are those with a digit in them: all must be found, since 12/2025 and 13/2025 are different things. Of
    the others so many as ``required`` says.
    """

    plain: tuple[str, ...]
    numbers: tuple[str, ...]
    identifier: str

    def __bool__(self) -> bool:
        return bool(self.plain or self.numbers)


def words_of(text: str) -> Words:
    text = clean(text[:MOST_CHARACTERS])
    unique = {word.lower(): word for word in reversed(WORD.findall(text))}
    words = list(reversed(unique.values()))[:MOST_WORDS]
    return Words(
        plain=tuple(word for word in words if not _DIGIT.search(word)),
        numbers=tuple(word for word in words if _DIGIT.search(word)),
        identifier=identifier_key(text),
    )


def identifier_key(identifier: str) -> str:
    """The form in which official numbers are compared."""
    return "".join(clean(identifier).split()).casefold()[:MOST_IDENTIFIER_CHARACTERS]


def required(number_of_words: int) -> int:
    """How many of so many words must be found: all of up to three, of more three quarters, rounded down."""
    return number_of_words if number_of_words <= 3 else number_of_words * 3 // 4


#: the same as Elasticsearch's minimum_should_match
REQUIRED = "3<75%"
