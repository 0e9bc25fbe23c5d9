"""Numbers of acts: the part that runs through the year, and the number that follows on another.

Offices write them as ``01-400/25-0042``, ``42/2025``, ``Nr. 42``: with a classification or the year before or behind.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from cms_pages.number_patterns import MOST_DIGITS, read_number

_DIGITS = re.compile(r"[0-9]+")


@dataclass(frozen=True)
class _Pattern:
    """A number taken apart: ``before``, the running part, ``after``."""

    before: str
    running: str
    after: str

    def with_running(self, running: int) -> str:
        width = len(self.running) if self.running.startswith("0") else 1
        return f"{self.before}{running:0{width}}{self.after}"


def running_number(number: str, year: int, written_as: str = "") -> int | None:
    """The part of a number that runs through a year: by the body's pattern (``cms_pages.number_patterns``), where it
    has one and the number is written so, else its last digits that are not the year.
    """
    if written_as and (running := read_number(written_as, number, year)):
        return running
    pattern = _pattern(number, year)
    return int(pattern.running) if pattern else None


def following(number: str, year: int) -> str:
    """The number after this one in the same year, written in the same way; empty where it has no running part."""
    pattern = _pattern(number, year)
    return pattern.with_running(int(pattern.running) + 1) if pattern else ""


def first_of_year(number: str, year: int, new_year: int) -> str:
    """The first number of ``new_year``, written as this one of ``year``; empty where it has no running part."""
    pattern = _pattern(number, year)
    if pattern is None:
        return ""
    years = {str(year): str(new_year), f"{year % 100:02}": f"{new_year % 100:02}"}

    def renewed(part: str) -> str:
        groups = list(_DIGITS.finditer(part))
        year_group = next((found for found in reversed(groups) if found.group() in years), None)
        if year_group is None:
            return part
        return f"{part[: year_group.start()]}{years[year_group.group()]}{part[year_group.end() :]}"

    return _Pattern(renewed(pattern.before), pattern.running, renewed(pattern.after)).with_running(1)


def _pattern(number: str, year: int) -> _Pattern | None:
    groups = list(_DIGITS.finditer(number))
    if len(groups) > 1 and groups[-1].group() in (str(year), f"{year % 100:02}"):
        groups.pop()
    if not groups or len(groups[-1].group()) > MOST_DIGITS or not int(groups[-1].group()):
        return None
    found = groups[-1]
    return _Pattern(number[: found.start()], found.group(), number[found.end() :])
