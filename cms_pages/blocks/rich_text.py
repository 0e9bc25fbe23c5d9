from __future__ import annotations

from typing import Any

from wagtail import blocks
from wagtail.rich_text import RichText

from cms_pages.html import clean_html


class CleanRichTextBlock(blocks.RichTextBlock):
    """Rich text that has only what the editor can make, whatever was stored."""

    def to_python(self, value: Any) -> RichText:
        return RichText(clean_html(value or ""))

    def normalize(self, value: Any) -> RichText:
        return self.to_python(value.source if isinstance(value, RichText) else value)
