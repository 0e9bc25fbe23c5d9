from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock


class DocumentListBlock(blocks.StructBlock):
    """Documents to download, under a heading."""

    heading = blocks.CharBlock(required=False, max_length=255, label=_("Heading"))
    documents = blocks.ListBlock(DocumentChooserBlock(label=_("Document")), label=_("Documents"), min_num=1)

    class Meta:
        label = _("Documents")
        icon = "doc-full"
        template = "cms_pages/blocks/documents.html"
