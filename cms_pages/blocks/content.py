"""The StreamField that every page type shares."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.embeds.blocks import EmbedBlock

from cms_pages.blocks.documents import DocumentListBlock
from cms_pages.blocks.image import CaptionedImageBlock
from cms_pages.blocks.quote import QuoteBlock
from cms_pages.blocks.rich_text import CleanRichTextBlock
from cms_pages.blocks.table import TranslatableTableBlock
from cms_pages.html import RICH_TEXT_FEATURES
from cms_pages.text import one_line, without_control_characters


class ContentBlock(blocks.StreamBlock):
    heading = blocks.CharBlock(
        max_length=255, label=_("Heading"), icon="title", template="cms_pages/blocks/heading.html"
    )
    rich_text = CleanRichTextBlock(features=RICH_TEXT_FEATURES, label=_("Text"), icon="pilcrow")
    image = CaptionedImageBlock()
    document_list = DocumentListBlock()
    quote = QuoteBlock()
    table = TranslatableTableBlock()
    embed = EmbedBlock(
        label=_("Video or other embed"),
        help_text=_("The address of a video, for example on YouTube or Vimeo."),
        template="cms_pages/blocks/embed.html",
    )

    def clean(self, value: blocks.StreamValue, *args: Any, **kwargs: Any) -> blocks.StreamValue:
        for child in value:
            child.value = _plain(child.block, child.value)
        cleaned: blocks.StreamValue = super().clean(value, *args, **kwargs)
        return cleaned


def _plain(block: blocks.Block, value: Any) -> Any:
    """The value of a block with its plain texts cleaned, as those of a page's own fields are."""
    if isinstance(block, TranslatableTableBlock) and value:
        cells = [[without_control_characters(cell) if cell else cell for cell in row] for row in value["data"]]
        caption = value.get("table_caption")
        return {**value, "data": cells} | ({"table_caption": one_line(caption)} if caption else {})
    if isinstance(block, blocks.CharBlock) and value:
        return one_line(value)
    if isinstance(block, blocks.TextBlock) and value:
        return without_control_characters(value)
    if isinstance(value, blocks.StructValue):
        for name, child in block.child_blocks.items():
            value[name] = _plain(child, value[name])
    elif alt := getattr(value, "contextual_alt_text", ""):
        value.contextual_alt_text = one_line(alt)
    return value
