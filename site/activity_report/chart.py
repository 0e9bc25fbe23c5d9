"""The chart: a small one for each category and one for all, with a bar for each month.

One beside the other they need no colours to be told apart: on paper, on a dark screen, and for who sees none.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from activity_report.categories import CATEGORIES
from activity_report.counting import Report
from activity_report.periods import Period, PeriodKind, periods

#: of the drawing, in its own units: each month has a slot, with a bar in its middle
SLOT, BAR = 18, 12
WIDTH = 12 * SLOT
TOP, HEIGHT, BELOW = 14, 70, 14
LARGEST_TYPE = 10
#: the width of a digit, in sizes of type
DIGIT = 0.56


@dataclass(frozen=True)
class Bar:
    """A month. ``share`` of the highest bar, from 0 to 1; ``number`` as it is written above, nothing for 0."""

    label: str
    count: int
    share: float
    number: str


@dataclass(frozen=True)
class Panel:
    """One of the small charts. Its scale is its own: its highest bar is as high as there is room."""

    name: str
    label: str
    total: int
    bars: tuple[Bar, ...]

    @property
    def summary(self) -> str:
        """What there is to see, in a sentence."""
        best = max(self.bars, key=lambda bar: bar.count)
        if not best.count:
            return _("%(category)s: none.") % {"category": self.label}
        return _("%(category)s: %(total)s in the year; the most in a month were %(most)s.") % {
            "category": self.label,
            "total": number_format(self.total, force_grouping=True),
            "most": best.number,
        }

    @property
    def type_size(self) -> int:
        """Of the numbers, so that those of two months do not touch."""
        longest = max(len(bar.number) for bar in self.bars)
        return min(LARGEST_TYPE, int(SLOT / (DIGIT * max(longest, 1))))


@dataclass(frozen=True)
class Drawn:
    """A bar in whole units of the drawing, and the middle of its slot."""

    bar: Bar
    x: int
    y: int
    height: int
    middle: int

    @property
    def number_y(self) -> int:
        """The line on which its number stands."""
        return self.y - 3


def panels(report: Report) -> list[Panel]:
    """All together first, then each category, in the active language."""
    months = periods(report.year, [PeriodKind.MONTH])
    year = Period.whole(report.year)
    made = []
    for category in (None, *CATEGORIES):
        counts = [report.figure(month, category) for month in months]
        highest = max(counts) or 1
        bars = (
            Bar(month.short_label, count, count / highest, number_format(count, force_grouping=True) if count else "")
            for month, count in zip(months, counts, strict=True)
        )
        name, label = (category.name, str(category.label)) if category else ("all", _("All together"))
        made.append(Panel(name, label, report.figure(year, category), tuple(bars)))
    return made


def drawn(panel: Panel) -> list[Drawn]:
    """The bars of a panel where an SVG has them. None is too low to be seen."""
    found = []
    for place, bar in enumerate(panel.bars):
        height = max(round(bar.share * HEIGHT), 1) if bar.count else 0
        left = place * SLOT
        found.append(Drawn(bar, left + (SLOT - BAR) // 2, TOP + HEIGHT - height, height, left + SLOT // 2))
    return found
