"""Whether a worker works: each says so every few seconds, in the database."""

from __future__ import annotations

import os
import socket
from datetime import timedelta

from django.core.management import call_command
from django.db.models import Max
from django.utils import timezone

from operations.models import Heartbeat

#: a worker that was not seen for so long hangs, or is gone. It is not seen while one reader fills a lost index.
LATE_AFTER = timedelta(minutes=5)
_FORGOTTEN_AFTER = timedelta(days=1)


def beat() -> None:
    """Say that this process works."""
    now = timezone.now()
    Heartbeat.objects.update_or_create(host=socket.gethostname(), process=os.getpid(), defaults={"seen_at": now})
    Heartbeat.objects.filter(seen_at__lt=now - _FORGOTTEN_AFTER).delete()


def last_seen(host: str = "") -> timedelta | None:
    """How long ago a worker was last seen, on any host or on this one; None where none was seen for a day."""
    now = timezone.now()
    # What was written while the clock was ahead would look fresh until then, whatever became of the worker.
    beats = Heartbeat.objects.filter(seen_at__lte=now + LATE_AFTER, **({"host": host} if host else {}))
    seen_at = beats.aggregate(latest=Max("seen_at"))["latest"]
    return None if seen_at is None else now - seen_at


def is_late(ago: timedelta | None) -> bool:
    return ago is None or ago > LATE_AFTER


def clear_sessions() -> None:
    """Remove log-ins that have run out: nobody needs them, and each says who was here."""
    call_command("clearsessions")
