"""``manage.py import_acts``: take over decisions and regulations from a table and a folder of files."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from publications.imports.acts import ActImport, Options
from publications.imports.command import ImportCommand
from publications.imports.files import Folder
from publications.imports.places import collection_named, page_at
from publications.imports.problems import Result
from publications.imports.reading import TableError, open_table
from publications.models import DecisionPage


class Command(ImportCommand):
    help = "Takes over acts from a table (CSV) and a folder of files. Run again, it takes over only what has changed."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--section", metavar="ADDRESS", required=True, help="For example /sq/vendime/.")
        parser.add_argument(
            "--publish", action="store_true", help="Publish them, each with its own date; they are drafts unless given."
        )

    def begin(self, options: dict[str, Any]) -> tuple[int, Iterable[Result]]:
        section = page_at(options["section"])
        if not DecisionPage.can_exist_under(section):
            raise ValidationError(_("“%(title)s” is no section for acts.") % {"title": section.title})
        try:
            table = open_table(options["path"])
        except TableError as error:
            raise ValidationError(str(error)) from error
        if columns := ", ".join(table.left_out):
            self.stdout.write(_("These columns are not known, and are left out: %(columns)s.") % {"columns": columns})
        chosen = Options(
            section=section,
            collection=collection_named(options["collection"]),
            publish=options["publish"],
            dry_run=options["dry_run"],
        )
        run = ActImport(table, Folder(options["files"]), chosen)
        return run.total, chain.from_iterable(run.run())
