from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms_pages.models.plain_texts import PlainTexts
from publications.rows import RowsKey
from publications.tenders.amounts import AmountField


class TenderLot(TranslatableMixin, Orderable, PlainTexts):
    """A part of a tender that is awarded for itself."""

    page = RowsKey("publications.TenderPage", on_delete=models.CASCADE, related_name="lots")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=255)
    value = AmountField(_("estimated value (EUR)"))

    panels = [FieldPanel("number"), FieldPanel("title"), FieldPanel("value")]
    translatable_fields = [
        TranslatableField("title"),
        SynchronizedField("number", overridable=False),
        SynchronizedField("value", overridable=False),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("lot")
        verbose_name_plural = _("lots")

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"
