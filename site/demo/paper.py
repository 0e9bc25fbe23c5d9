"""The paper of the municipality: letterhead, coat of arms, signature and stamp, drawn with fpdf2's core fonts."""

import datetime
import math
import random
from collections.abc import Sequence

from fpdf import FPDF
from fpdf.enums import Align, TableBordersLayout, TextEmphasis
from fpdf.fonts import FontFace

INK = (24, 44, 122)
STAMP = (44, 58, 158)
SHIELD = (28, 78, 128)
WATER = (150, 200, 226)
GREY = (95, 95, 95)
BLACK = (0, 0, 0)
MARGIN = 25.0
CREATED_AT = datetime.time(10, 0, tzinfo=datetime.UTC)

# The core fonts have latin-1 only: enough for Albanian, not for typographic marks nor for Serbian names.
_LATIN = str.maketrans(
    {
        "„": '"', "“": '"', "”": '"', "’": "'", "‘": "'", "–": "-", "—": "-", "…": "...", "€": "euro",
        "č": "c", "ć": "c", "š": "s", "ž": "z", "đ": "dj", "Č": "C", "Ć": "C", "Š": "S", "Ž": "Z", "Đ": "Dj",
    }
)  # fmt: skip


def latin(text: str) -> str:
    """Return `text` in the letters that the core fonts have."""
    return text.translate(_LATIN)


