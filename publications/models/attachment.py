from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.documents import get_document_model_string
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms_pages.models.plain_texts import PlainTexts
from publications.rows import RowsKey


class ActAttachment(TranslatableMixin, Orderable, PlainTexts):
    """A file that belongs to an act: an annex, a map, a list."""

    page = RowsKey("publications.ActPage", on_delete=models.CASCADE, related_name="attachments")
    document = models.ForeignKey(
        get_document_model_string(), models.PROTECT, related_name="+", verbose_name=_("document")
    )
    title = models.CharField(
        _("title"), max_length=255, blank=True, help_text=_("Leave empty to show the title of the document.")
    )

    panels = [FieldPanel("document"), FieldPanel("title")]
    translatable_fields = [TranslatableField("title"), SynchronizedField("document", overridable=False)]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self) -> str:
        return self.title or str(self.document)
