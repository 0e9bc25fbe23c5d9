"""By what an act is known in a table: its type, body, number and year, in whatever language a row is."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from publications.models import DecisionPage, RegulationPage
from publications.validation import as_typed

TYPES: dict[str, type[DecisionPage | RegulationPage]] = {"decision": DecisionPage, "regulation": RegulationPage}
#: what people write in their language
TYPE_WORDS = {"vendim": "decision", "rregullore": "regulation", "odluka": "decision", "pravilnik": "regulation"}
DATE_FORMATS = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%Y.")

NO_DATE = _("“%(text)s” is no date. Write it as 2025-12-31 or as 31.12.2025.")
NO_TYPE = _("“%(text)s” is no type of act. Write one of these: %(types)s.")
EMPTY = _("This must not be empty.")


@dataclass(frozen=True)
class Identity:
    """``number`` without its spelling in small and capital letters; ``body`` is a body's key."""

    type: str
    body: str
    number: str
    year: int

    def __str__(self) -> str:
        return f"{self.type} {self.body} {self.year} {self.number}"


def identity_of(values: Mapping[str, str]) -> Identity:
    """Raises ValidationError with what is wrong in which column."""
    errors: dict[str, ValidationError] = {}
    for column in ("number", "body"):
        if not values[column]:
            errors[column] = ValidationError(EMPTY)
    kind, date = "", None
    try:
        kind = type_of(values["type"])
    except ValidationError as error:
        errors["type"] = error
    try:
        date = date_of(values["date"])
        if date is None:
            errors["date"] = ValidationError(EMPTY)
    except ValidationError as error:
        errors["date"] = error
    if errors or date is None:
        raise ValidationError(errors)
    return Identity(kind, values["body"].lower(), as_typed(values["number"]).casefold(), date.year)


def type_of(text: str) -> str:
    """A type's name; decisions are what there are most of. Raises ValidationError."""
    name = text.lower() or "decision"
    name = TYPE_WORDS.get(name, name)
    if name not in TYPES:
        raise ValidationError(NO_TYPE, params={"text": text, "types": ", ".join(TYPES)})
    return name


def date_of(text: str) -> datetime.date | None:
    """A date as tables have it, or None where there is none. Raises ValidationError."""
    if not text:
        return None
    for form in DATE_FORMATS:
        try:
            # Excel adds the time of midnight, and people write 1. 3. 2025.
            return datetime.datetime.strptime(text.removesuffix(" 00:00:00").replace(". ", "."), form).date()  # noqa: DTZ007
        except ValueError:
            continue
    raise ValidationError(NO_DATE, params={"text": text})
