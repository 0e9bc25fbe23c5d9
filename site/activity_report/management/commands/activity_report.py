from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from wagtail.coreutils import get_content_languages
from wagtail.models import Site

from activity_report.formats import DOWNLOADS, FORMATS, written
from activity_report.formats.document import document
from activity_report.periods import FIRST_YEAR, LAST_YEAR, PeriodKind


class Command(BaseCommand):
    help = "Counts what was published in a year: months, half-years and the year, by category."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=_year, required=True, help="for example 2024")
        parser.add_argument(
            "--period",
            nargs="+",
            choices=PeriodKind.values,
            default=PeriodKind.values,
            help="the rows (default: all of them)",
        )
        parser.add_argument(
            "--format",
            choices=list(FORMATS),
            help="default: what the end of --output's name says, text where it says nothing",
        )
        parser.add_argument("--output", type=Path, metavar="FILE", help="default: this terminal")
        parser.add_argument("--language", default=settings.LANGUAGE_CODE, help="default: %(default)s")
        parser.add_argument("--site", metavar="HOST", help="needed where there are several")

    def handle(self, *args: Any, **options: Any) -> None:
        output: Path | None = options["output"]
        suffix = output.suffix.lstrip(".").lower() if output else ""
        if options["format"] and suffix in DOWNLOADS and suffix != options["format"]:
            raise CommandError(f"{output} would not be a {suffix} file, but {options['format']}: name it otherwise.")
        name = options["format"] or (suffix if suffix in DOWNLOADS else "text")
        if output is None and name in ("xlsx", "pdf"):
            raise CommandError(f"A {name} file cannot be shown here: say where to write it, with --output FILE.")
        language: str = options["language"]
        if language not in get_content_languages():
            languages = ", ".join(get_content_languages())
            raise CommandError(f"There is no language {language!r}. There are: {languages}.")
        content = written(document(_site(options["site"]), options["year"], language, options["period"]), name)
        if output is None:
            self.stdout.write(content.decode().lstrip("\ufeff"), ending="")
            return
        _replace(output, content)
        self.stdout.write(f"Wrote {output}.")


def _year(text: str) -> int:
    if not text.isdecimal() or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise argparse.ArgumentTypeError(f"{text!r} is no year: write four digits, for example 2024")
    return int(text)


def _site(host: str | None) -> Site:
    sites = list(Site.objects.select_related("root_page").order_by("pk"))
    hosts = ", ".join(site.hostname for site in sites)
    found = [site for site in sites if host in (None, site.hostname, f"{site.hostname}:{site.port}")]
    if len(found) == 1:
        return found[0]
    if not sites:
        raise CommandError("There is no site yet: make one in the admin, below Settings, Sites.")
    if host is None:
        raise CommandError(f"There are several sites: say which, with --site HOST. There are: {hosts}.")
    if found:
        ports = ", ".join(f"{site.hostname}:{site.port}" for site in found)
        raise CommandError(f"There are several sites {host!r}: say the port too. There are: {ports}.")
    raise CommandError(f"There is no site {host!r}. There are: {hosts}.")


def _replace(path: Path, content: bytes) -> None:
    """Write the file beside it first: what was there stays until all of the new one is."""
    if path.is_dir():
        raise CommandError(f"{path} is a folder: write the name of a file.")
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        try:
            beside.write_bytes(content)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise CommandError(f"{path} could not be written: {error.strerror or error}.") from error
