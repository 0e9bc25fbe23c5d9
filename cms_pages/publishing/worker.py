"""The worker: projects what is stale, runs every reader, and does what has to be done from time to time."""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from django.db import close_old_connections
from django.db.models import Q
from django.utils import timezone

from cms_pages.clock import TOLERANCE
from cms_pages.publishing.models import LogState
from cms_pages.publishing.projector import project_stale
from cms_pages.publishing.readers import run_reader
from cms_pages.publishing.reconcile import reconcile, sweep_tombstones
from cms_pages.registry import chores, readers

logger = logging.getLogger(__name__)

#: seconds between two looks at the log when there is nothing to do
PAUSE = 0.25
#: seconds between two looks at whether the log has to be reconciled
RECONCILE_LOOK_EVERY = 30.0
RECONCILE_EVERY = timedelta(hours=24)


def work(stop: threading.Event, *, until_idle: bool = False) -> None:
    """Work until ``stop`` is set, finishing what is under way; with ``until_idle``, until there is nothing to do, or it
    cannot be done: it raises what was in the way.
    """
    worker = Worker(stop)
    while not stop.is_set():
        close_old_connections()
        try:
            busy = worker.step()
        except Exception:
            if until_idle:
                raise
            # The database is away: nothing can be done, and nothing is lost, until it is back.
            logger.exception("The worker was interrupted and tries again.")
            busy = False
            stop.wait(2)
        if busy:
            continue
        if until_idle:
            return
        stop.wait(PAUSE)


def work_once(stop: threading.Event | None = None) -> bool:
    """Project a batch of stale pages and let each reader handle one of its own. Returns whether there was something."""
    busy = project_stale() > 0
    for reader in readers:
        if stop is not None and stop.is_set():
            break
        busy = run_reader(reader) > 0 or busy
    return busy


class Worker:
    """What one worker is in the middle of. Stops between two pieces of work once ``stop`` is set."""

    def __init__(self, stop: threading.Event) -> None:
        self._stop = stop
        self._done_at: dict[str, float] = {}
        self._looked_at = float("-inf")
        self._reconciliation: Iterator[tuple[int, Counter[str]]] | None = None

    def step(self) -> bool:
        """Do a piece of everything there is to do. Returns whether there was something.

        Raises what is wrong with the database: where it is away, or not migrated, each chore would say so for itself.
        """
        LogState.current()
        self._do_chores()
        if time.monotonic() - self._looked_at >= RECONCILE_LOOK_EVERY:
            self._looked_at = time.monotonic()
            if reconciliation_is_due():
                self._reconciliation = reconcile()
        busy = work_once(self._stop)
        return (not self._stop.is_set() and self._reconcile_a_little()) or busy

    def _do_chores(self) -> None:
        for chore in chores:
            if time.monotonic() - self._done_at.get(chore.name, float("-inf")) < chore.every:
                continue
            self._done_at[chore.name] = time.monotonic()
            try:
                chore.run()
            except Exception:
                logger.exception("The chore %s failed.", chore.name)

    def _reconcile_a_little(self) -> bool:
        # A batch at a time: comparing all pages takes minutes, and what is published meanwhile must not wait for it.
        if self._reconciliation is None:
            return False
        if next(self._reconciliation, None) is None:
            self._reconciliation = None
            sweep_tombstones()
        return True


def reconciliation_is_due() -> bool:
    """Whether nobody has reconciled the log for a day. Who asks and is told so must do it: it is taken as begun."""
    now = timezone.now()
    due = LogState.objects.filter(
        Q(reconciled_at=None) | Q(reconciled_at__lt=now - RECONCILE_EVERY) | Q(reconciled_at__gt=now + TOLERANCE), pk=1
    )
    return bool(due.update(reconciled_at=now))
