"""``manage.py orphaned_files``: files that no row of the database names."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms_pages.files.orphans import named_files, orphaned_files


class Command(BaseCommand):
    help = (
        "Names the files in the folder or the bucket that nothing on the site refers to: what a process left that was "
        "killed in the middle of an upload or an import."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--delete", action="store_true", help="Delete them.")
        parser.add_argument(
            "--hours",
            type=hours,
            default=24,
            help="Only those that are older; 24 unless given. Uploads may be under way.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        names = list(orphaned_files(timedelta(hours=options["hours"])))
        if options["delete"] and len(names) > len(named_files()):
            # Killed processes leave a file each. With another database, empty perhaps, all files look so.
            raise CommandError(
                _("Nothing was deleted: %(count)d files look left over, more than the database names. Is it yours?")
                % {"count": len(names)}
            )
        for name in names:
            self.stdout.write(name)
            if options["delete"]:
                default_storage.delete(name)
        self.stdout.write(ngettext("%(count)d file.", "%(count)d files.", len(names)) % {"count": len(names)})


def hours(text: str) -> float:
    number = float(text)
    # As many as there can be: a year has 8,766.
    if not 0 <= number <= 1_000_000:
        raise ValueError
    return number
