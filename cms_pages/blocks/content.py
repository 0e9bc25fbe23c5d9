"""The StreamField that every page type shares."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.embeds.blocks import EmbedBlock

from cms_pages.blocks.documents import DocumentListBlock
from cms_pages.blocks.image import CaptionedImageBlock
from cms_pages.blocks.quote import QuoteBlock
from cms_pages.blocks.rich_text import CleanRichTextBlock
from cms_pages.blocks.table import TranslatableTableBlock
from cms_pages.html import RICH_TEXT_FEATURES


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
