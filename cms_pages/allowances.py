"""How often something may be asked for: so many times at once, and after that one more each time a share has passed.

The allowance is a row in the database, which all web processes share, and is used up by one statement, so that
questions that come at the same moment are all counted. How it is counted is the "generic cell rate algorithm" (ITU-T
I.371): who asks has one moment up to which the allowance is used, and each question moves that moment on.
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable
from itertools import count

from django.db import DatabaseError, connection, models
from django.utils.crypto import salted_hmac

from cms_pages.clock import TOLERANCE

logger = logging.getLogger(__name__)

#: rows of those who have come back to nothing used are removed after so many questions
SWEEP_EVERY = 1000
_asked = count(1)


class Allowance(models.Model):
    """Up to when somebody's allowance is used. May be lost at any time.

    A package that counts has a model of its own with this as its base; on PostgreSQL its migration makes the table
    unlogged, so that counting does not wait for the disk.
    """

    #: a keyed hash of what is asked and of who asks
    client = models.CharField(max_length=64, primary_key=True)
    #: seconds since 1970
    used_until = models.FloatField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.client} until {self.used_until}"

    @classmethod
    def seconds_to_wait(cls, who: str, limit: int, window: float = 60.0, now: Callable[[], float] = time.time) -> int:
        """Count a question: ``limit`` are allowed within ``window`` seconds. 0: it may be answered; else it may be
        asked again in so many seconds.

        ``who`` names what is asked and who asks. It is not kept: an address is a person's.
        """
        client = salted_hmac(cls._meta.label, who, algorithm="sha256").hexdigest()
        try:
            return cls._use(client, window / limit, window, now())
        except DatabaseError as error:
            # A database that can only be read, after a failover say, still answers what is asked.
            logger.warning("What clients ask cannot be counted: %s", error)
            return 0

    @classmethod
    def _use(cls, client: str, cost: float, window: float, now: float) -> int:
        table = cls._meta.db_table
        use = (
            f"INSERT INTO {table} (client, used_until) VALUES (%(client)s, %(now)s + %(cost)s) "  # noqa: S608 - a constant
            "ON CONFLICT (client) DO UPDATE SET used_until = %(cost)s + "
            f"CASE WHEN {table}.used_until BETWEEN %(now)s AND %(ahead)s THEN {table}.used_until ELSE %(now)s END "
            f"WHERE {table}.used_until + %(cost)s <= %(now)s + %(window)s OR {table}.used_until > %(ahead)s "
            "RETURNING used_until"
        )
        # Further ahead than anybody can have used it: the clock was wrong.
        ahead = now + window + TOLERANCE.total_seconds()
        values: dict[str, float | str] = {"client": client, "cost": cost, "now": now, "window": window, "ahead": ahead}
        with connection.cursor() as cursor:
            if next(_asked) % SWEEP_EVERY == 0:
                cursor.execute(f"DELETE FROM {table} WHERE used_until < %s", [now])  # noqa: S608 - a constant
            cursor.execute(use, values)
            if cursor.fetchall():
                return 0
            cursor.execute(f"SELECT used_until FROM {table} WHERE client = %s", [client])  # noqa: S608 - a constant
            row = cursor.fetchone()
        used_until: float = row[0] if row else now
        return max(1, math.ceil(used_until + cost - window - now))
