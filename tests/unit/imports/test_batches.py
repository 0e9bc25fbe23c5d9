"""Acts are written twenty at a time: one that fails does not take the others along."""

import contextlib
import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from wagtail.documents.models import Document
from wagtail.models import ReferenceIndex

from cms_pages.models import LogMark
from publications.imports import batches
from publications.models import DecisionPage
from tests.factories import BodyFactory, SiteTree, make_site, pdf

ACTS = 3


def table(folder: Path) -> Path:
    BodyFactory(key="assembly")
    path = folder / "table.csv"
    with path.open("w", newline="") as file:
        write = csv.writer(file)
        write.writerow(["number", "date", "body", "title", "file"])
        for number in range(ACTS):
            (folder / f"{number}.pdf").write_bytes(pdf(f"Vendimi {number}"))
            write.writerow([f"01-{number}", "2024-03-14", "assembly", f"Vendimi {number}", f"{number}.pdf"])
    return path


def take_over(path: Path) -> str:
    """The report."""
    command = [str(path), "--files", str(path.parent), "--section", "/sq/vendimet/", "--publish"]
    with contextlib.suppress(CommandError):
        call_command("import_acts", *command, stdout=io.StringIO())
    return path.with_name("table.csv.report.csv").read_text(encoding="utf-8-sig")


def numbers() -> list[str]:
    return sorted(DecisionPage.objects.values_list("number", flat=True))


def files_without_a_row() -> set[str]:
    files = {str(path.relative_to(settings.MEDIA_ROOT)) for path in Path(settings.MEDIA_ROOT).glob("documents/*")}
    return files - set(Document.objects.values_list("file", flat=True))


def test_what_was_imported_is_found_in_the_admin_and_known_where_it_is_used(site: SiteTree, tmp_path: Path) -> None:
    take_over(table(tmp_path))
    assert [page.number for page in DecisionPage.objects.all().search("Vendimi 2")] == ["01-2"]
    document = Document.objects.get(title="Vendimi 1")
    assert list(Document.objects.all().search("Vendimi 1")) == [document]
    assert ReferenceIndex.get_references_to(document).count() == 1


def test_acts_that_cannot_be_committed_together_are_written_one_by_one(
    site: SiteTree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = batches._Later.index

    def fails_with_the_second(self: Any) -> None:
        index(self)
        if DecisionPage.objects.filter(number="01-1").exists():
            raise DatabaseError("refused at the end")

    monkeypatch.setattr(batches._Later, "index", fails_with_the_second)
    path, before = table(tmp_path), files_without_a_row()
    report = take_over(path)
    assert numbers() == ["01-0", "01-2"]
    assert [line.split(",")[0] for line in report.splitlines()[1:]] == ["3"]
    assert "refused at the end" in report
    assert files_without_a_row() == before


def test_act_that_fails_in_a_batch_is_left_out_alone(
    site: SiteTree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save = DecisionPage.save

    def fails_with_the_second(self: Any, *args: Any, **kwargs: Any) -> Any:
        saved = save(self, *args, **kwargs)
        if self.number == "01-1":
            raise OSError("no room")
        return saved

    monkeypatch.setattr(DecisionPage, "save", fails_with_the_second)
    report = take_over(table(tmp_path))
    assert numbers() == ["01-0", "01-2"]
    assert [line.split(",")[0] for line in report.splitlines()[1:]] == ["3"]


@pytest.mark.django_db(transaction=True)
def test_acts_of_a_batch_enter_the_log_together(transactional_db: None, tmp_path: Path) -> None:
    make_site()
    path, before = table(tmp_path), LogMark.objects.count()
    take_over(path)
    assert LogMark.objects.count() == before + 1
