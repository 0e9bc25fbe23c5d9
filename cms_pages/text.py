"""HTML to plain text."""

from __future__ import annotations

from wagtail.rich_text import get_text_for_indexing


def plain_text(html: str) -> str:
    """The text of an HTML fragment, words of neighbouring elements kept apart, white space folded."""
    return " ".join(get_text_for_indexing(html).split())
