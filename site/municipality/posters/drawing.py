"""Draws a poster for a notice board: A4, to be read from a step away, with a QR code of the page."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from contextlib import closing

import segno
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override
from fpdf.enums import Align, TableBordersLayout
from fpdf.fonts import FontFace

from cms_pages.listing import kind_labels
from cms_pages.text import language_tag
from municipality.paper import FONT, LINE, Letterhead, Paper
from municipality.posters.facts import PosterFacts
from municipality.posters.text import Piece, pieces_of

MARGIN = 18.0
#: at the foot of each page: the QR code and where it leads, in mm
FOOT = 46.0
QR = 32.0
#: sizes of type in points, from the first that is tried to the last
TITLE_SIZES = (36, 32, 28, 25, 22, 19, 16)
TEXT_SIZES = (15.0, 13.5, 12.0, 10.5)
#: of the height that is there, the title takes this at most
TITLE_SHARE = 0.34
#: of a text that needs several pages
LONG_TEXT_SIZE = 12.0
#: what is longer is cut: nobody reads more on a board, and the whole text is on the page
MOST_PAGES = 4


def poster(facts: PosterFacts, letterhead: Letterhead) -> bytes:
    """The PDF. The same facts give the same bytes. Type gets smaller until all is on one page; else there are more."""
    with override(facts.locale):
        for size in TEXT_SIZES:
            with closing(Poster(facts, letterhead, size, most_pages=1)) as drawn:
                if drawn.draw():
                    return bytes(drawn.output())
        with closing(Poster(facts, letterhead, LONG_TEXT_SIZE, most_pages=MOST_PAGES)) as drawn:
            drawn.draw()
            return bytes(drawn.output())


class Poster(Paper):
    """One attempt with a size of type (points). It ends soon after it has needed more pages than it may."""

    def __init__(self, facts: PosterFacts, letterhead: Letterhead, size: float, most_pages: int) -> None:
        super().__init__(letterhead)
        self.facts, self.size, self.most_pages = facts, size, most_pages
        self.set_title(facts.title)
        self.set_lang(language_tag(facts.locale))
        self.set_creation_date(timezone.make_aware(datetime.datetime.combine(facts.date, datetime.time.min)))
        self.set_margins(MARGIN, MARGIN, MARGIN)
        self.set_auto_page_break(True, FOOT)
        self.is_cut = False

    def draw(self) -> bool:
        """Whether all of it is on as many pages as it may have."""
        self.add_page()
        self._title()
        self._place_and_time()
        self._deadline()
        if self.facts.summary:
            self._text(self.facts.summary, self.size + 2.5, style="B")
            self.ln(2.5)
        if self.facts.results_date:
            heading = _("Results, announced on %(date)s") % {"date": date_format(self.facts.results_date)}
            self._pieces([Piece("heading", heading), *pieces_of(self.facts.results)])
        self._pieces(pieces_of(self.facts.content))
        return self.page_no() <= self.most_pages and not self.is_cut

    def header(self) -> None:
        if self.page_no() > 1:
            self.set_y(12)
            self._text(self.facts.title[:110], 10, colour="#5a5a5a")
            self.set_y(MARGIN + 4)
            return
        left = self.l_margin
        if self.draw_arms(left, 14, 24):
            left += 29
        self.set_xy(left, 16)
        self.set_font(FONT, "B", 19)
        self.multi_cell(
            self.w - self.r_margin - left, 8, self.letterhead.name, align=Align.L, new_x="LEFT", new_y="NEXT"
        )
        if self.facts.body:
            self.set_font(FONT, "", 13)
            self.multi_cell(self.w - self.r_margin - left, 6, self.facts.body, align=Align.L)
        self.set_y(max(self.get_y() + 3, 41))
        self.set_draw_color(self.letterhead.colour)
        self.set_line_width(1.4)
        self.line(self.l_margin, self.get_y(), self.w - self.r_margin, self.get_y())
        self.ln(6)

    def footer(self) -> None:
        top = self.h - FOOT + 5
        self.set_draw_color(self.letterhead.colour)
        self.set_line_width(0.5)
        self.line(self.l_margin, top, self.w - self.r_margin, top)
        if not self.facts.is_draft:
            self._qr_code(self.l_margin, top + 3.5, QR)
        self.set_xy(self.l_margin + QR + 6, top + 4)
        width = self.w - self.r_margin - self.get_x()
        self.set_text_color(0, 0, 0)
        lead = (
            _("Everything about it, and its documents:") if not self.is_cut else _("The whole text, and its documents:")
        )
        for text, style, size in (
            (_("Draft: not published") if self.facts.is_draft else lead, "B", 12),
            (self.facts.url.split("://")[-1][:180], "", 10),
            (_("Issued on %(date)s") % {"date": date_format(self.facts.date)}, "", 10),
            (self.letterhead.contact[:200], "", 9),
        ):
            self.set_font(FONT, style, size)
            self.set_x(self.l_margin + QR + 6)
            self.multi_cell(width, size * LINE, text, align=Align.L, new_x="LEFT", new_y="NEXT")
        if self.page_no() > 1 or self.pages_count > 1:
            self.set_xy(self.w - self.r_margin - 20, self.h - 9)
            self.set_font(FONT, "", 9)
            self.cell(20, 5, str(self.page_no()), align=Align.R)

    def _title(self) -> None:
        label = kind_labels()[self.facts.kind].upper()
        number = _("No. %(number)s") % {"number": self.facts.reference} if self.facts.reference else ""
        self._text("   ".join(filter(None, (label, number))), 15, style="B", colour=self.letterhead.colour)
        self.ln(1)
        room = (self.h - FOOT - self.get_y()) * TITLE_SHARE
        for size in TITLE_SIZES:
            self.set_font(FONT, "B", size)
            lines = self.multi_cell(self.epw, size * 0.42, self.facts.title, dry_run=True, output="LINES")
            if isinstance(lines, list) and len(lines) * size * 0.42 <= room:
                break
        self.multi_cell(self.epw, size * 0.42, self.facts.title, align=Align.L, new_x="LMARGIN", new_y="NEXT")
        self.ln(4)

    def _place_and_time(self) -> None:
        begins = self.facts.starts_at and date_format(timezone.localtime(self.facts.starts_at), "DATETIME_FORMAT")
        for label, value in ((_("When"), begins), (_("Place"), self.facts.place)):
            if value:
                self._text(f"{label}: {value}", 17, style="B", colour=self.letterhead.colour)
        if begins or self.facts.place:
            self.ln(3)

    def _deadline(self) -> None:
        if self.facts.deadline is None:
            return
        moment = date_format(timezone.localtime(self.facts.deadline), "DATETIME_FORMAT")
        self.set_fill_color(self.letterhead.colour)
        self.set_text_color(255, 255, 255)
        self.set_font(FONT, "B", 21)
        self.multi_cell(
            self.epw,
            10,
            f"{_('Deadline')}: {moment}",
            align=Align.L,
            fill=True,
            padding=(2, 5),
            new_x="LMARGIN",
            new_y="NEXT",
        )
        self.set_text_color(0, 0, 0)
        # Tables would be filled with it.
        self.set_fill_color(255, 255, 255)
        self.ln(5)

    def _pieces(self, pieces: Iterable[Piece]) -> None:
        for piece in pieces:
            if self.is_cut or not self._has_room(piece):
                self.is_cut = True
                return
            match piece.kind:
                case "heading":
                    if self.will_page_break(self.size * LINE * 3):
                        self.add_page()
                    self.ln(1.5)
                    self._text(piece.text, self.size + 1.5, style="B", colour=self.letterhead.colour)
                    self.ln(0.5)
                case "entry":
                    self.set_font(FONT, "", self.size)
                    self.set_x(self.l_margin + 2)
                    self.cell(7, self.size * LINE, piece.marker)
                    self._text(piece.text, self.size, indent=9)
                    self.ln(0.8)
                case "table":
                    self._table(piece.rows)
                case _:
                    self._text(piece.text, self.size)
                    self.ln(2)

    def _has_room(self, piece: Piece) -> bool:
        """Whether there is room for it on the pages that there may be."""
        if self.page_no() < self.most_pages:
            return True
        line = self.size * LINE
        if piece.kind == "table":
            height = len(piece.rows) * (line + 2)
        else:
            self.set_font(FONT, "", self.size)
            lines = self.multi_cell(self.epw - 9, line, piece.text, dry_run=True, output="LINES")
            height = (len(lines) if isinstance(lines, list) else 1) * line + (
                line * 3 if piece.kind == "heading" else 2
            )
        return self.page_no() == self.most_pages and self.get_y() + height <= self.h - FOOT

    def _text(
        self,
        text: str,
        size: float,
        *,
        style: str = "",
        indent: float = 0,
        colour: str = "#000000",
    ) -> None:
        self.set_text_color(colour)
        self.set_font(FONT, style, size)
        self.set_x(self.l_margin + indent)
        self.multi_cell(self.epw - indent, size * LINE, text, align=Align.L, new_x="LMARGIN", new_y="NEXT")
        self.set_text_color(0, 0, 0)

    def _table(self, rows: list[list[str]]) -> None:
        size = min(self.size, 12)
        self.set_font(FONT, "", size)
        self.set_draw_color(150, 150, 150)
        self.set_line_width(0.2)
        with self.table(
            borders_layout=TableBordersLayout.ALL,
            headings_style=FontFace(emphasis="BOLD"),
            text_align=Align.L,
            line_height=size * LINE,
            padding=(1, 2),
        ) as table:
            for row in rows:
                table.row(row)
        self.ln(3)

    def _qr_code(self, x: float, y: float, side: float) -> None:
        """Drawn as rectangles, so sharp at any size. Rain and pins may damage a quarter of it."""
        modules = segno.make_qr(self.facts.url, error="q").matrix
        step = side / len(modules)
        self.set_fill_color(0, 0, 0)
        for row, line in enumerate(modules):
            start = None
            for column, dark in enumerate([*line, 0]):
                if dark and start is None:
                    start = column
                elif not dark and start is not None:
                    self.rect(x + start * step, y + row * step, (column - start) * step, step, style="F")
                    start = None
