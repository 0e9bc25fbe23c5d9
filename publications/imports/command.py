"""What the commands that import have in common: the progress, the report, the summary, and how they end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from tqdm import tqdm

from publications.imports.problems import Outcome, Result
from publications.imports.report import reported

#: how a command ends where it took over all but some, and where it took over nothing, since it could not begin
SOME_LEFT_OUT, NOT_BEGUN = 1, 2


class ImportCommand(BaseCommand):
    """A command that takes over what is in a file, ``path``, and the files in a folder, ``--files``."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", metavar="FILE", type=Path, help="What to take over.")
        parser.add_argument("--files", metavar="DIR", type=Path, required=True, help="The folder of the files.")
        parser.add_argument("--collection", default="", help="The collection for files; the root one unless given.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would be done, and do nothing.")
        parser.add_argument(
            "--report",
            metavar="CSV",
            type=Path,
            help="Where to write what was not taken over; FILE.report.csv unless given.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["path"]
        counts: Counter[Outcome | str] = Counter()
        try:
            report = _report_beside(path, options["report"])
            if not options["files"].is_dir():
                raise CommandError(_("%(path)s is no folder.") % {"path": options["files"]}, returncode=NOT_BEGUN)
            total, results = self.begin(options)
            for _result in tqdm(reported(results, report, counts), total=total, leave=False, disable=None):
                pass
        except ValidationError as error:
            raise CommandError("\n".join(error.messages), returncode=NOT_BEGUN) from error
        except OSError as error:
            raise CommandError(str(error), returncode=NOT_BEGUN) from error
        except KeyboardInterrupt:
            raise CommandError(_("Interrupted. Run it again for the rest."), returncode=130) from None
        self._say(counts, report, dry_run=options["dry_run"])

    def begin(self, options: dict[str, Any]) -> tuple[int, Iterable[Result]]:
        """How many there are to take over, and what becomes of each. Raises ValidationError where it cannot begin."""
        raise NotImplementedError

    def _say(self, counts: Counter[Outcome | str], report: Path, *, dry_run: bool) -> None:
        numbers = {outcome.value: counts[outcome] for outcome in Outcome}
        if dry_run:
            self.stdout.write(_("Nothing was written: this is what would be done."))
        self.stdout.write(
            _("%(created)d new, %(updated)d changed, %(unchanged)d here already, %(refused)d not taken over.") % numbers
        )
        if counts["problems"]:
            raise CommandError(
                _("What was not taken over, or not wholly, and why: %(path)s") % {"path": report},
                returncode=SOME_LEFT_OUT,
            )


def _report_beside(path: Path, report: Path | None) -> Path:
    """Where to write the report: never over what is to be taken over, which may be all that the office has of it."""
    if path.is_dir():  # an empty name is the folder that one is in
        raise CommandError(_("%(path)s is a folder, not a file.") % {"path": path}, returncode=NOT_BEGUN)
    report = report or path.with_name(f"{path.name}.report.csv")
    if report.exists() and path.exists() and report.samefile(path):
        raise CommandError(
            _("The report would replace %(path)s itself. Name another file with --report.") % {"path": path},
            returncode=NOT_BEGUN,
        )
    return report
