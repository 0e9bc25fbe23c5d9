"""How a body writes the numbers of its acts: a text such as ``01-{number:04}/{year}``.

``{number}`` is the number that runs through the year (``{number:04}``: with zeros before it, four digits), ``{year}``
the year and ``{yy}`` its last two digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

#: a database's integer; what is longer is no running number
MOST_DIGITS = 9
_NUMBER = re.compile(r"\{number(?::0([2-9]))?\}")
#: at the beginning, at the end, two in a row, or a sign that separates no numbers; "Nr:17/2026" has a colon rightly
_MISPLACED = re.compile(r"^[/.-]|[/-]$|[/-]\s*[/.-]|\.\.|[\\,;|_]|(?<![^\W\d_]):")


def check_number_pattern(pattern: str) -> None:
    """Raise ValidationError where a pattern has not ``{number}`` once, or braces that mean nothing."""
    if len(_NUMBER.findall(pattern)) != 1:
        raise ValidationError(_("Write {number} once, where the number that runs through the year stands."))
    if re.search(r"[{}]", _NUMBER.sub("", pattern).replace("{year}", "").replace("{yy}", "")):
        raise ValidationError(_("In braces there can be {number}, {year} and {yy} only."))
    check_separators(write_number(pattern, 1, 2000))


def check_separators(number: str) -> None:
    """Raise ValidationError where the parts of a number are kept apart as no office does it: 17//2026, 17,2026, /17."""
    if number and _MISPLACED.search(number):
        raise ValidationError(
            _("Write / or - between the parts of the number, one sign at a time: 17/2026 or 01-400/26-0017."),
            code="separators",
        )


def write_number(pattern: str, number: int, year: int) -> str:
    """The act's number of a running number and a year."""
    found = _NUMBER.search(pattern)
    width = int(found[1] or 1) if found else 1
    return "".join(f"{number:0{width}}" if part is None else part for part in _parts(pattern, year))


def read_number(pattern: str, written: str, year: int) -> int | None:
    """The running number of an act's number; None where it is not written so."""
    parts = (rf"([0-9]{{1,{MOST_DIGITS}}})" if part is None else re.escape(part) for part in _parts(pattern, year))
    found = re.fullmatch("".join(parts), written, re.IGNORECASE)
    return int(found[1]) or None if found else None


def _parts(pattern: str, year: int) -> Iterator[str | None]:
    """What stands before the running number, None in its place, and what stands behind it."""
    before, _width, behind = _NUMBER.split(pattern, maxsplit=1)
    for part in (before, None, behind):
        yield part and part.replace("{year}", str(year)).replace("{yy}", f"{year % 100:02}")
