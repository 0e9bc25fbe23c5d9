"""``manage.py worker_health``: whether the worker on this host or in this container works; for its health check."""

from __future__ import annotations

import socket
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from operations.heartbeat import is_late, last_seen
from operations.in_time import InTime

#: seconds; what asks each minute must not leave one process after the other that waits
ANSWERS_WITHIN = 10.0


class Command(BaseCommand):
    help = "Fails where no worker on this host, or in this container, has worked for five minutes."
    # Asked every minute: it must not look through the whole project first.
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            ago = InTime(lambda: last_seen(socket.gethostname()), ANSWERS_WITHIN).get()
        except DatabaseError as error:
            raise CommandError(f"The database does not answer: {error}") from None
        except TimeoutError:
            raise CommandError(f"The database did not answer within {ANSWERS_WITHIN:.0f} seconds.") from None
        if ago is None:
            raise CommandError("No worker has been seen on this host for a day.")
        if is_late(ago):
            raise CommandError(f"The worker was last seen {ago.total_seconds():.0f} seconds ago.")
        self.stdout.write(f"The worker was seen {ago.total_seconds():.0f} seconds ago.")
