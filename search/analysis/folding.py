"""Letters that count as one, in every language and in each."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

#: Latin letters with marks, ligatures (which PDFs are full of) and raised figures
_RANGES = ((0x00AA, 0x024F), (0x1E00, 0x1EFF), (0xFB00, 0xFB06))
_WITHOUT_DECOMPOSITION = {"đ": "d", "ð": "d", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "þ": "th", "ı": "i"}
#: What Unicode's word boundaries keep inside a word ("3.5", "t'i", "01_2") and people search for in parts. A hyphen
#: is a boundary for every tokenizer; a space would not survive Elasticsearch's parser of mapping rules.
_SEPARATORS = dict.fromkeys(".,;:'’‘_·․‧﹒﹕＇．：＿‿⁀", "-") | {"\u2019": "-"}


def _decomposed() -> dict[str, str]:
    folded = {}
    for first, last in _RANGES:
        for letter in map(chr, range(first, last + 1)):
            plain = "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))
            if plain.isascii() and plain.isalnum():
                folded[letter] = plain
    return folded


def in_any_case(folding: Mapping[str, str]) -> dict[str, str]:
    """The same rules for lower, upper and title case, and for "dJ"; the replacements stay lower-case."""
    result: dict[str, str] = {}
    for letters, plain in folding.items():
        variants = {""}
        for letter in letters:
            variants = {start + form for start in variants for form in (letter, letter.upper()) if len(form) == 1}
        result |= dict.fromkeys(variants, plain)
    return result


COMMON: dict[str, str] = _decomposed() | in_any_case(_WITHOUT_DECOMPOSITION) | _SEPARATORS
