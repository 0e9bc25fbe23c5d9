"""The languages that are searched with rules of their own, by Wagtail's language code."""

from __future__ import annotations

from search.analysis.albanian import ALBANIAN
from search.analysis.english import ENGLISH
from search.analysis.language import Language
from search.analysis.serbian import SERBIAN

LANGUAGES: dict[str, Language] = {"sq": ALBANIAN, "sr-latn": SERBIAN, "en": ENGLISH}
#: any other language: letters are folded, words are not shortened
PLAIN = Language("plain")


def language_for(locale: str) -> Language:
    return LANGUAGES.get(locale, PLAIN)
