"""Makes the search index anew from the publication log, while the old one serves."""

from __future__ import annotations

import signal
import sys
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from cms_pages.publishing.models import PublishedItem
from search.lease import RebuildUnderWay
from search.rebuild import rebuilds


class _Terminated(KeyboardInterrupt):
    """SIGTERM. As for Ctrl-C psycopg cancels the query that runs; else nothing more could be asked to clean up."""


def _terminate(_signal: int, _frame: FrameType | None) -> None:
    raise _Terminated


class Command(BaseCommand):
    help = "Makes the search index anew from the publication log, on each engine, while the old one serves."

    def handle(self, *args: Any, **options: Any) -> None:
        # Ended by a service manager as by Ctrl-C: what was begun is removed.
        signal.signal(signal.SIGTERM, _terminate)
        from search.elasticsearch.client import ERRORS  # takes half a second to import

        try:
            for label, rebuild in rebuilds():
                with tqdm(
                    total=PublishedItem.objects.count(),
                    desc=label,
                    unit=" items",
                    file=self.stderr,
                    # None: where somebody looks on, and not into the letter that cron sends.
                    disable=options["verbosity"] == 0 or None,
                ) as bar:
                    rebuild(bar.update)
        except _Terminated:
            sys.exit(128 + signal.SIGTERM)
        except RebuildUnderWay:
            raise CommandError(
                _("Another rebuild is under way, or was killed less than two minutes ago. Try again when it is over.")
            ) from None
        except ERRORS as error:
            raise CommandError(
                _("Elasticsearch did not take it, and what was there goes on serving. Try again: %(error)s")
                % {"error": error}
            ) from error
