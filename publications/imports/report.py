"""The file that says what was not taken over, and why: a table for the program in which people work on theirs."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from cms_pages.spreadsheets import text_cell
from publications.imports.problems import OUTCOME_LABELS, Outcome, Result


def reported(results: Iterable[Result], path: Path, counts: Counter[Outcome | str]) -> Iterator[Result]:
    """The same results; those with problems are written to ``path`` on the way. ``counts`` gets how many of each.

    ``counts["problems"]`` are the results with problems, whatever became of them.
    """
    # With a mark at its beginning, without which Excel takes it for Windows-1250.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        write = csv.writer(file)
        write.writerow(headings())
        for result in results:
            counts[result.outcome] += 1
            counts["problems"] += bool(result.problems)
            write.writerows(rows_of(result))
            yield result


def headings() -> list[str]:
    return [_("Line or number"), _("What"), _("What became of it"), _("Column"), _("Why, and what to do")]


def rows_of(result: Result) -> Iterator[list[str]]:
    for problem in result.problems:
        row = [result.place, result.name, str(OUTCOME_LABELS[result.outcome]), problem.column, str(problem.message)]
        yield [text_cell(cell) for cell in row]


def write_report(results: Iterable[Result], file: IO[str]) -> None:
    write = csv.writer(file)
    write.writerow(headings())
    for result in results:
        write.writerows(rows_of(result))
