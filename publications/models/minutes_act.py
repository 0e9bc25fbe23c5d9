from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

from publications.models.act import Act
from publications.rows import RowsKey


class MinutesAct(Orderable):
    """An act that was taken at a meeting. Entered with the minutes, in their original language, and shown with both."""

    page = RowsKey("publications.MinutesPage", on_delete=models.CASCADE, related_name="acts")
    act = models.ForeignKey(Act, models.CASCADE, related_name="+", verbose_name=_("act"))

    panels = [FieldPanel("act")]

    class Meta(Orderable.Meta):
        verbose_name = _("act")
        verbose_name_plural = _("acts")

    def __str__(self) -> str:
        return str(self.act_id)
