"""``manage.py send_alerts``: what the worker does in the background."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alerts.background import ServerAwayError
from alerts.sending import send_alerts


class Command(BaseCommand):
    help = "Makes and sends the alerts that are due. Safe to repeat, to break off, and beside the worker."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.EMAIL_HOST:
            raise CommandError(_("No mail server is set: EMAIL_HOST."))
        try:
            sent = send_alerts()
        except ServerAwayError as error:
            raise CommandError(_("The mail server did not answer: %(error)s") % {"error": error}) from error
        self.stdout.write(ngettext("Sent %(count)d letter.", "Sent %(count)d letters.", sent) % {"count": sent})