class Paper(FPDF):
    """A4 paper with the municipality's letterhead. Equal calls give equal bytes: the time of creation is fixed."""

    def __init__(self, *, title: str, date: datetime.date, body: str, address: str, running_title: str) -> None:
        super().__init__(format="A4")
        self.body, self.address, self.running_title = body, address, running_title
        self.set_creation_date(datetime.datetime.combine(date, CREATED_AT))
        self.set_title(latin(title))
        self.set_author("Komuna e Lumbardhit")
        self.set_lang("sq")
        self.set_margin(MARGIN)
        self.set_auto_page_break(auto=True, margin=28)
        self.add_page()

    def header(self) -> None:
        """Put the letterhead on the first page, a running title on the others."""
        if self.page_no() == 1:
            self._letterhead()
            return
        self.set_y(14)
        self.set_font("Times", "I", 9)
        self.set_text_color(*GREY)
        self.cell(w=self.epw, h=5, text=latin(self.running_title), align=Align.R)
        self.set_text_color(*BLACK)
        self.set_y(24)

    def footer(self) -> None:
        """Put the address and the number of the page at the foot."""
        self.set_y(-20)
        self._rule(self.get_y())
        self.set_font("Times", "", 8.5)
        self.set_text_color(*GREY)
        self.set_y(-18)
        self.cell(w=self.epw, h=5, text=latin(self.address), align=Align.L)
        self.set_x(self.l_margin)
        self.cell(w=self.epw, h=5, text=f"Faqja {self.page_no()} / {{nb}}", align=Align.R)
        self.set_text_color(*BLACK)

    def _letterhead(self) -> None:
        coat_of_arms(self, self.w / 2, 14, 15)
        self.set_y(34)
        self.line_of_text("Republika e Kosovës - Republika Kosova - Republic of Kosovo", size=9.5)
        self.line_of_text("Komuna e Lumbardhit - Opština Lumbard - Municipality of Lumbardh", size=12.5, style="B")
        self.line_of_text(self.body, size=11, style="I")
        self.ln(1.5)
        self._rule(self.get_y())
        self._rule(self.get_y() + 0.8)
        self.ln(6)

    def _rule(self, y: float) -> None:
        self.set_draw_color(*SHIELD)
        self.set_line_width(0.3)
        self.line(self.l_margin, y, self.w - self.r_margin, y)
        self.set_draw_color(*BLACK)

    def line_of_text(self, text: str, *, size: float = 11.5, style: str = "", align: Align = Align.C) -> None:
        """Write one paragraph; `style` is any of B and I, `size` in points."""
        self.set_font("Times", style, size)
        self.multi_cell(w=self.epw, h=size * 0.46, text=latin(text), align=align, new_x="LMARGIN", new_y="NEXT")

    def paragraph(self, text: str, *, indent: float = 0, marker: str = "") -> None:
        """Write a justified paragraph; with `indent` (mm), `marker` stands before it."""
        self.set_font("Times", "", 11.5)
        if marker:
            self.set_x(self.l_margin + indent - 6)
            self.cell(w=6, h=5.6, text=marker)
        self.set_x(self.l_margin + indent)
        width = self.epw - indent
        self.multi_cell(w=width, h=5.6, text=latin(text), align=Align.J, new_x="LMARGIN", new_y="NEXT")
        self.ln(1.2 if marker else 2.2)

    def keep_together(self, height: float) -> None:
        """Start a new page unless `height` (mm) is left on this one."""
        if self.will_page_break(height):
            self.add_page()

    def subheading(self, text: str, *, align: Align = Align.C) -> None:
        """Write a bold line and keep it with what follows."""
        self.keep_together(24)
        self.ln(1.5)
        self.line_of_text(text, style="B", align=align)
        self.ln(1)

    def grid(self, rows: Sequence[Sequence[str]]) -> None:
        """Draw a table with the first row as its header; columns of numbers are set to the right."""
        self.ln(1)
        self.set_font("Times", "", 10.5)
        aligns = [
            Align.R if all(any(c.isdigit() for c in row[i][:1]) for row in rows[1:]) else Align.L
            for i in range(len(rows[0]))
        ]
        self.set_draw_color(150, 150, 150)
        self.set_line_width(0.2)
        longest = [max(max(len(row[i]) for row in rows), 8) for i in range(len(rows[0]))]
        with self.table(
            borders_layout=TableBordersLayout.ALL,
            headings_style=FontFace(emphasis=TextEmphasis.B, fill_color=(228, 236, 244)),
            col_widths=[min(length, 34) for length in longest],
            text_align=aligns,
            line_height=5.4,
            padding=(1, 2),
        ) as table:
            for row in rows:
                table.row([latin(cell) for cell in row])
        self.set_draw_color(*BLACK)
        self.ln(3)

    def end_with_signature(self, title: str, name: str) -> None:
        """Put the title, a signature, the name and the stamp on the right half of the page."""
        self.ln(8)
        top, left, width = self.get_y(), self.w / 2 + 6, self.w / 2 - self.r_margin - 6
        self.set_xy(left, top)
        self.set_font("Times", "", 11.5)
        self.cell(w=width, h=6, text=latin(title), align=Align.C)
        self.set_draw_color(120, 120, 120)
        self.set_line_width(0.2)
        self.line(left + 6, top + 24, left + width - 6, top + 24)
        signature(self, latin(name), left + width / 2 - 18, top + 18)
        self.set_xy(left, top + 25.5)
        self.set_font("Times", "B", 11.5)
        self.cell(w=width, h=6, text=latin(name), align=Align.C)
        stamp(self, left - 10, top + 24)


def coat_of_arms(pdf: FPDF, x: float, y: float, height: float) -> None:
    """Draw the shield with a bridge of three arches over water; `x` is its middle, `y` its top, all in mm."""
    width = height * 0.84
    left, right = x - width / 2, x + width / 2
    curve = [
        (x + width / 2 * math.cos(a), y + height * 0.55 + height * 0.45 * math.sin(a) ** 1.25)
        for a in (math.pi * step / 24 for step in range(25))
    ]
    pdf.set_line_width(0.5)
    pdf.set_draw_color(*SHIELD)
    pdf.set_fill_color(*WATER)
    pdf.polygon([(left, y), (right, y), *curve], style="DF")
    pdf.set_fill_color(*SHIELD)
    deck = y + height * 0.3
    pdf.rect(left + 0.6, deck, width - 1.2, height * 0.1, style="F")
    for pier in range(4):
        pdf.rect(left + 0.6 + pier * (width - 2.4) / 3, deck, 1.2, height * 0.3, style="F")
    pdf.set_line_width(0.45)
    for row in range(3):
        level = y + height * (0.68 + 0.09 * row)
        half = width * (0.36 - 0.09 * row)
        pdf.polyline([(x + half * (s / 10 - 1), level + 0.5 * math.sin(s * 1.26)) for s in range(21)])
    pdf.set_draw_color(*BLACK)


