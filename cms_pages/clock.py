"""Times that were written while the clock was ahead: when it is right again, nothing may wait for them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

#: by so much the clocks of several machines may differ
TOLERANCE = timedelta(hours=1)


def is_past(column: str, longest: timedelta = timedelta()) -> Q:
    """The time in a column has come, or is one that nobody can have meant: ``longest`` ahead is the most that is
    written there. A machine without a battery can start years ahead, until it has asked for the time.
    """
    now = timezone.now()
    return Q(**{f"{column}__lte": now}) | Q(**{f"{column}__gt": now + longest + TOLERANCE})


def is_waited_for(moment: datetime, longest: timedelta) -> bool:
    """Of a moment that was read, the opposite of ``is_past``."""
    return timedelta() < moment - timezone.now() <= longest + TOLERANCE
