"""The rows of the report: months, half-years and the year."""

from __future__ import annotations

import datetime
from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

#: a year of four digits, as databases and addresses have it
FIRST_YEAR, LAST_YEAR = 1000, 9999


class PeriodKind(TextChoices):
    MONTH = "month", gettext_lazy("Month")
    HALF = "half", gettext_lazy("Half-year")
    YEAR = "year", gettext_lazy("Year")


_LENGTHS = {1: PeriodKind.MONTH, 6: PeriodKind.HALF, 12: PeriodKind.YEAR}


@dataclass(frozen=True)
class Period:
    """Months of a year, from the first to the last (1 to 12), both included."""

    year: int
    first: int
    last: int

    @classmethod
    def whole(cls, year: int) -> Period:
        return cls(year, 1, 12)

    @property
    def kind(self) -> PeriodKind:
        return _LENGTHS[self.last - self.first + 1]

    @property
    def months(self) -> range:
        return range(self.first, self.last + 1)

    @property
    def days(self) -> tuple[datetime.date, datetime.date]:
        """The first and the last."""
        last_day = monthrange(self.year, self.last)[1]
        return datetime.date(self.year, self.first, 1), datetime.date(self.year, self.last, last_day)

    @property
    def code(self) -> str:
        """``2024-03``, ``2024-S1``, ``2024``. Source: time periods of SDMX 2.1, section 6, 4.2"""
        if self.kind == PeriodKind.HALF:
            return f"{self.year}-S{1 if self.first == 1 else 2}"
        return str(self.year) if self.kind == PeriodKind.YEAR else f"{self.year}-{self.first:02}"

    @property
    def label(self) -> str:
        """What it is called within a report of its year, in the active language."""
        if self.kind == PeriodKind.HALF:
            return _("First half-year") if self.first == 1 else _("Second half-year")
        if self.kind == PeriodKind.YEAR:
            return _("Year %(year)d") % {"year": self.year}
        return capfirst(date_format(self.days[0], "F"))

    @property
    def full_label(self) -> str:
        """The same where the year is not known."""
        if self.kind == PeriodKind.MONTH:
            return date_format(self.days[0], "YEAR_MONTH_FORMAT")
        return str(self.year) if self.kind == PeriodKind.YEAR else f"{self.label} {self.year}"

    @property
    def short_label(self) -> str:
        """Of a month, below a bar of the chart."""
        # Django's own short name is "aug." also of Serbian "avgust".
        return self.label[:3]


def periods(year: int, kinds: Collection[str] = tuple(PeriodKind)) -> list[Period]:
    """The periods of these kinds in a year: a half-year after its months, the year at the end."""
    rows = []
    for half in (1, 7):
        rows += [Period(year, month, month) for month in range(half, half + 6)]
        rows.append(Period(year, half, half + 5))
    return [row for row in [*rows, Period.whole(year)] if row.kind in kinds]


def period_of(year: int, code: str) -> Period | None:
    return next((period for period in periods(year) if period.code == code), None)
