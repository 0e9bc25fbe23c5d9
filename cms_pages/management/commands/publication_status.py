"""``manage.py publication_status``: how the readers of the publication log fare, and what they have set aside."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from cms_pages.publishing.models import LogState, StalePage
from cms_pages.publishing.readers import statuses
from cms_pages.publishing.refused import refusals, retry_refused


class Command(BaseCommand):
    help = "Says how far the readers of the publication log are, what they have set aside, and what waits."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--retry", action="store_true", help="Have what was set aside tried again by the worker.")

    def handle(self, *args: Any, **options: Any) -> None:
        waiting = StalePage.objects.values("page_id").distinct().count()
        self.stdout.write(
            _("The log is at %(sequence)d; %(waiting)d pages wait.")
            % {"sequence": LogState.current().sequence, "waiting": waiting}
        )
        for status in statuses():
            self.stdout.write(
                _("%(name)s: at %(sequence)d, %(lag)d to come, %(refused)d set aside. %(error)s")
                % {
                    "name": status.name,
                    "sequence": status.sequence,
                    "lag": status.lag,
                    "refused": status.refused,
                    "error": status.last_error,
                }
            )
        for refusal in refusals():
            self.stdout.write(f"{refusal.reader}: {refusal.since:%Y-%m-%d %H:%M} {refusal.url} {refusal.reason}")
        if options["retry"]:
            self.stdout.write(_("%(count)d will be tried again.") % {"count": retry_refused()})
