"""What is said of a language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Language:
    """The rules by which a language's words become terms, in the order in which they are applied.

    ``folding`` replaces letters, longest first and in any case, before the text is cut into words; words are then
    lower-cased. ``stop_words`` (folded, separated by spaces) are left out. ``rules`` are (pattern, replacement) pairs
    for a word, in the syntax that Python's and Java's regular expressions share, with ``$1`` for a group; each
    replaces at most once. ``porter`` says that Porter's stemmer for English follows.
    """

    name: str
    folding: Mapping[str, str] = field(default_factory=dict)
    stop_words: str = ""
    rules: tuple[tuple[str, str], ...] = ()
    porter: bool = False
