from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms_pages.admin.forms import BodyForm
from cms_pages.models.plain_texts import PlainTexts
from cms_pages.models.register import RegisterQuerySet, RegisterRow, on_day
from cms_pages.number_patterns import check_number_pattern

if TYPE_CHECKING:
    from wagtail.models import Locale


class BodyKind(models.TextChoices):
    ASSEMBLY = "assembly", _("Assembly")
    MAYOR = "mayor", _("Mayor")
    COMMITTEE = "committee", _("Committee")
    DIRECTORATE = "directorate", _("Directorate")
    OTHER = "other", _("Other")


class BodyQuerySet(RegisterQuerySet["Body"]):
    def on(self, day: datetime.date) -> Self:
        """Those that had not ended on a day."""
        return self.filter(on_day(day, last="ended_on"))

    def all_linked(self) -> dict[int, Body]:
        """All bodies by id, each knowing its names, successor and other languages: asks three times, however many."""
        bodies: dict[int, Body] = {body.pk: body for body in self.prefetch_related("former_names")}
        for body in bodies.values():
            body.successor = bodies.get(body.successor_id or 0)
            body.know_translations(row for row in bodies.values() if row.translation_key == body.translation_key)
        return bodies


#: the same in every language
FACTS = ("key", "kind", "parent", "number_pattern", "ended_on", "successor")


class Body(RegisterRow):
    """An organ that takes decisions, meets or issues notices: the assembly, the mayor, a committee, a directorate.

    One that is renamed stays the same body, with its former names. One that is merged or dissolved has its last day,
    and the body that took over its work.
    """

    key = models.CharField(
        _("key"),
        max_length=64,
        validators=[validate_slug],
        help_text=_("Names the body in addresses and in the API, the same in all languages. Do not change it later."),
    )
    name = models.CharField(_("name"), max_length=255, help_text=_("The official name, in this language."))
    kind = models.CharField(_("kind"), max_length=16, choices=BodyKind.choices, default=BodyKind.OTHER)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
        help_text=_("For a committee, the body that elected it; for a unit, its directorate."),
    )
    number_pattern = models.CharField(
        _("how its acts are numbered"),
        max_length=48,
        blank=True,
        validators=[check_number_pattern],
        help_text=_(
            "For the number that is suggested for a new act, for example: {number}/{year}, or 01-400/{yy}-{number:04}, "
            "where :04 stands for four digits. Leave empty to have it written as the body's last one."
        ),
    )
    ended_on = models.DateField(
        _("last day"),
        null=True,
        blank=True,
        help_text=_("Of a body that was merged or dissolved. It is not offered for what is dated later."),
    )
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("successor"),
        help_text=_("The body that took over its work."),
    )

    objects = BodyQuerySet.as_manager()

    base_form_class = BodyForm
    panels = [
        FieldPanel("name"),
        FieldPanel("key"),
        FieldPanel("kind"),
        FieldPanel("parent"),
        FieldPanel("number_pattern"),
        InlinePanel(
            "former_names",
            label=_("Former name"),
            heading=_("Former names"),
            help_text=_("When the body is renamed: put the old name here, with its last day, and the new one above."),
        ),
        MultiFieldPanel([FieldPanel("ended_on"), FieldPanel("successor")], heading=_("Merged or dissolved")),
    ]
    translatable_fields = [
        TranslatableField("name"),
        TranslatableField("former_names"),
        *(SynchronizedField(name, overridable=False) for name in FACTS),
    ]

    class Meta(RegisterRow.Meta):
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["key", "locale"], name="one_body_per_key_and_locale")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        # The constraint is not checked by a form without the field locale, such as the admin's.
        if Body.objects.filter(key=self.key, locale_id=self.locale_id).exclude(pk=self.pk).exists():
            errors["key"] = _("Another body has this key.")
        if self.successor is not None and self.ended_on is None:
            errors["ended_on"] = _("A body with a successor has a last day. Enter it.")
        if self._leads_back("successor"):
            errors["successor"] = _("A body cannot take over from itself, nor from its own successors.")
        if self._leads_back("parent"):
            errors["parent"] = _("A body cannot be a part of itself, nor of its own parts.")
        if errors:
            raise ValidationError(errors)

    def _leads_back(self, field: str) -> bool:
        following: Body | None = getattr(self, field)
        seen = {self.translation_key}
        while following is not None:
            if following.translation_key in seen:
                return True
            seen.add(following.translation_key)
            following = getattr(following, field)
        return False

    def name_in(self, locale: Locale, on: datetime.date | None = None) -> str:
        """Its name in a language, or in its own where it has none there: the newest, or the one it had on a day."""
        row = self.in_language(locale)
        if on is not None:
            for former in sorted(row.former_names.all(), key=lambda former: former.last_day):
                if on <= former.last_day:
                    return str(former.name)
        return row.name

    def label(self) -> str:
        """Its newest name, and for who knows it by another one the former names, or what has become of it."""
        former = [former.name for former in self.former_names.all()]
        label = str(self.name)
        if former:
            label = _("%(name)s (formerly %(former)s)") % {"name": label, "former": ", ".join(former)}
        if self.successor is not None and self.ended_on is not None:
            return _("%(name)s (until %(date)s; now %(successor)s)") % {
                "name": label,
                "date": date_format(self.ended_on, "SHORT_DATE_FORMAT"),
                "successor": self.successor.name_in(self.locale),
            }
        if self.ended_on is not None:
            return _("%(name)s (until %(date)s)") % {
                "name": label,
                "date": date_format(self.ended_on, "SHORT_DATE_FORMAT"),
            }
        return label


class FormerName(PlainTexts, TranslatableMixin, models.Model):
    """A name that a body had up to a day; after the last of them it has ``Body.name``."""

    body = ParentalKey(Body, on_delete=models.CASCADE, related_name="former_names")
    name = models.CharField(_("name"), max_length=255)
    last_day = models.DateField(_("last day"), help_text=_("The last day on which the body had this name."))

    panels = [FieldPanel("name"), FieldPanel("last_day")]
    translatable_fields = [TranslatableField("name"), SynchronizedField("last_day", overridable=False)]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("former name")
        verbose_name_plural = _("former names")
        ordering = ["-last_day"]

    def __str__(self) -> str:
        return self.name
