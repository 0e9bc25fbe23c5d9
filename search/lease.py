"""One rebuild at a time."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from cms_pages.clock import is_past
from search.models import RebuildLease

#: longer than a batch may take; after it, a rebuild that was killed no longer stands in the way
LEASE = timedelta(minutes=2)
_RENEW_EVERY = 10.0


class RebuildUnderWay(Exception):  # noqa: N818 - not an error of the program
    """Another rebuild runs, or one was killed less than two minutes ago."""


@contextmanager
def rebuild_lease() -> Iterator[Callable[[], None]]:
    """Hold the right to rebuild. Yields what must be called now and then to keep it.

    Raises RebuildUnderWay where another has it, at the start or, when this one took too long, later.
    """
    token = uuid.uuid4()
    RebuildLease.objects.get_or_create(pk=1)
    free = Q(token=None) | is_past("until", LEASE)
    if not RebuildLease.objects.filter(free, pk=1).update(token=token, until=timezone.now() + LEASE):
        raise RebuildUnderWay
    mine = RebuildLease.objects.filter(pk=1, token=token)
    renewed_at = time.monotonic()

    def renew() -> None:
        nonlocal renewed_at
        if time.monotonic() - renewed_at > _RENEW_EVERY:
            if not mine.update(until=timezone.now() + LEASE):
                raise RebuildUnderWay
            renewed_at = time.monotonic()

    try:
        yield renew
    finally:
        mine.update(token=None, until=None)
