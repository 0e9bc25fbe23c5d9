"""The chart of ``docs/benchmarks.md``: how far each figure is on the good side of its goal, or on the other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.benchmarks.figures import Figure

WIDTH, LABELS, VALUES, ROW, TOP = 1000, 480, 120, 22, 44
#: the bars end at a quarter of the goal and at four times it
EDGE = 4.0
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1f2937 } .small { font-size: 12px; fill: #4b5563 }
.met { fill: #2563a8 } .missed { fill: #b45309 } line { stroke: #6b7280 }
@media (prefers-color-scheme: dark) {
 text { fill: #e5e7eb } .small { fill: #9ca3af } line { stroke: #9ca3af }
 .met { fill: #6aa8e8 } .missed { fill: #f0a04b }
}
"""


def chart(figures: Sequence[Figure]) -> str:
    """An SVG with a bar for each figure that has a goal; to the right of the line the goal is met."""
    shown = [figure for figure in figures if figure.goal]
    height = TOP + ROW * len(shown) + 10
    middle = LABELS + (WIDTH - LABELS - VALUES) / 2
    rows = [_row(figure, TOP + ROW * place, middle) for place, figure in enumerate(shown)]
    size = f'viewBox="0 0 {WIDTH} {height}"'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="Each figure beside its goal">',
            f"<style>{STYLE}</style>",
            f'<text x="{middle}" y="18" text-anchor="middle" class="small">goal</text>',
            f'<text x="{middle + 10}" y="34" class="small">better, up to 4 times →</text>',
            f'<text x="{middle - 10}" y="34" text-anchor="end" class="small">← missed</text>',
            *rows,
            f'<line x1="{middle}" y1="22" x2="{middle}" y2="{height - 6}"/>',
            "</svg>\n",
        ]
    )


def _row(figure: Figure, top: float, middle: float) -> str:
    assert figure.goal
    value = max(figure.value, 1e-9)
    times = figure.goal / value if figure.at_most else value / figure.goal
    reach = (WIDTH - LABELS - VALUES) / 2 - 10
    length = reach * math.log(min(max(times, 1 / EDGE), EDGE)) / math.log(EDGE)
    left, width = (middle, length) if length >= 0 else (middle + length, -length)
    label = escape(f"{figure.on}: {figure.name}")
    return (
        f'<text x="{LABELS - 10}" y="{top + 15}" text-anchor="end" class="small">{label}</text>'
        f'<rect x="{left:.1f}" y="{top + 3}" width="{max(width, 1):.1f}" height="{ROW - 7}" rx="2" '
        f'class="{"met" if figure.met else "missed"}"/>'
        f'<text x="{WIDTH - VALUES + 8}" y="{top + 15}">{escape(figure.text)}</text>'
    )