def signature(pdf: FPDF, name: str, x: float, y: float) -> None:
    """Draw a signature for `name`, always the same for one name, from (`x`, `y`) to the right (mm)."""
    hand = random.Random(name)  # noqa: S311 - the same strokes for the same name are wanted
    tall = hand.uniform(7, 9.5)
    knots = [(0.0, 0.0), (4.5, -tall), (6.5, -tall * 0.9), (3.5, 1.5), (1.0, -1.0), (7.5, -tall * 0.45), (8.0, 0.5)]
    for _ in range(hand.randint(4, 6)):
        left = knots[-1][0]
        peak = hand.choice((2.0, 2.8, 3.4, 7.5))
        knots += [(left + hand.uniform(1.6, 3.0), -peak), (left + hand.uniform(2.4, 3.6), hand.uniform(-0.4, 1.2))]
    end = knots[-1][0]
    knots += [
        (end + 9, -hand.uniform(1, 4)),
        (end + 4, 3.2),
        (hand.uniform(4, 10), 4.6),
        (end + 2, 4.0),
        (end + 8, 2.5),
    ]
    pdf.set_draw_color(*INK)
    pdf.set_line_width(0.36)
    pdf.polyline([(x + a, y + b) for a, b in _smooth(knots)])
    pdf.set_draw_color(*BLACK)


def _smooth(knots: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return points of the Catmull-Rom curve through `knots`."""
    padded = [knots[0], *knots, knots[-1]]
    curve = []
    for i in range(len(knots) - 1):
        p0, p1, p2, p3 = padded[i : i + 4]
        for step in range(10):
            t = step / 10
            curve.append(
                (
                    _catmull_rom(t, p0[0], p1[0], p2[0], p3[0]),
                    _catmull_rom(t, p0[1], p1[1], p2[1], p3[1]),
                )
            )
    return curve


def _catmull_rom(t: float, a: float, b: float, c: float, d: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)


def stamp(pdf: FPDF, x: float, y: float, radius: float = 16.5) -> None:
    """Draw the round stamp with its middle at (`x`, `y`), sizes in mm."""
    with pdf.local_context(fill_opacity=0.82, stroke_opacity=0.82):
        pdf.set_draw_color(*STAMP)
        pdf.set_text_color(*STAMP)
        for r, line in ((radius, 0.7), (radius - 0.9, 0.25), (radius * 0.66, 0.35)):
            pdf.set_line_width(line)
            pdf.circle(x, y, r, style="D")
        pdf.set_font("Helvetica", "B", 7)
        _text_on_circle(pdf, "KOMUNA E LUMBARDHIT * OPSTINA LUMBARD * ", x, y, radius * 0.74)
        pdf.set_font("Helvetica", "B", 6.5)
        for offset, line_text in ((-3.4, "REPUBLIKA"), (-0.4, "E KOSOVËS"), (4.2, "1")):
            pdf.text(x - pdf.get_string_width(line_text) / 2, y + offset, line_text)
        pdf.set_line_width(0.25)
        pdf.line(x - 6, y + 1, x + 6, y + 1)
    pdf.set_draw_color(*BLACK)
    pdf.set_text_color(*BLACK)


def _text_on_circle(pdf: FPDF, text: str, x: float, y: float, radius: float) -> None:
    """Write `text` once around, clockwise from the left."""
    total = sum(pdf.get_string_width(letter) for letter in text)
    angle = 180.0
    for letter in text:
        width = pdf.get_string_width(letter)
        middle = angle - 180 * width / total
        px = x + radius * math.cos(math.radians(middle))
        py = y - radius * math.sin(math.radians(middle))
        with pdf.rotation(middle - 90, px, py):
            pdf.text(px - width / 2, py, letter)
        angle -= 360 * width / total
