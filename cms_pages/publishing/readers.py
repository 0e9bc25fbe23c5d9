"""Runs the readers of the publication log: at least once, in order, one worker at a time.

A worker leases a reader's row for a short while instead of locking it, because a reader talks to other machines and a
row lock would hold a database transaction open for as long (on SQLite, every editor would wait). A worker that dies
loses its lease by itself; one that was only slow finds its lease taken and stops. Both may have handled the same items:
readers are idempotent.
"""

from __future__ import annotations

import logging
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from cms_pages.contracts import Reader
from cms_pages.publishing.models import LogState, PublishedItem, ReaderPosition
from cms_pages.registry import readers

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(seconds=30)


@dataclass(frozen=True)
class ReaderStatus:
    """How a reader fares. ``lag`` is how many changed items it has yet to handle."""

    name: str
    label: str
    sequence: int
    lag: int
    moved_at: datetime | None
    failures: int
    failing_since: datetime | None
    retry_at: datetime | None
    last_error: str


def position_of(name: str) -> ReaderPosition:
    return ReaderPosition.objects.get_or_create(name=name)[0]


def statuses() -> list[ReaderStatus]:
    """Every registered reader's status, in the order of registration."""
    result = []
    for reader in readers:
        position = position_of(reader.name)
        result.append(
            ReaderStatus(
                name=reader.name,
                label=str(reader.label),
                sequence=position.sequence,
                lag=PublishedItem.objects.filter(sequence__gt=position.sequence).count(),
                moved_at=position.moved_at,
                failures=position.failures,
                failing_since=position.failing_since,
                retry_at=position.retry_at,
                last_error=position.last_error,
            )
        )
    return result


def run_reader(reader: Reader) -> int:
    """Let a reader handle what it has not yet, until nothing is left or it fails. Returns how many items it handled.

    Returns 0 at once when there is nothing to do, while it backs off, and while another worker runs it. Never raises
    what the reader raises: the error is kept with the position and shown to the editors.
    """
    position = position_of(reader.name)
    if position.sequence >= LogState.current().sequence or _is_waiting(position):
        return 0
    lease = uuid.uuid4()
    handled = 0
    while _take(reader.name, lease):
        position.refresh_from_db()
        changed = PublishedItem.objects.filter(sequence__gt=position.sequence).order_by("sequence")
        items = list(changed[: reader.batch_size])
        if not items:
            break
        try:
            reader.handle(items)
        except Exception as error:
            told = {"reader": reader.name, "sequence": position.sequence}
            logger.warning("Reader %s failed after %s: %s", reader.name, position.sequence, error, extra=told)
            _back_off(position, lease, error)
            break
        _mine(reader.name, lease).update(
            sequence=items[-1].sequence,
            moved_at=timezone.now(),
            failures=0,
            failing_since=None,
            retry_at=None,
            last_error="",
        )
        handled += len(items)
        told = {"reader": reader.name, "sequence": items[-1].sequence, "items": len(items)}
        logger.info("Reader %s handled %s items.", reader.name, len(items), extra=told)
    _mine(reader.name, lease).update(lease=None, leased_until=None)
    return handled


def _is_waiting(position: ReaderPosition) -> bool:
    return position.retry_at is not None and position.retry_at > timezone.now()


def _mine(name: str, lease: uuid.UUID) -> QuerySet[ReaderPosition]:
    return ReaderPosition.objects.filter(name=name, lease=lease)


def _take(name: str, lease: uuid.UUID) -> bool:
    now = timezone.now()
    free = Q(leased_until=None) | Q(leased_until__lt=now) | Q(lease=lease)
    return bool(ReaderPosition.objects.filter(free, name=name).update(lease=lease, leased_until=now + LEASE))


def _back_off(position: ReaderPosition, lease: uuid.UUID, error: Exception) -> None:
    now = timezone.now()
    pause = min(timedelta(seconds=2 ** min(position.failures, 10)), LONGEST_PAUSE)
    _mine(position.name, lease).update(
        failures=position.failures + 1,
        failing_since=position.failing_since or now,
        retry_at=now + pause,
        last_error=f"{type(error).__name__}: {error}"[:2000],
    )
