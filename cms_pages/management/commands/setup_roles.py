from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from wagtail.models import Site

from cms_pages.roles.office import set_up_offices


class Command(BaseCommand):
    help = (
        "Makes the groups of an office's six posts with what each may do, and the workflow by which a second person "
        "approves what is published. Run again, it adds only what is missing and was never there: what you took away "
        "stays away."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        if not Site.objects.exists():
            raise CommandError("There is no site yet. Make its home page and the site first (Settings, Sites).")
        with transaction.atomic():
            report = set_up_offices()
            if options["dry_run"]:
                transaction.set_rollback(True)
        for line in report:
            self.stdout.write(line)
        if not report:
            self.stdout.write("Everything is there already.")
        elif options["dry_run"]:
            self.stdout.write("Nothing of this was done: --dry-run.")
