"""``manage.py send_reminders``: what the worker does every ten minutes."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms_pages.reminders import send_reminders


class Command(BaseCommand):
    help = "Reminds by e-mail who is responsible for a page of its deadlines, once for each. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.EMAIL_HOST:
            raise CommandError(_("No mail server is set: EMAIL_HOST."))
        try:
            sent = send_reminders()
        except OSError as error:
            raise CommandError(_("The mail server did not answer: %(error)s") % {"error": error}) from error
        self.stdout.write(ngettext("Sent %(count)d letter.", "Sent %(count)d letters.", sent) % {"count": sent})
