"""What was measured: said at once, kept in ``docs/benchmarks.json``, and written from there into the page and chart.

A part that is measured again replaces its own figures only.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from tests.benchmarks.chart import chart
from tests.benchmarks.servers import ROOT

PAGE = ROOT / "docs" / "benchmarks.md"
KEPT = ROOT / "docs" / "benchmarks.json"
CHART = ROOT / "docs" / "images" / "benchmarks.svg"
BEGIN, END = "<!-- figures: written by make bench -->", "<!-- end of figures -->"


@dataclass(frozen=True)
class Figure:
    """A figure, mostly a ratio. With ``goal`` it should be at least that, or at most where ``at_most`` says so."""

    part: str
    on: str
    name: str
    value: float
    goal: float | None = None
    at_most: bool = False
    unit: str = ""

    @property
    def met(self) -> bool:
        return self.goal is None or (self.value <= self.goal if self.at_most else self.value >= self.goal)

    @property
    def text(self) -> str:
        return f"{_number(self.value)}{self.unit and ' ' + self.unit}"

    @property
    def goal_text(self) -> str:
        if self.goal is None:
            return ""
        return f"{'at most' if self.at_most else 'at least'} {_number(self.goal)}{self.unit and ' ' + self.unit}"


_measured: list[Figure] = []


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def record(figure: Figure) -> None:
    """Say a figure, and keep it for the page."""
    _measured.append(figure)
    verdict = "" if figure.goal is None else f"   {figure.goal_text}: {'met' if figure.met else 'MISSED'}"
    say(f"{figure.on:24} {figure.name:52} {figure.text:>16}{verdict}")


def write(done: Iterable[str]) -> None:
    """Write what was measured of the parts that are done, and leave the other parts' figures as they are."""
    parts = set(done)
    known = json.loads(KEPT.read_text())["figures"] if KEPT.exists() else []
    kept = [Figure(**row) for row in known if row["part"] not in parts]
    figures = sorted([*kept, *(figure for figure in _measured if figure.part in parts)], key=lambda one: one.part)
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    rows = {"machine": machine, "date": f"{datetime.now(UTC):%Y-%m-%d}", "figures": [asdict(one) for one in figures]}
    KEPT.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n")
    CHART.parent.mkdir(exist_ok=True)
    CHART.write_text(chart(figures))
    before, _begin, rest = PAGE.read_text().partition(BEGIN)
    _old, _end, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n{_tables(figures, machine, rows['date'])}{END}{after}")
    say(f"Written: {', '.join(str(path.relative_to(ROOT)) for path in (PAGE, KEPT, CHART))}")


def _tables(figures: list[Figure], machine: str, date: object) -> str:
    lines = [f"\nMeasured on {date}, {machine}.\n"]
    for part in sorted({figure.part for figure in figures}):
        lines += [f"### {part}\n", "| on | what | figure | goal | |", "|---|---|---|---|---|"]
        for one in figures:
            if one.part == part:
                verdict = "" if one.goal is None else "met" if one.met else "**missed**"
                lines.append(f"| {one.on} | {one.name} | {one.text} | {one.goal_text} | {verdict} |")
        lines.append("")
    return "\n".join(lines)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
