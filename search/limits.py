"""How often one client may ask the search: so many questions at once, and after that one each time a share of a minute
has passed.

The allowance is a row in the database, which all web processes share, and is used up by one statement, so that
questions that come at the same moment are all counted. How it is counted is the "generic cell rate algorithm" (ITU-T
I.371): a client has one moment up to which its allowance is used, and each question moves that moment on.
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable
from itertools import count
from typing import Literal

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from cms_pages.client_address import client_address
from search.models import UsedAllowance

logger = logging.getLogger(__name__)

Question = Literal["search", "suggest"]
#: settings that say how many of each question a client may ask a minute; 0, or none: as many as it likes
SETTINGS: dict[Question, str] = {"search": "SEARCH_LIMIT_PER_MINUTE", "suggest": "SUGGEST_LIMIT_PER_MINUTE"}
_MINUTE = 60.0
#: rows of clients that have come back to nothing used are removed after so many questions
_SWEEP_EVERY = 1000
_asked = count(1)

_TABLE = UsedAllowance._meta.db_table
_USE = (
    f"INSERT INTO {_TABLE} (client, used_until) VALUES (%(client)s, %(now)s + %(cost)s) "  # noqa: S608 - a constant
    "ON CONFLICT (client) DO UPDATE SET used_until = %(cost)s + "
    f"CASE WHEN {_TABLE}.used_until > %(now)s THEN {_TABLE}.used_until ELSE %(now)s END "
    f"WHERE {_TABLE}.used_until + %(cost)s <= %(now)s + {_MINUTE} RETURNING used_until"
)


def seconds_to_wait(request: HttpRequest, question: Question, now: Callable[[], float] = time.time) -> int:
    """Count a question of a request's client. 0: it may be answered; else it may be asked again in so many seconds."""
    limit: int = getattr(settings, SETTINGS[question], 0)
    if not limit:
        return 0
    address = client_address(request)
    # The address itself is not kept: it is a person's.
    client = salted_hmac("search.limits", f"{question} {address}", algorithm="sha256").hexdigest()
    try:
        return _use(client, _MINUTE / limit, now())
    except DatabaseError as error:
        # A database that can only be read, after a failover say, still answers what is searched.
        logger.warning("What clients ask of the search cannot be counted: %s", error)
        return 0


def _use(client: str, cost: float, now: float) -> int:
    """``cost`` and ``now`` are seconds."""
    with connection.cursor() as cursor:
        if next(_asked) % _SWEEP_EVERY == 0:
            cursor.execute(f"DELETE FROM {_TABLE} WHERE used_until < %s", [now])  # noqa: S608 - a constant
        cursor.execute(_USE, {"client": client, "cost": cost, "now": now})
        if cursor.fetchall():
            return 0
        cursor.execute(f"SELECT used_until FROM {_TABLE} WHERE client = %s", [client])  # noqa: S608 - a constant
        row = cursor.fetchone()
    used_until: float = row[0] if row else now
    return max(1, math.ceil(used_until + cost - _MINUTE - now))
