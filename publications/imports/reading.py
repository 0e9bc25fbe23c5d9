"""Reads a table of acts: finds out its encoding and what parts its cells, and gives its rows one after the other."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from django.utils.translation import gettext_lazy as _

from publications.imports.columns import COLUMNS, REQUIRED, column_named
from publications.imports.problems import Problem

DELIMITERS = (",", ";", "\t")
BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
#: how the files of Excel and LibreOffice themselves begin: ZIP archives, and what Excel wrote until 2003
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
#: what Excel writes on Windows set to Albanian or Serbian (Latin script)
WINDOWS = "windows-1250"
#: characters of the longest cell; the module's own limit is shorter than an act
LONGEST_CELL = 2_000_000
#: bytes, of a line that is looked at to find out the encoding
LONGEST_LINE = 16 * 1024 * 1024

UNREADABLE = _("The row cannot be read: look at its quotation marks.")
MORE_CELLS = _("The row has more cells than the header. Put quotation marks around cells that contain “%(sign)s”.")
CUT_OFF = _(
    "From here on the table is no text: it was cut off or damaged. Save it anew as “CSV UTF-8”, and import it again."
)
NO_TEXT = _("The table is not text. Save it as “CSV UTF-8”, and import it again.")
WRONG_CHARACTERS = _(
    "Some characters are neither UTF-8 nor Windows-1250. Save the table as “CSV UTF-8”, and import it again."
)


class TableError(Exception):
    """The whole table cannot be read. Says what to do."""


@dataclass(frozen=True)
class Row:
    """``line`` is where the row begins, the header being line 1. ``values`` are its cells by column, tidied."""

    line: int
    values: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Table:
    """How a table is to be read. ``left_out`` are the headings of columns that are not known."""

    path: Path
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    left_out: tuple[str, ...]

    def rows(self) -> Iterator[Row]:
        """Its rows, those that cannot be read with the problem and no values. Empty ones are passed over."""
        csv.field_size_limit(LONGEST_CELL)
        with self._open() as file:
            reader = csv.reader(file, delimiter=self.delimiter, strict=True)
            next(reader)
            while True:
                line = reader.line_num + 1
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except UnicodeError:  # only in UTF-16: what comes after it would be other signs
                    yield Row(line, problems=(Problem(str(CUT_OFF)),))
                    return
                except csv.Error:
                    yield Row(line, problems=(Problem(str(UNREADABLE)),))
                    continue
                if any(cell.strip() for cell in cells):
                    yield self._row(line, cells)

    def _open(self) -> IO[str]:
        # What is not in the encoding comes in a form in which it is found again, row by row.
        return self.path.open(encoding=self.encoding, errors="surrogateescape", newline="")

    def _row(self, line: int, cells: list[str]) -> Row:
        problems = []
        if any(cell.strip() for cell in cells[len(self.header) :]):
            problems.append(Problem(MORE_CELLS % {"sign": self.delimiter}))
        if any(not _is_readable(cell) for cell in cells):
            problems.append(Problem(str(WRONG_CHARACTERS)))
        if problems:
            return Row(line, problems=tuple(problems))
        # What Excel and databases leave in cells: NUL and other signs that nobody sees.
        tidied = ("".join(sign for sign in cell if sign.isprintable() or sign.isspace()).strip() for cell in cells)
        values = {name: cell for name, cell in zip(self.header, tidied, strict=False) if name}
        return Row(line, {name: values.get(name, "") for name in COLUMNS})


def open_table(path: Path) -> Table:
    """How to read a table of acts. Raises TableError where it has no header with the columns that each act needs."""
    encoding = _encoding(path)
    try:
        with path.open(encoding=encoding, errors="surrogateescape", newline="") as file:
            first = file.readline(LONGEST_LINE)
    except UnicodeError:
        raise TableError(NO_TEXT) from None
    delimiter = max(DELIMITERS, key=lambda sign: len(_known(_cells(first, sign))))
    headings = _cells(first, delimiter)
    header = [column_named(heading) for heading in headings]
    if not _known(headings):
        raise TableError(
            _("The first line must name the columns, for example: %(columns)s.") % {"columns": ", ".join(REQUIRED)}
        )
    if missing := [name for name in REQUIRED if name not in header]:
        raise TableError(_("The table lacks the columns: %(columns)s.") % {"columns": ", ".join(missing)})
    if double := {name for name in header if name and header.count(name) > 1}:
        raise TableError(
            _("The table has the same column twice: %(columns)s.") % {"columns": ", ".join(sorted(double))}
        )
    left_out = tuple(heading for heading, name in zip(headings, header, strict=True) if heading and not name)
    return Table(path, encoding, delimiter, tuple(header), left_out)


def _encoding(path: Path) -> str:
    """By its first bytes, else by what most of the lines with letters beyond ASCII are written in.

    So that one row that was copied from elsewhere does not spoil all others: it alone is reported. Raises TableError
    where the first bytes are those of a workbook.
    """
    with path.open("rb") as file:
        if file.read(4) in WORKBOOKS:
            raise TableError(NO_TEXT)
        file.seek(0)
        for mark, encoding in BYTE_ORDER_MARKS.items():
            if file.read(len(mark)) == mark:
                return encoding
            file.seek(0)
        right = wrong = 0
        while line := file.readline(LONGEST_LINE):
            if line.isascii():
                continue
            try:
                line.decode()
                right += 1
            except UnicodeDecodeError:
                wrong += 1
    return "utf-8" if right >= wrong else WINDOWS


def _is_readable(cell: str) -> bool:
    # Not ``isprintable``: it does not tell half of a pair from other signs.
    return not any("\ud800" <= sign <= "\udfff" for sign in cell)


def _cells(line: str, delimiter: str) -> list[str]:
    return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]


def _known(headings: list[str]) -> list[str]:
    return [name for heading in headings if (name := column_named(heading))]
