"""``/health/live`` and ``/health/ready``: for what starts, stops and replaces processes, and for who watches.

Ready is a process that can serve: the database answers and is migrated. What else is wrong makes the site *degraded*,
not unready: the site goes on without Elasticsearch, and taking every process away would not bring the files back.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse

from cms_pages.publishing.readers import statuses
from operations import dependencies
from operations.in_time import InTime
from operations.probes import may_see_details, not_kept

#: seconds for which an answer holds: anybody can ask, and asking costs questions to the database and others
HOLDS = 2.0
#: seconds that they get to answer; with Elasticsearch's one second it is what a probe waits for at most
DATABASE_WITHIN, STORAGE_WITHIN = 4.0, 2.0


@dataclass(frozen=True)
class Readiness:
    """``status`` is ok, degraded or unavailable; ``checks`` say by name ok or what is wrong."""

    status: str
    checks: dict[str, str] = field(default_factory=dict)
    details: dict[str, Any] = field(default_factory=dict)


def live(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nobody: starting it again would mend no database."""
    return not_kept(JsonResponse({"status": "ok"}))


def ready(request: HttpRequest) -> HttpResponse:
    """200 where the process can serve, else 503. What is wrong is told to who has the token only."""
    found = _kept.get()
    body: dict[str, Any] = {"status": found.status}
    if may_see_details(request):
        body |= {"checks": found.checks} | found.details
    return not_kept(JsonResponse(body, status=503 if found.status == "unavailable" else 200))


@dataclass(frozen=True)
class _FromDatabase:
    """What the database says: of itself and, where it can serve, of worker, readers and log."""

    database: str
    checks: dict[str, str] = field(default_factory=dict)
    details: dict[str, Any] = field(default_factory=dict)


def _ask_database() -> _FromDatabase:
    database = dependencies.database()
    if database != "ok":
        return _FromDatabase(database)
    readers = statuses()
    checks = {"worker": dependencies.worker(), "readers": dependencies.readers(readers)}
    return _FromDatabase(database, checks, dependencies.log_details(readers))


_from_database = InTime(_ask_database, DATABASE_WITHIN)
_from_storage = InTime(lambda: dependencies.storage(), STORAGE_WITHIN)


def readiness() -> Readiness:
    """Ask everything the site depends on."""
    try:
        found = _from_database.get()
    except DatabaseError as error:
        return Readiness("unavailable", {"database": dependencies.sentence(error)})
    except TimeoutError:
        return Readiness("unavailable", {"database": f"no answer within {DATABASE_WITHIN:.0f} seconds"})
    if found.database != "ok":
        return Readiness("unavailable", {"database": found.database})
    search = dependencies.search(sequence=found.details["sequence"])
    checks = {"database": "ok", "storage": _storage(), "search": search, **found.checks}
    status = "ok" if all(value == "ok" for value in checks.values()) else "degraded"
    return Readiness(status, checks, found.details)


def _storage() -> str:
    try:
        return _from_storage.get()
    except TimeoutError:
        return f"no answer within {STORAGE_WITHIN:.0f} seconds"


class _Kept:
    """The last answer of this process, for a moment. One request at a time makes it; others get the one before."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._made_at = float("-inf")
        self._answer = Readiness("unavailable")

    def get(self) -> Readiness:
        with self._lock:
            if time.monotonic() - self._made_at >= HOLDS:
                self._answer = readiness()
                self._made_at = time.monotonic()
            return self._answer

    def forget(self) -> None:
        self._made_at = float("-inf")


_kept = _Kept()
