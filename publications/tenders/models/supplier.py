from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms_pages.models.plain_texts import PlainTexts
from publications.validation import as_typed


class Supplier(PlainTexts):
    """Who wins contracts: a company, a group of companies, a person. Its name is the same in every language."""

    name = models.CharField(_("name"), max_length=255, help_text=_("As registered, for example: “Ura” SH.P.K."))
    registration_number = models.CharField(
        _("registration number"),
        max_length=32,
        blank=True,
        help_text=_("The unique number in the register of businesses. Leave empty for who has none there."),
    )
    address = models.CharField(_("address"), max_length=255, blank=True)
    #: what two spellings of a name or number have in common
    name_key = models.CharField(max_length=255, unique=True, editable=False)
    number_key = models.CharField(max_length=32, unique=True, null=True, editable=False)

    objects: models.Manager[Supplier]

    panels = [FieldPanel("name"), FieldPanel("registration_number"), FieldPanel("address")]

    class Meta:
        verbose_name = _("supplier")
        verbose_name_plural = _("suppliers")
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name} ({self.registration_number})" if self.registration_number else self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self._set_keys()
        super().save(*args, **kwargs)  # type: ignore[arg-type] # as Django's own

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        self.name = as_typed(self.name)
        super().clean_fields(exclude)

    def clean(self) -> None:
        super().clean()
        self._set_keys()
        others = [*Supplier.objects.exclude(pk=self.pk)]
        errors = {}
        for field, key in (("name", "name_key"), ("registration_number", "number_key")):
            value = getattr(self, key)
            # Not by the key in the database: it is as it was made when the other one was saved.
            other = next((each for each in others if value and each.keys()[key] == value), None)
            if other is not None:
                errors[field] = ValidationError(
                    _("This supplier is in the register already, as “%(supplier)s”."),
                    code="twice",
                    params={"supplier": other},
                )
        if errors:
            raise ValidationError(errors)

    def _set_keys(self) -> None:
        self.name, self.registration_number = as_typed(self.name), self.registration_number.strip()
        for key, value in self.keys().items():
            setattr(self, key, value)

    def keys(self) -> dict[str, str | None]:
        number = _key(self.registration_number)[:32]
        return {"name_key": _key(self.name) or self.name.casefold()[:255], "number_key": number or None}


def _key(text: str) -> str:
    """A text without its marks, spaces, dots and case: “Çeliku” SH.P.K. and Celiku shpk are one company."""
    letters = unicodedata.normalize("NFKD", text.casefold()).replace("đ", "dj")
    return re.sub(r"\W", "", letters)[:255]
