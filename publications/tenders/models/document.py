from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model_string
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from publications.rows import RowsKey


class TenderDocument(TranslatableMixin, Orderable):
    """A file that belongs to a step of a tender (its number)."""

    page = RowsKey("publications.TenderPage", on_delete=models.CASCADE, related_name="documents")
    step = models.PositiveSmallIntegerField(_("step"))
    document = models.ForeignKey(
        get_document_model_string(), models.PROTECT, related_name="+", verbose_name=_("document")
    )
    title = models.CharField(_("title"), max_length=255, blank=True)

    translatable_fields = [
        TranslatableField("title"),
        SynchronizedField("step", overridable=False),
        SynchronizedField("document", overridable=False),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def __str__(self) -> str:
        return self.title or str(self.document)
