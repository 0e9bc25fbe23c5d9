"""``manage.py verify_files``: whether the published files are those that were published."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _
from tqdm import tqdm

from cms_pages.files.verification import FileVerification, count_public_files, verify_files


class Command(BaseCommand):
    help = (
        "Reads every published file and compares it with the checksum that was recorded. Names those that are missing, "
        "changed or unreadable, with the pages that offer them; the exit status is then 1."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="Write what was found as one JSON object.")

    def handle(self, *args: Any, **options: Any) -> None:
        with tqdm(total=count_public_files(), unit="file", disable=None) as progress:
            for problem in verify_files():
                progress.update()
                if problem is not None and not options["json"]:
                    progress.clear()
                    self.stdout.write(f"{problem.problem}: {problem.name} {' '.join(problem.used_in)}")
        last = FileVerification.last()
        if options["json"]:
            self.stdout.write(json.dumps({"checked": last.checked, "problems": last.problems}, ensure_ascii=False))
        else:
            self.stdout.write(
                _("%(checked)d published files were read; %(wrong)d are missing or changed.")
                % {"checked": last.checked, "wrong": len(last.problems)}
            )
        if last.problems:
            sys.exit(1)
