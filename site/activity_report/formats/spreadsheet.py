"""The report for spreadsheets: the table with a chart that the spreadsheet draws, and the months by themselves."""

from __future__ import annotations

import io
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference, Series
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from activity_report.formats.document import Document
from activity_report.table import Row

#: the row of the headings, below the title
HEAD = 3
#: of the columns, in characters
PERIOD_WIDTH, FIGURE_WIDTH = 22, 15


def spreadsheet(document: Document) -> bytes:
    book = Workbook()
    sheet = book.active
    rows = list(zip(document.labels, document.table.rows, strict=True))
    _sheet(sheet, document, rows, document.title)
    sheet.cell(HEAD + len(rows) + 2, 1, document.note)
    if document.panels:
        months = book.create_sheet()
        # By themselves, as charts and pivot tables want them.
        _sheet(months, document, [(label, row) for label, row in rows if not row.is_sum], _("Months"))
        sheet.add_chart(_chart(months, document), f"A{HEAD + len(rows) + 4}")
    book.properties.title, book.properties.creator = document.title, document.letterhead.name
    book.properties.language = document.language
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _sheet(sheet: Any, document: Document, rows: list[tuple[str, Row]], title: str) -> None:
    sheet.title = title[:31]
    sheet.cell(1, 1, f"{document.title}: {document.letterhead.name}").font = Font(bold=True, size=14)
    for column, heading in enumerate([_("Period"), *document.headings], start=1):
        cell = sheet.cell(HEAD, column, heading)
        cell.font, cell.border = Font(bold=True), Border(bottom=Side("medium"))
        cell.alignment = Alignment(horizontal="right" if column > 1 else None, vertical="bottom", wrap_text=True)
        sheet.column_dimensions[get_column_letter(column)].width = PERIOD_WIDTH if column == 1 else FIGURE_WIDTH
    for line, (label, row) in enumerate(rows, start=HEAD + 1):
        cells = [sheet.cell(line, 1, label)]
        for column, count in enumerate(row.counts, start=2):
            cells.append(sheet.cell(line, column, count))
            cells[-1].number_format = "#,##0"
        for cell in cells if row.is_sum else cells[-1:]:
            cell.font = Font(bold=True)
    sheet.freeze_panes = f"B{HEAD + 1}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True


def _chart(months: Any, document: Document) -> BarChart:
    """The categories above each other, for each month."""
    chart = BarChart()
    chart.grouping, chart.overlap, chart.title = "stacked", 100, document.title
    chart.height, chart.width = 9, 26
    chart.x_axis.delete = chart.y_axis.delete = False
    rows = {"min_row": HEAD + 1, "max_row": months.max_row}
    for column, heading in enumerate(document.headings[:-1], start=2):
        chart.series.append(Series(Reference(months, min_col=column, **rows), title=heading))
    chart.set_categories(Reference(months, min_col=1, **rows))
    return chart
