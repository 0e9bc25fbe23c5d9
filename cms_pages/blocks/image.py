from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock


class CaptionedImageBlock(blocks.StructBlock):
    """An image with its alternative text (part of Wagtail's ``ImageBlock``) and an optional caption."""

    image = ImageBlock(label=_("Image"))
    caption = blocks.CharBlock(
        required=False,
        max_length=255,
        label=_("Caption"),
        help_text=_("Shown below the image: what, where, who took it."),
    )

    class Meta:
        label = _("Image")
        icon = "image"
        template = "cms_pages/blocks/image.html"
