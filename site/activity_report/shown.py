"""A report as a page shows it: each figure with its link, and the charts."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from wagtail.models import Site

from activity_report.chart import BAR, BELOW, HEIGHT, TOP, WIDTH, Drawn, Panel, drawn, panels
from activity_report.counting import report
from activity_report.periods import Period
from activity_report.table import Cell, Table, table


@dataclass(frozen=True)
class LinkedFigure:
    count: int
    url: str


@dataclass(frozen=True)
class ShownRow:
    period: Period
    is_sum: bool
    figures: tuple[LinkedFigure, ...]


@dataclass(frozen=True)
class ShownPanel:
    panel: Panel
    bars: list[Drawn]


@dataclass(frozen=True)
class ShownReport:
    """``panels`` are drawn on ``width`` times ``height`` units; the bars, ``bar`` wide, stand on ``base``."""

    table: Table
    rows: tuple[ShownRow, ...]
    panels: tuple[ShownPanel, ...]
    width: int = WIDTH
    height: int = TOP + HEIGHT + BELOW
    bar: int = BAR
    base: int = TOP + HEIGHT


def shown(site: Site, year: int, list_url: str) -> ShownReport:
    """The report in the active language; ``list_url`` is the address of the lists behind its figures."""
    counted = report(site, year)
    whole = table(counted)
    rows = tuple(
        ShownRow(
            row.period,
            row.is_sum,
            tuple(LinkedFigure(cell.count, _address(list_url, row.period, cell)) for cell in row.cells),
        )
        for row in whole.rows
    )
    return ShownReport(whole, rows, tuple(ShownPanel(panel, drawn(panel)) for panel in panels(counted)))


def _address(list_url: str, period: Period, cell: Cell) -> str:
    parameters = {"period": period.code}
    if cell.category is not None:
        parameters["category"] = cell.category.name
    return f"{list_url}{'&' if '?' in list_url else '?'}{urlencode(parameters)}"
