"""The report as a table, whatever it is written as."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from activity_report.categories import CATEGORIES, Category
from activity_report.counting import Report
from activity_report.periods import Period, PeriodKind, periods


@dataclass(frozen=True)
class Cell:
    """A figure. ``category`` is None for the sum of all."""

    category: Category | None
    count: int


@dataclass(frozen=True)
class Row:
    period: Period
    cells: tuple[Cell, ...]

    @property
    def is_sum(self) -> bool:
        return self.period.kind != PeriodKind.MONTH

    @property
    def counts(self) -> list[int]:
        return [cell.count for cell in self.cells]


@dataclass(frozen=True)
class Table:
    """A column for each category and one for the sum of them, a row for each period."""

    year: int
    rows: tuple[Row, ...]

    @property
    def title(self) -> str:
        return _("Activity report %(year)d") % {"year": self.year}

    @property
    def headings(self) -> list[str]:
        """Those of the figures, without that of the periods."""
        return [*(str(category.label) for category in CATEGORIES), _("Total")]


def table(report: Report, kinds: Collection[str] = tuple(PeriodKind)) -> Table:
    columns = (*CATEGORIES, None)
    rows = (
        Row(period, tuple(Cell(category, report.figure(period, category)) for category in columns))
        for period in periods(report.year, kinds)
    )
    return Table(report.year, tuple(rows))
