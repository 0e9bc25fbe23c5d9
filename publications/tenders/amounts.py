"""Amounts of money, in euros: typed in any of the ways in which people here write them, and never guessed at."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import numberformat
from django.utils.formats import get_format
from django.utils.translation import gettext_lazy as _

CURRENCY = "EUR"
above_zero = MinValueValidator(Decimal("0.01"), _("Enter an amount above zero."))
#: digits with one kind of separator between thousands, and another before the cents
_GROUPED = re.compile(
    r"(?P<whole>\d{1,3}(?P<group>[., '])\d{3}(?:(?P=group)\d{3})*)(?:(?!(?P=group))[.,](?P<cents>\d{1,2}))?", re.ASCII
)
_PLAIN = re.compile(r"(?P<whole>\d+)(?:[.,](?P<cents>\d{1,2}))?", re.ASCII)
_EURO = re.compile(r"^(?:€|EUR|euro)\s*|\s*(?:€|EUR|euro)$", re.IGNORECASE)
_OTHER_CURRENCY = re.compile(r"[^\W\d_]|[$£¥₤]")


def parse_amount(text: str) -> Decimal:
    """An amount as somebody typed it: ``12500``, ``12.500``, ``12,500.00``, ``12 500,5 €``.

    There are never three digits of cents, so three digits after a separator are always thousands. Raises
    ValidationError for another currency, and where the separators contradict each other.
    """
    # The thin and the narrow space, which separate thousands on paper, are no-break ones in copied text.
    tidy = re.sub(r"[\s\u2009]+", " ", text).strip()
    number = _EURO.sub("", tidy).strip()
    if _OTHER_CURRENCY.search(number):
        raise ValidationError(_("Amounts are in euros. Enter the amount in euros, in digits only."), code="currency")
    found = _GROUPED.fullmatch(number) or _PLAIN.fullmatch(number)
    if found is None:
        raise ValidationError(
            _("This is no amount. Write it with a comma or a point before the cents, for example 12500,50."),
            code="amount",
        )
    # Not ``quantize``, which raises for more digits than it counts with: the field says how many there may be.
    return Decimal(f"{re.sub(r'[^0-9]', '', found['whole'])}.{found['cents'] or '':0<2}")


def written(amount: Decimal) -> str:
    """An amount as the active language writes it: ``12.500,50``."""
    # Not every language's formats say that digits are grouped, but amounts are.
    decimal, thousand = get_format("DECIMAL_SEPARATOR"), get_format("THOUSAND_SEPARATOR")
    return numberformat.format(amount, decimal, 2, 3, thousand, force_grouping=True)


class AmountFormField(forms.DecimalField):
    widget = forms.TextInput

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values or not str(value).strip():
            return None
        amount = value if isinstance(value, Decimal) else parse_amount(str(value))
        return super().to_python(str(amount))

    def prepare_value(self, value: Any) -> Any:
        # What was typed wrong stays as it was typed.
        return written(value) if isinstance(value, Decimal) else value


if TYPE_CHECKING:
    _DecimalField = models.DecimalField[Any, Any]
else:
    # Django's class takes no types where django-stubs has not patched it.
    _DecimalField = models.DecimalField


class AmountField(_DecimalField):
    """An amount in euros, up to a hundred milliards. Zero is none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 14)
        kwargs.setdefault("decimal_places", 2)
        kwargs.setdefault("validators", [above_zero])
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for default in ("max_digits", "decimal_places", "validators"):
            kwargs.pop(default, None)
        return name, path, args, kwargs

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": AmountFormField, "localize": False, **kwargs})
