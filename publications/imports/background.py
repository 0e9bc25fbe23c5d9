"""Goes on with what editors have uploaded, a little at a time: the worker calls it as one of its chores."""

from __future__ import annotations

import logging
import shutil
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext as _

from publications.imports.acts import ActImport as Run
from publications.imports.acts import Options
from publications.imports.files import Archive, Documents, Several, Source
from publications.imports.problems import Outcome, Problem, Result
from publications.imports.reading import open_table
from publications.models.act_import import ActImport, ActImportRow, ImportState

logger = logging.getLogger(__name__)

#: seconds that one call takes at most, but for the act it is at: what is published meanwhile waits for it
BUDGET = 2.0
#: seconds after which another worker goes on with what one has taken and not given back: it was killed
LEASE = 120


def go_on_with_imports() -> None:
    """Check or write a part of the oldest import that waits for it."""
    waiting = ActImport.objects.due().first()
    if waiting is None or not waiting.take(LEASE):
        return
    waiting.refresh_from_db()
    try:
        with translation.override(waiting.language):
            is_finished = _go_on(waiting)
    except Exception as error:
        logger.exception("The import %s cannot go on.", waiting.pk)
        waiting.error = _("It cannot go on: %(error)s. Upload the files again.") % {"error": error}
        is_finished = True
    finished = {ImportState.CHECKING: ImportState.CHECKED, ImportState.WRITING: ImportState.DONE}
    state = waiting.state
    if is_finished:
        waiting.state = ImportState.DONE if waiting.error else finished[ImportState(state)]
    # Whoever discarded it meanwhile has.
    ActImport.objects.filter(pk=waiting.pk, state=state).update(
        state=waiting.state, total=waiting.total, error=waiting.error, taken_until=None
    )
    if waiting.state == ImportState.DONE:
        waiting.remove_files()


def _go_on(waiting: ActImport) -> bool:
    """Returns whether nothing is left to do."""
    until = time.monotonic() + BUDGET
    with _opened(waiting) as (path, files):
        options = Options(
            section=waiting.section.specific,
            collection=waiting.collection,
            publish=waiting.publish,
            dry_run=waiting.state == ImportState.CHECKING,
            user=waiting.user,
        )
        run = Run(open_table(path), files, options)
        waiting.total = run.total
        done = set(waiting.rows.values_list("line", flat=True))
        for results in run.run(done):
            _keep(waiting, [result for result in results if int(result.place) not in done])
            if time.monotonic() > until:
                return False
    return True


def _keep(waiting: ActImport, results: list[Result]) -> None:
    ActImportRow.objects.bulk_create(
        [
            ActImportRow(
                act_import=waiting,
                line=int(result.place),
                name=result.name,
                outcome=result.outcome,
                problems=[[problem.column, str(problem.message)] for problem in result.problems],
            )
            for result in results
        ]
    )


def results_of(finished: ActImport) -> Iterator[Result]:
    """What became of its rows, for the report."""
    for row in finished.rows.iterator():
        problems = [Problem(message, column) for column, message in row.problems]
        yield Result(str(row.line), row.name, Outcome(row.outcome), problems)


@contextmanager
def _opened(waiting: ActImport) -> Iterator[tuple[Path, Source]]:
    """The table, and where its files come from: the archive, and then the documents of the collection."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kuvendi-import-")))
        path = folder / "table.csv"
        with waiting.table.open("rb") as uploaded, path.open("wb") as file:
            shutil.copyfileobj(uploaded, file)
        documents = Documents(waiting.collection)
        if not waiting.archive:
            yield path, documents
            return
        archive = stack.enter_context(zipfile.ZipFile(stack.enter_context(waiting.archive.open("rb"))))
        yield path, Several(Archive(archive), documents)
