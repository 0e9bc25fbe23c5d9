"""``manage.py record_bounce``: the mail server gives it what comes to ALERTS_BOUNCE_ADDRESS, one letter at a time."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from alerts.bounces import record_bounce

#: of what is sent back; the rest is the letter itself
MOST_BYTES = 1_000_000


class Command(BaseCommand):
    help = "Reads from standard input what a mail server sent back, and records that the letter did not arrive."

    def handle(self, *args: Any, **options: Any) -> None:
        known = record_bounce(sys.stdin.buffer.read(MOST_BYTES))
        self.stdout.write(_("Recorded.") if known else _("Not about a letter of ours that failed for good."))
