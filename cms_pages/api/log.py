"""The publication log as an API reads it: for one site, at one moment.

The statements that every list needs are written out here. Querysets give the same ones, but Django puts them together
anew for each request, which takes longer than all else that a request needs (docs/benchmarks.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils import timezone
from wagtail.models import Site
from wagtail.models.sites import get_site_for_hostname

from cms_pages.api.problems import not_found
from cms_pages.publishing.models import LogMark, LogState, PublishedItem, State
from cms_pages.publishing.prepared import read_prepared
from cms_pages.publishing.projector import project_due

_SITES, _STATE, _MARKS, _ITEMS = (model._meta.db_table for model in (Site, LogState, LogMark, PublishedItem))
_SITE_AND_STATE = "site.id, hostname, port, is_default_site, epoch, log.sequence, swept, token, log.next_change <= %s"
_FROM = (
    f"FROM {_SITES} site LEFT JOIN {_STATE} log ON log.id = 1 LEFT JOIN {_MARKS} mark ON mark.sequence = log.sequence"
)


@dataclass(frozen=True)
class SiteLog:
    """The log of the site that a request is for, as it is now. See ``LogState``."""

    site_id: int
    epoch: UUID
    sequence: int
    swept: int
    #: the token of ``sequence``, see ``LogMark``; empty where none was given
    token: str

    def goes_on_from(self, sequence: int, token: str) -> bool:
        """Whether the log has been at ``sequence`` with this token: whether all that was read then still holds."""
        if sequence == self.sequence:
            return token == self.token
        return sequence < self.sequence and token == LogMark.token_at(sequence)


class LoggedItem(NamedTuple):
    """What the log has of an item. ``payload`` is empty for one that is gone."""

    state: str
    reason: str
    sequence: int
    payload: str


def log_for(request: HttpRequest) -> SiteLog:
    """The log of the site that a request is for. Raises a 404 problem for an unknown host without a default site."""
    return _log_of(request, _sites())[0]


def log_and_item(request: HttpRequest, item_id: str) -> tuple[SiteLog, LoggedItem | None]:
    """As ``log_for``, and the item with this id on that site, by one question to the database."""
    item = f"LEFT JOIN {_ITEMS} item ON item.site_id = site.id AND item.item_id = %s"
    log, row = _log_of(request, _sites(", item.state, item.reason, item.sequence, item.payload", item, [item_id]))
    return log, LoggedItem(*row[9:]) if row[9] is not None else None


def _sites(columns: str = "", joins: str = "", values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """The sites with the log's state, as it is when what is due is projected."""
    statement = f"SELECT {_SITE_AND_STATE}{columns} {_FROM} {joins} ORDER BY site.id"
    rows = read_prepared(statement, [_now(), *values])
    if rows and rows[0][8]:
        # What has expired nobody may get any more, although no worker has come to it.
        project_due()
        rows = read_prepared(statement, [_now(), *values])
    return rows


def _now() -> Any:
    return connection.ops.adapt_datetimefield_value(timezone.now())


def _log_of(request: HttpRequest, rows: list[tuple[Any, ...]]) -> tuple[SiteLog, tuple[Any, ...]]:
    """The log of a request's site, and that site's row."""
    # As Wagtail does; Django checks the host in its middleware.
    hostname = split_domain_port(request._get_raw_host())[0]  # type: ignore[attr-defined]
    site_id = _site_id(hostname, request.get_port(), tuple(row[:4] for row in rows))
    if site_id is None:
        raise not_found()
    row = next(row for row in rows if row[0] == site_id)
    epoch, sequence, swept, token = row[4:8]
    if epoch is None:  # nothing was ever published
        state = LogState.current()
        epoch, sequence, swept = state.epoch, state.sequence, state.swept
    return SiteLog(site_id, epoch if isinstance(epoch, UUID) else UUID(epoch), sequence, swept, token or ""), row


@lru_cache(maxsize=256)
def _site_id(hostname: str, port: str, sites: tuple[tuple[Any, ...], ...]) -> int | None:
    """Which site Wagtail takes for a host. It follows from ``sites``, so it holds as long as they are the same."""
    try:
        return int(get_site_for_hostname(hostname, port).pk)
    except Site.DoesNotExist:
        return None


@dataclass(frozen=True)
class Selection:
    """What a list shows before it is cut into pages: columns of the log, the values that each may have, and the first
    and the last day.
    """

    site_id: int
    filters: tuple[tuple[str, tuple[Any, ...]], ...]
    date_from: date | None
    date_to: date | None

    @classmethod
    def of(
        cls, site_id: int, filters: Mapping[str, Iterable[Any]], date_from: date | None, date_to: date | None
    ) -> Selection:
        """``filters`` are values by column; the names of the columns must come from code."""
        given = tuple((column, tuple(sorted(set(values)))) for column, values in filters.items() if values)
        return cls(site_id, given, date_from, date_to)

    def page(self, limit: int, after: tuple[date, int] | None) -> list[tuple[str, date, int]]:
        """The payload, date and key of the newest ``limit`` items, or of those that follow on a date and key."""
        where, values = self._where()
        if after is not None:
            where += ' AND ("date", id) < (%s, %s)'
            values += after
        return _read(f'SELECT payload, "date", id {where} ORDER BY "date" DESC, id DESC LIMIT %s', [*values, limit])

    def count(self) -> int:
        where, values = self._where()
        return int(_read(f"SELECT COUNT(*) {where}", values)[0][0])

    def _where(self) -> tuple[str, list[Any]]:
        clauses, values = ["state = %s", "site_id = %s"], [State.LIVE.value, self.site_id]
        for column, allowed in self.filters:
            clauses.append(f"{column} IN ({', '.join(['%s'] * len(allowed))})")
            values += allowed
        for comparison, day in ((">=", self.date_from), ("<=", self.date_to)):
            if day is not None:
                clauses.append(f'"date" {comparison} %s')
                values.append(day)
        return f"FROM {_ITEMS} WHERE {' AND '.join(clauses)}", values


def _read(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
