"""The report on one page of A4, across: letterhead, table, charts."""

from __future__ import annotations

import datetime
from contextlib import closing

from django.utils import timezone
from django.utils.formats import number_format
from fpdf.enums import Align, TableBordersLayout, VAlign
from fpdf.fonts import FontFace

from activity_report.chart import BAR, DIGIT, SLOT, WIDTH, Panel
from activity_report.formats.document import Document
from cms_pages.text import language_tag
from municipality.paper import FONT, LINE, Paper

#: in mm
MARGIN, FOOT = 13.0, 12.0
PERIOD_WIDTH = 41.0
ARMS = 15.0
COLUMNS, GAP, PANEL = 4, 7.0, 32.0
#: of a panel: its heading, the room for numbers, and the months below
HEADING, NUMBERS, MONTHS = 5.0, 4.0, 4.0
SIZE = 9.0
GREY = (90, 90, 90)


def pdf(document: Document) -> bytes:
    with closing(_Report(document)) as drawn:
        drawn.draw()
        return bytes(drawn.output())


class _Report(Paper):
    def __init__(self, document: Document) -> None:
        super().__init__(document.letterhead, orientation="landscape")
        self.document = document
        self.set_title(document.title)
        self.set_lang(language_tag(document.language))
        self.set_creation_date(timezone.make_aware(datetime.datetime.combine(document.as_of, datetime.time.min)))
        self.set_margins(MARGIN, MARGIN, MARGIN)
        self.set_auto_page_break(True, FOOT)

    def draw(self) -> None:
        self.add_page()
        self._head()
        self._table()
        if self.document.panels:
            self._panels()

    def footer(self) -> None:
        self.set_y(-FOOT + 3)
        self.set_font(FONT, "", 8)
        self.set_text_color(*GREY)
        self.cell(self.epw, 4, self.document.letterhead.contact[:180], align=Align.L)
        self.set_text_color(0, 0, 0)

    def _head(self) -> None:
        left = self.l_margin
        if self.draw_arms(left, MARGIN, ARMS):
            left += ARMS + 4
        self.set_xy(left, MARGIN)
        width = self.w - self.r_margin - left
        for text, style, size in (
            (self.document.letterhead.name, "", 11.0),
            (self.document.title, "B", 17.0),
            (self.document.note, "", 8.5),
        ):
            self.set_x(left)
            self.set_font(FONT, style, size)
            self.multi_cell(width, size * LINE * 0.92, text, align=Align.L, new_x="LMARGIN", new_y="NEXT")
        self.ln(2)

    def _table(self) -> None:
        figures = len(self.document.headings)
        self.set_font(FONT, "", SIZE)
        self.set_draw_color(150, 150, 150)
        self.set_line_width(0.2)
        bold = FontFace(emphasis="BOLD")
        with self.table(
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
            headings_style=bold,
            col_widths=(PERIOD_WIDTH, *[(self.epw - PERIOD_WIDTH) / figures] * figures),
            text_align=(Align.L, *[Align.R] * figures),
            line_height=SIZE * LINE,
            padding=(0.4, 1.5),
            v_align=VAlign.B,
        ) as table:
            table.row(["", *self.document.headings])
            for row, label in zip(self.document.table.rows, self.document.labels, strict=True):
                numbers = [number_format(count, force_grouping=True) for count in row.counts]
                line = table.row(style=bold if row.is_sum else None)
                for text in [label, *numbers[:-1]]:
                    line.cell(text)
                line.cell(numbers[-1], style=bold)

    def _panels(self) -> None:
        self.ln(5)
        width = (self.epw - GAP * (COLUMNS - 1)) / COLUMNS
        for start in range(0, len(self.document.panels), COLUMNS):
            if self.will_page_break(PANEL):
                self.add_page()
            top = self.get_y()
            for column, panel in enumerate(self.document.panels[start : start + COLUMNS]):
                self._panel(panel, self.l_margin + column * (width + GAP), top, width)
            self.set_y(top + PANEL + 2)

    def _panel(self, panel: Panel, left: float, top: float, width: float) -> None:
        self.set_xy(left, top)
        self.set_font(FONT, "B", SIZE)
        self.cell(width, HEADING, f"{panel.label}: {number_format(panel.total, force_grouping=True)}", align=Align.L)
        unit = width / WIDTH
        room = PANEL - HEADING - NUMBERS - MONTHS
        base = top + HEADING + NUMBERS + room
        self.set_fill_color(self.document.letterhead.colour)
        # A point is 0.3528 mm.
        size = min(7.0, SLOT * unit / (DIGIT * 0.3528 * max(1, *(len(bar.number) for bar in panel.bars))))
        for place, bar in enumerate(panel.bars):
            x, height = left + place * SLOT * unit, bar.share * room
            if bar.count:
                self.rect(x + (SLOT - BAR) / 2 * unit, base - height, BAR * unit, height, style="F")
                self.set_font(FONT, "", size)
                self.set_xy(x, base - height - NUMBERS + 0.3)
                self.cell(SLOT * unit, NUMBERS, bar.number, align=Align.C)
            self.set_font(FONT, "", 6.5)
            self.set_xy(x, base)
            self.cell(SLOT * unit, MONTHS, bar.label, align=Align.C)
        self.set_draw_color(*GREY)
        self.line(left, base, left + width, base)
        self.set_fill_color(255, 255, 255)
