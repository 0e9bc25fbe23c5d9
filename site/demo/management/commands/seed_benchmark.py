from __future__ import annotations

import argparse
import logging
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from demo.content import load_content
from demo.seeding.seed import seed
from demo.seeding.tree import NotEmptyError


class Command(BaseCommand):
    help = (
        "Adds invented acts, minutes, notices, news, tenders, events, albums and recordings in three languages, to "
        "measure how fast the site is with many. Run again, it adds more."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--pages", type=_number, required=True, help="how many, all languages counted together")
        parser.add_argument("--anyway", action="store_true", help="also where there are other pages already")

    def handle(self, *args: Any, **options: Any) -> None:
        pages: int = options["pages"]
        # How far it is says the bar; the readers would say so a thousand times.
        logging.getLogger("cms_pages.publishing").setLevel(logging.WARNING)
        # Without a value for disable it would also draw into a file or a pipe.
        with tqdm(total=pages, desc="Pages", unit="page", leave=False, disable=None) as bar:
            try:
                seed(load_content(), pages, settings.WAGTAILADMIN_BASE_URL, bar.update, anyway=options["anyway"])
            except NotEmptyError as error:
                raise CommandError(
                    f"This installation has {error.pages} pages already. Take an empty database; or, to add {pages} "
                    "invented pages to this one, say --anyway."
                ) from error
        self.stdout.write(f"Wrote {pages} pages.")


def _number(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of pages: write 1 or more")
    return int(text)
