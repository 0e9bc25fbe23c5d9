"""Runs the readers of the publication log: at least once, in order, one worker at a time.

A worker leases a reader's row for a short while instead of locking it, because a reader talks to other machines and a
row lock would hold a database transaction open for as long (on SQLite, every editor would wait). A worker that dies
loses its lease by itself. One that is slow may lose it to another: then both handle the same items, since readers are
idempotent, and whoever is done first moves the position.
"""

from __future__ import annotations

import logging
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from cms_pages.clock import is_past, is_waited_for
from cms_pages.contracts import ItemsRefused, Reader
from cms_pages.publishing.models import LogState, PublishedItem, ReaderPosition, RefusedItem, State
from cms_pages.publishing.refused import set_aside, to_retry
from cms_pages.registry import readers

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(seconds=30)


@dataclass(frozen=True)
class ReaderStatus:
    """How a reader fares. ``lag`` is how many changed items it has yet to handle, ``refused`` how many it set aside."""

    name: str
    label: str
    sequence: int
    lag: int
    refused: int
    moved_at: datetime | None
    failures: int
    failing_since: datetime | None
    retry_at: datetime | None
    last_error: str


def position_of(name: str) -> ReaderPosition:
    return ReaderPosition.objects.get_or_create(name=name)[0]


def statuses() -> list[ReaderStatus]:
    """Every registered reader's status, in the order of registration."""
    live = RefusedItem.objects.filter(item__state=State.LIVE).values_list("reader")
    refused = dict(live.annotate(count=Count("pk")))
    result = []
    for reader in readers:
        position = position_of(reader.name)
        result.append(
            ReaderStatus(
                name=reader.name,
                label=str(reader.label),
                sequence=position.sequence,
                lag=PublishedItem.objects.filter(sequence__gt=position.sequence).count(),
                refused=refused.get(reader.name, 0),
                moved_at=position.moved_at,
                failures=position.failures,
                failing_since=position.failing_since,
                retry_at=position.retry_at,
                last_error=position.last_error,
            )
        )
    return result


def run_reader(reader: Reader) -> int:
    """Let a reader handle one batch of what it has not yet, or is to try again. Returns how many items it handled.

    Returns 0 at once when there is nothing to do, while it backs off, and while another worker runs it. Never raises
    what the reader raises: the error is kept with the position and shown to the editors.
    """
    position = position_of(reader.name)
    if _is_waiting(position) or not _has_work(reader, position):
        return 0
    lease = uuid.uuid4()
    if not _take(reader.name, lease):
        return 0
    try:
        position.refresh_from_db()
        return _handle_batch(reader, position, lease)
    finally:
        _mine(reader.name, lease).update(lease=None, leased_until=None)


def _has_work(reader: Reader, position: ReaderPosition) -> bool:
    return (
        position.sequence < LogState.current().sequence
        or RefusedItem.objects.filter(reader=reader.name, retry=True).exists()
    )


def _handle_batch(reader: Reader, position: ReaderPosition, lease: uuid.UUID) -> int:
    # Read before the items: all up to here are visible.
    end = LogState.current().sequence
    again = to_retry(reader)
    changed = PublishedItem.objects.filter(sequence__gt=position.sequence).order_by("sequence")
    items = again or list(changed[: reader.batch_size])
    try:
        refused = _handle(reader, items) if items else {}
    except Exception as error:
        told = {"reader": reader.name, "sequence": position.sequence}
        logger.warning("Reader %s failed after %s: %s", reader.name, position.sequence, error, extra=told)
        _back_off(position, lease, error)
        return 0
    # Where there are no items, the last ones were tombstones that were swept.
    reached = max((item.sequence for item in items), default=end)
    with transaction.atomic():
        # Who finds the position where it was has handled what follows on it, in time or not. Another worker that took
        # the lease meanwhile either came first, or does the same once more.
        unmoved = ReaderPosition.objects.filter(name=reader.name, sequence=position.sequence)
        moved = unmoved.update(
            sequence=position.sequence if again else max(reached, position.sequence),
            moved_at=timezone.now(),
            failures=0,
            failing_since=None,
            retry_at=None,
            last_error="",
        )
        if moved:
            set_aside(reader.name, items, refused)
    if items:
        told = {"reader": reader.name, "sequence": items[-1].sequence, "items": len(items)}
        logger.info("Reader %s handled %s items.", reader.name, len(items), extra=told)
    return len(items)


def _handle(reader: Reader, items: list[PublishedItem]) -> dict[int, str]:
    """What the reader refused, and why. Raises what it raises, and where it refuses a tombstone."""
    try:
        reader.handle(items)
    except ItemsRefused as refusal:
        if any(item.pk in refusal.reasons and not item.is_live for item in items):
            raise
        told = {"reader": reader.name, "items": len(refusal.reasons)}
        logger.warning("Reader %s refused items: %s", reader.name, refusal.reasons, extra=told)
        return refusal.reasons
    return {}


def _is_waiting(position: ReaderPosition) -> bool:
    return position.retry_at is not None and is_waited_for(position.retry_at, LONGEST_PAUSE)


def _mine(name: str, lease: uuid.UUID) -> QuerySet[ReaderPosition]:
    return ReaderPosition.objects.filter(name=name, lease=lease)


def _take(name: str, lease: uuid.UUID) -> bool:
    free = Q(leased_until=None) | is_past("leased_until", LEASE) | Q(lease=lease)
    until = timezone.now() + LEASE
    return bool(ReaderPosition.objects.filter(free, name=name).update(lease=lease, leased_until=until))


def _back_off(position: ReaderPosition, lease: uuid.UUID, error: Exception) -> None:
    now = timezone.now()
    pause = min(timedelta(seconds=2 ** min(position.failures, 10)), LONGEST_PAUSE)
    _mine(position.name, lease).update(
        failures=position.failures + 1,
        failing_since=position.failing_since or now,
        retry_at=now + pause,
        last_error=f"{type(error).__name__}: {error}"[:2000],
    )
