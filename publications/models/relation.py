from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

from publications.models.act import Act
from publications.rows import RowsKey


class RelationKind(models.TextChoices):
    """What an act does to an earlier one. ELI's terms, but ``revokes``, which is ELI's ``repeals``.

    Source: https://op.europa.eu/en/web/eu-vocabularies/eli
    """

    AMENDS = "amends", _("Amends")
    REVOKES = "revokes", _("Revokes")
    CONSOLIDATES = "consolidates", _("Consolidates")
    IMPLEMENTS = "implements", _("Implements")


class ActRelation(Orderable):
    """What an act does to an earlier one. Entered with the later act, in its original language, and shown with both.

    It is between acts and not between texts: translations have none of their own (``publications.relations``).
    """

    page = RowsKey("publications.ActPage", on_delete=models.CASCADE, related_name="relations")
    kind = models.CharField(_("relation"), max_length=16, choices=RelationKind.choices)
    act = models.ForeignKey(Act, models.CASCADE, related_name="+", verbose_name=_("act"))

    panels = [FieldPanel("kind"), FieldPanel("act")]

    class Meta(Orderable.Meta):
        verbose_name = _("relation")
        verbose_name_plural = _("relations")

    def __str__(self) -> str:
        return f"{self.kind} {self.act_id}"
