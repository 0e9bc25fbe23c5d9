from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class QuoteBlock(blocks.StructBlock):
    """Somebody's words, with who said them."""

    text = blocks.TextBlock(label=_("Quotation"))
    attribution = blocks.CharBlock(
        required=False, max_length=255, label=_("Said by"), help_text=_("Name and office, for example: the Mayor.")
    )

    class Meta:
        label = _("Quotation")
        icon = "openquote"
        template = "cms_pages/blocks/quote.html"
