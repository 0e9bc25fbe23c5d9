"""All that is on paper, in one language."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Collection
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Site

from activity_report.chart import Panel, panels
from activity_report.counting import report
from activity_report.periods import PeriodKind
from activity_report.table import Table, table
from municipality.paper import Letterhead, letterhead_of


@dataclass(frozen=True)
class Document:
    """``panels`` is empty where it has no months to draw."""

    language: str
    title: str
    headings: tuple[str, ...]
    labels: tuple[str, ...]
    table: Table
    panels: tuple[Panel, ...]
    letterhead: Letterhead
    as_of: datetime.date

    @property
    def note(self) -> str:
        """How it was counted, in the active language."""
        return _(
            "Counted from what was published by %(date)s, in the month of the date that each publication carries. "
            "A publication in several languages counts once."
        ) % {"date": date_format(self.as_of, "SHORT_DATE_FORMAT")}

    @property
    def digest(self) -> str:
        """Names all that a file of it depends on."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


def document(
    site: Site,
    year: int,
    language: str,
    kinds: Collection[str] = tuple(PeriodKind),
    request: HttpRequest | None = None,
) -> Document:
    """The report of a year, with the rows of these kinds of periods."""
    counted = report(site, year)
    with override(language):
        rows = table(counted, kinds)
        return Document(
            language=language,
            title=rows.title,
            headings=tuple(rows.headings),
            labels=tuple(row.period.label for row in rows.rows),
            table=rows,
            panels=tuple(panels(counted)) if PeriodKind.MONTH in kinds else (),
            letterhead=letterhead_of(site, language, request),
            as_of=timezone.localdate(),
        )
