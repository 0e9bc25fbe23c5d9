"""``manage.py forget_address``: somebody asked the office to delete an address."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alerts.models import Subscriber
from alerts.services import forget


class Command(BaseCommand):
    help = "Deletes an e-mail address, and all alerts of it, on every site. Safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="the e-mail address, in full")

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(Subscriber.objects.with_address(options["address"]))
        for subscriber in found:
            forget(subscriber)
        if not found:
            self.stdout.write(_("There are no alerts for this address."))
            return
        text = ngettext("Deleted it on %(count)d site.", "Deleted it on %(count)d sites.", len(found))
        self.stdout.write(text % {"count": len(found)})
