"""The worker: projects what is stale, runs every reader, and does what has to be done from time to time."""

from __future__ import annotations

import logging
import threading
import time
from datetime import timedelta

from django.core.management import call_command
from django.db import close_old_connections
from django.db.models import Q
from django.utils import timezone

from cms_pages.publishing.models import LogState
from cms_pages.publishing.projector import project_stale
from cms_pages.publishing.readers import run_reader
from cms_pages.publishing.reconcile import reconcile, sweep_tombstones
from cms_pages.registry import readers

logger = logging.getLogger(__name__)

#: seconds between two looks at the log when there is nothing to do
PAUSE = 0.25
#: seconds between two runs of Wagtail's publish_scheduled
SCHEDULE_EVERY = 30.0
RECONCILE_EVERY = timedelta(hours=24)


def work(stop: threading.Event, *, until_idle: bool = False) -> None:
    """Work until ``stop`` is set, finishing what is under way; with ``until_idle``, until there is nothing to do."""
    scheduled_at = float("-inf")
    while not stop.is_set():
        close_old_connections()
        try:
            if time.monotonic() - scheduled_at >= SCHEDULE_EVERY:
                scheduled_at = time.monotonic()
                do_chores()
            busy = work_once(stop)
        except Exception:
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
    """Project a batch of stale pages and run each reader once. Returns whether there was something to do."""
    busy = project_stale() > 0
    for reader in readers:
        if stop is not None and stop.is_set():
            break
        busy = run_reader(reader) > 0 or busy
    return busy


def do_chores() -> None:
    """Publish what is scheduled; once a day, reconcile the log and forget old tombstones."""
    try:
        call_command("publish_scheduled")
    except Exception:
        logger.exception("Scheduled pages could not be published.")
    now = timezone.now()
    due = LogState.objects.filter(Q(reconciled_at=None) | Q(reconciled_at__lt=now - RECONCILE_EVERY), pk=1)
    # Taken by an update, so that of several workers one does it.
    if due.update(reconciled_at=now):
        for _checked, _found in reconcile():
            pass
        sweep_tombstones()
