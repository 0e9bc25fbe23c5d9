"""An import that is killed: no act is half there, the next run takes over the rest, and files it left can be found."""

from __future__ import annotations

import csv
import io
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from pytest_django import Settings
from wagtail.documents.models import Document

from cms_pages.files.facts import DocumentFacts
from cms_pages.files.orphans import orphaned_files
from cms_pages.models import PublishedItem
from publications.models import ActPage, ImportedPage
from tests.factories import BodyFactory, make_site, pdf
from tests.support.dying import stopped_at
from tests.support.fixtures import project

ACTS = 3

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def table(transactional_db: None, settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    make_site()
    BodyFactory(key="assembly")
    path = tmp_path / "table.csv"
    with path.open("w", newline="") as file:
        write = csv.writer(file)
        write.writerow(["number", "date", "body", "title", "file"])
        for number in range(ACTS):
            (tmp_path / f"{number}.pdf").write_bytes(pdf(f"Vendimi {number}"))
            write.writerow([f"01-{number}", "2024-03-14", "assembly", f"Vendimi {number}", f"{number}.pdf"])
    return path


def take_over(table: Path) -> None:
    command = [str(table), "--files", str(table.parent), "--section", "/sq/vendimet/", "--publish"]
    call_command("import_acts", *command, stdout=io.StringIO())


# A file is kept and has no row yet; all are written, and are about to be committed, and have been; they are projected.
@pytest.mark.parametrize("step", [3, 17, 18, 24])
def test_killed_import_leaves_whole_acts_and_no_file_that_is_not_found(table: Path, step: int) -> None:
    status = stopped_at(step, lambda: take_over(table))
    assert os.WIFSIGNALED(status), "it came to its end before"
    written = ActPage.objects.count()
    assert written in {0, ACTS}
    assert {model.objects.count() for model in (Document, DocumentFacts, ImportedPage)} == {written}
    named = set(Document.objects.values_list("file", flat=True))
    stored = {f"documents/{name}" for name in default_storage.listdir("documents")[1]}
    assert stored
    assert set(orphaned_files(timedelta())) == stored - named
    take_over(table)
    project()
    assert PublishedItem.objects.live().filter(type="decision").count() == ACTS
