"""The terms of the law on public procurement, as lists that an office can edit."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms_pages.models.register import RegisterQuerySet, RegisterRow


class TermQuerySet(RegisterQuerySet["Term"]):
    pass


class Term(RegisterRow):
    """A term with a key, the same in all languages, and a name in each. ``facts`` are what else is not translated."""

    key = models.CharField(
        _("key"),
        max_length=64,
        validators=[validate_slug],
        help_text=_("Names it in the API, the same in all languages. Do not change it later."),
    )
    name = models.CharField(_("name"), max_length=255, help_text=_("As the law calls it, in this language."))

    objects = TermQuerySet.as_manager()
    facts: tuple[str, ...] = ()

    class Meta(RegisterRow.Meta):
        abstract = True
        ordering = ["name"]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.translatable_fields = [
            TranslatableField("name"),
            *(SynchronizedField(name, overridable=False) for name in ("key", *cls.facts)),
        ]
        cls.panels = [FieldPanel("name"), FieldPanel("key"), *map(FieldPanel, cls.facts)]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        # The constraint is not checked by a form without the field locale, such as the admin's.
        others = type(self)._default_manager.filter(key=self.key, locale_id=self.locale_id).exclude(pk=self.pk)
        if others.exists():
            raise ValidationError({"key": _("Another entry of this list has this key.")})

    def reference(self, locale: Any) -> dict[str, str]:
        """The shape of ``publications.tenders.api.schemas.TermRef``."""
        return {"key": self.key, "name": self.in_language(locale).name}


class ProcurementMethod(models.TextChoices):
    """OCDS's code list ``method``."""

    OPEN = "open", _("Open: everybody can bid")
    SELECTIVE = "selective", _("Selective: who qualified is invited")
    LIMITED = "limited", _("Limited: some are invited")
    DIRECT = "direct", _("Direct: one supplier, without competition")


class Procedure(Term):
    """A procedure of procurement. Source: Law No. 04/L-042 on Public Procurement, articles 32 to 37."""

    method = models.CharField(
        _("method"),
        max_length=16,
        choices=ProcurementMethod.choices,
        help_text=_("Which of the international terms (OCDS) it is."),
    )
    publishes_notice = models.BooleanField(
        _("begins with a contract notice"),
        default=True,
        help_text=_("Not so for the negotiated procedure without publication: there an award can come first."),
    )
    facts = ("method", "publishes_notice")

    class Meta(Term.Meta):
        verbose_name = _("procedure")
        verbose_name_plural = _("procedures")
        constraints = [models.UniqueConstraint(fields=["key", "locale"], name="one_procedure_per_key_and_locale")]

    def reference(self, locale: Any) -> dict[str, str]:
        """The shape of ``publications.tenders.api.schemas.ProcedureRef``."""
        return {**super().reference(locale), "method": self.method}


class ProcurementCategory(models.TextChoices):
    """OCDS's code list ``procurementCategory``: the ``kind`` of a tender's item."""

    WORKS = "works", _("Works")
    GOODS = "goods", _("Supply")
    SERVICES = "services", _("Services")


class ContractType(Term):
    """A type of public contract. Source: the same law, article 4."""

    category = models.CharField(
        _("category"),
        max_length=16,
        choices=ProcurementCategory.choices,
        help_text=_("Which of the international terms (OCDS) it is; lists are filtered by it."),
    )
    facts = ("category",)

    class Meta(Term.Meta):
        verbose_name = _("contract type")
        verbose_name_plural = _("contract types")
        constraints = [models.UniqueConstraint(fields=["key", "locale"], name="one_contract_type_per_key_and_locale")]


class ValueClass(Term):
    """A class of public contracts by their estimated value. Source: the same law, article 19."""

    standstill_days = models.PositiveSmallIntegerField(
        _("days of standstill"),
        default=10,
        help_text=_("So many days after the award the contract can be signed at the earliest. 0: there are none."),
    )
    facts = ("standstill_days",)

    class Meta(Term.Meta):
        verbose_name = _("value class")
        verbose_name_plural = _("value classes")
        constraints = [models.UniqueConstraint(fields=["key", "locale"], name="one_value_class_per_key_and_locale")]
