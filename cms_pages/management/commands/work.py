"""``manage.py work``: project what changed and run the readers of the publication log, until told to stop."""

from __future__ import annotations

import os
import signal
import sys
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from cms_pages.publishing.worker import work


class Command(BaseCommand):
    help = "Projects changed pages into the publication log and runs its readers. Any number can run at once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--until-idle", action="store_true", help="Return once there is nothing left to do.")

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for signal_number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signal_number, lambda *_args: stop.set())
        self._say(_("Working. Stop with Ctrl-C or SIGTERM."))
        work(stop, until_idle=options["until_idle"])
        self._say(_("Stopped."))

    def _say(self, text: str) -> None:
        try:
            self.stdout.write(text)
            self.stdout.flush()
        except BrokenPipeError:
            # Who started it no longer listens. Python would complain once more when it closes the stream.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
