"""Texts and languages as HTML has them."""

from __future__ import annotations

import re

from wagtail.rich_text import get_text_for_indexing

#: what pasting from other programs leaves, which nobody sees, and which neither XML nor the headers of mail can have
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")


def without_control_characters(text: str) -> str:
    """Text with a space in the place of each character that only steers a device; lines and tabs stay.

    Source: XML 1.0, section 2.2
    """
    return _CONTROL.sub(" ", text)


def one_line(text: str) -> str:
    """Text on one line, white space folded, without what cannot be seen there."""
    return " ".join(without_control_characters(text).split())


def plain_text(html: str) -> str:
    """The text of an HTML fragment, words of neighbouring elements kept apart, white space folded."""
    return " ".join(get_text_for_indexing(html).split())


def language_tag(code: str) -> str:
    """A language code as HTML wants it (BCP 47): ``sr-latn`` is ``sr-Latn``."""
    language, _, rest = code.partition("-")
    return f"{language}-{rest.title() if len(rest) == 4 else rest.upper()}" if rest else language
