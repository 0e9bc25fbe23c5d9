from __future__ import annotations

import datetime
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms_pages.admin.forms import SignerForm
from cms_pages.models.body import Body
from cms_pages.models.register import RegisterQuerySet, RegisterRow, on_day


class SignerQuerySet(RegisterQuerySet["Signer"]):
    def on(self, day: datetime.date) -> Self:
        """Those who held their post on a day."""
        return self.filter(on_day(day, first="term_from", last="term_to"))


class Signer(RegisterRow):
    """Who signs for a body, and as what: the mayor, the chairperson of the assembly. A row for each term of office."""

    name = models.CharField(_("name"), max_length=255, help_text=_("First name and surname, as under the signature."))
    post = models.CharField(_("post"), max_length=255, help_text=_("For example: Mayor, Chairperson of the Assembly."))
    body = models.ForeignKey(
        Body,
        models.PROTECT,
        related_name="signers",
        verbose_name=_("body"),
        help_text=_("The body for which this person signs."),
    )
    term_from = models.DateField(
        _("first day in office"), null=True, blank=True, help_text=_("Leave empty if it is not known.")
    )
    term_to = models.DateField(
        _("last day in office"),
        null=True,
        blank=True,
        help_text=_("This person is not offered for what is dated later."),
    )

    objects = SignerQuerySet.as_manager()

    base_form_class = SignerForm
    panels = [
        FieldPanel("name"),
        FieldPanel("post"),
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("term_from"), FieldPanel("term_to")], heading=_("Term of office")),
    ]
    translatable_fields = [
        TranslatableField("post"),
        *(SynchronizedField(name, overridable=False) for name in ("name", "body", "term_from", "term_to")),
    ]

    class Meta(RegisterRow.Meta):
        verbose_name = _("signer")
        verbose_name_plural = _("signers")
        ordering = ["name", "-term_from"]

    def __str__(self) -> str:
        return f"{self.name}, {self.post}"

    def clean(self) -> None:
        super().clean()
        if self.term_from and self.term_to and self.term_to < self.term_from:
            raise ValidationError({"term_to": _("The last day is before the first.")})
