"""Texts and languages as HTML has them."""

from __future__ import annotations

from wagtail.rich_text import get_text_for_indexing


def plain_text(html: str) -> str:
    """The text of an HTML fragment, words of neighbouring elements kept apart, white space folded."""
    return " ".join(get_text_for_indexing(html).split())


def language_tag(code: str) -> str:
    """A language code as HTML wants it (BCP 47): ``sr-latn`` is ``sr-Latn``."""
    language, _, rest = code.partition("-")
    return f"{language}-{rest.title() if len(rest) == 4 else rest.upper()}" if rest else language
