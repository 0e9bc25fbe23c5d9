"""``manage.py orphaned_files``: files that no row of the database names."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import ngettext

from cms_pages.files.orphans import orphaned_files


class Command(BaseCommand):
    help = (
        "Names the files in the folder or the bucket that nothing on the site refers to: what a process left that was "
        "killed in the middle of an upload or an import."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--delete", action="store_true", help="Delete them.")
        parser.add_argument(
            "--hours",
            type=float,
            default=24,
            help="Only those that are older; 24 unless given. Uploads may be under way.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for name in orphaned_files(timedelta(hours=options["hours"])):
            self.stdout.write(name)
            if options["delete"]:
                default_storage.delete(name)
            count += 1
        self.stdout.write(ngettext("%(count)d file.", "%(count)d files.", count) % {"count": count})
