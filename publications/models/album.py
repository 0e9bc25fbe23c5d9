from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.images import get_image_model, get_image_model_string
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms_pages.files.private import in_private_collections
from cms_pages.models import PublishablePage
from cms_pages.models.plain_texts import PlainTexts
from publications.albums.references import SIZES, original_reference, press_kit_address
from publications.api.serializers import BodyField
from publications.forms import AlbumForm
from publications.models.archived import ArchivedPage, check_date_of
from publications.panels import album_panels
from publications.rows import RowsKey


class AlbumPage(ArchivedPage):
    """Photographs of one of the office's activities, which everybody can download as they were taken.

    Pictures are public only through such a page, or one that shows them: those that nobody has published stay inside.
    """

    parent_page_types = ["cms_pages.SectionIndexPage"]
    subpage_types: list[str] = []
    facts = ("date", "body", "credit", "licence", "event")
    template = "publications/album_page.html"
    base_form_class = AlbumForm
    content_panels = album_panels
    api_fields = [
        APIField("date"),
        APIField("place"),
        APIField("body", serializer=BodyField()),
        APIField("credit"),
        APIField("licence"),
        *PublishablePage.api_fields,
    ]

    class Meta:
        verbose_name = _("album")
        verbose_name_plural = _("albums")

    @cached_property
    def shown(self) -> list[AlbumPicture]:
        """Its pictures in their order, with their files: asks the same for one and for a hundred."""
        rows = list(self.pictures.all())
        private = in_private_collections(get_image_model(), (row.image_id for row in rows))
        pictures = (
            get_image_model().objects.prefetch_renditions(SIZES["small.jpg"]).in_bulk([row.image_id for row in rows])
        )
        shown = [row for row in rows if row.image_id in pictures and row.image_id not in private]
        for row in shown:
            row.image = pictures[row.image_id]
            row.reference = original_reference(row.image, self)
        return shown

    @property
    def press_kit(self) -> str:
        return press_kit_address(self)

    def item_fields(self) -> dict[str, Any]:
        return {
            **super().item_fields(),
            "press_kit": press_kit_address(self),
            "pictures": [
                {
                    **row.reference,
                    "alt": row.alt or row.image.default_alt_text,
                    "caption": row.caption,
                    "credit": row.credit or self.credit,
                    "date": row.date or self.date,
                    "place": row.place or self.place,
                }
                for row in self.shown
            ],
        }

    def item_text(self) -> str:
        texts = [text for row in self.shown for text in (row.caption, row.alt, row.place)]
        return "\n".join(filter(None, (super().item_text(), *texts)))


class AlbumPicture(TranslatableMixin, Orderable, PlainTexts):
    """A picture in an album. What can be seen on it is said in each language."""

    page = RowsKey(AlbumPage, on_delete=models.CASCADE, related_name="pictures")
    image = models.ForeignKey(get_image_model_string(), models.CASCADE, related_name="+", verbose_name=_("picture"))
    alt = models.CharField(
        _("what the picture shows"),
        max_length=255,
        blank=True,
        help_text=_("For who cannot see it. Leave empty to take the description of the picture."),
    )
    caption = models.CharField(
        _("caption"), max_length=500, blank=True, help_text=_("Who and what is on it, for example for newspapers.")
    )
    credit = models.CharField(
        _("credit"), max_length=255, blank=True, help_text=_("Only where somebody else took this one.")
    )

    date = models.DateField(
        _("date"), null=True, blank=True, help_text=_("Only where it was taken on another day than the album says.")
    )
    place = models.CharField(
        _("place"), max_length=255, blank=True, help_text=_("Only where it was taken elsewhere, in this language.")
    )

    #: its addresses and size, where ``AlbumPage.shown`` has read them
    reference: dict[str, Any]

    panels = [FieldPanel(name) for name in ("image", "alt", "caption", "credit", "date", "place")]
    translatable_fields = [
        TranslatableField("alt"),
        TranslatableField("caption"),
        TranslatableField("place"),
        SynchronizedField("image", overridable=False),
        SynchronizedField("credit", overridable=False),
        SynchronizedField("date", overridable=False),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def __str__(self) -> str:
        return self.caption or self.alt

    def clean(self) -> None:
        super().clean()
        check_date_of(self)
