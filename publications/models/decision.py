from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.api import APIField

from publications.models.act_page import ActPage
from publications.panels import act_panels


class DecisionKind(models.TextChoices):
    NORMATIVE = "normative", _("Normative")
    INDIVIDUAL = "individual", _("Individual")
    BUDGET = "budget", _("Budget and finance")
    PROPERTY = "property", _("Property")
    PERSONNEL = "personnel", _("Appointments")
    OTHER = "other", _("Other")


class DecisionPage(ActPage):
    """A decision of a municipal organ."""

    kind = models.CharField(_("kind"), max_length=32, choices=DecisionKind.choices, default=DecisionKind.INDIVIDUAL)

    act_type = "decision"
    number_taken = _("%(body)s already has a decision with the number %(number)s in %(year)s: “%(title)s”.")
    facts = (*ActPage.facts, "kind")
    template = "publications/decision_page.html"
    content_panels = act_panels("kind")
    api_fields = [*ActPage.api_fields, APIField("kind")]

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")

    def item_kind(self) -> str:
        return self.kind

    def item_fields(self) -> dict[str, Any]:
        return {**super().item_fields(), "kind": self.kind}
