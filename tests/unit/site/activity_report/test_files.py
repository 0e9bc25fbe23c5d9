"""The report as CSV, XLSX, PDF and text, by download and by the command."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from openpyxl import load_workbook
from pypdfium2 import PdfDocument

from activity_report.publishing import publish
from tests.factories import SiteTree, make_site
from tests.unit.site.activity_report.conftest import YEAR

ADDRESS = f"/sq/activity-report/{YEAR}"
TOTALS = [5, 1, 1, 2, 0, 3, 1, 13]


def command(*arguments: str) -> str:
    output = io.StringIO()
    call_command("activity_report", f"--year={YEAR}", *arguments, stdout=output)
    return output.getvalue()


def pdf_text(content: bytes) -> str:
    with PdfDocument(content) as pdf:
        assert [tuple(round(side) for side in page.get_size()) for page in pdf] == [(842, 595)], "one page, A4 across"
        return " ".join(pdf[0].get_textpage().get_text_range().split())


@pytest.fixture
def published(site: SiteTree, publications: list[Any]) -> SiteTree:
    publish(site.site, YEAR)
    return site


def test_csv(client: Client, published: SiteTree) -> None:
    response = client.get(f"{ADDRESS}.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="activity-report-{YEAR}.sq.csv"'
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))
    assert len(rows) == 16
    assert rows[1][:3] == ["2024-01", "Janar", "3"]
    assert rows[-1][0] == "2024"
    assert [int(cell) for cell in rows[-1][2:]] == TOTALS


def test_xlsx(client: Client, published: SiteTree) -> None:
    book = load_workbook(io.BytesIO(client.get(f"{ADDRESS}.xlsx").content))
    report, months = book.worksheets
    rows = list(report.iter_rows(min_row=4, max_row=18, values_only=True))
    assert rows[0] == ("Janar", 3, 1, 0, 0, 0, 0, 0, 4)
    assert list(rows[-1][1:]) == TOTALS
    assert [row[0] for row in months.iter_rows(min_row=4, values_only=True)][5:8] == ["Qershor", "Korrik", "Gusht"]
    assert months.max_row == 15
    (chart,) = report._charts
    assert len(chart.series) == 7


def test_pdf(client: Client, published: SiteTree, caplog: pytest.LogCaptureFixture) -> None:
    response = client.get(f"{ADDRESS}.pdf")
    assert response["Content-Type"] == "application/pdf"
    text = pdf_text(response.content)
    for words in (
        "Raporti i punës për vitin 2024",
        "Gjashtëmujori i dytë",
        "Reagime dhe sqarime: 2",
        "Viti 2024 5 1 1 2 0 3 1 13",
    ):
        assert words in text
    assert "missing" not in caplog.text


@pytest.mark.parametrize("extension", ["csv", "xlsx", "pdf"])
def test_file_is_asked_for_again_only_when_it_changed(client: Client, published: SiteTree, extension: str) -> None:
    first = client.get(f"{ADDRESS}.{extension}")
    again = {"if-none-match": first["ETag"]}
    assert client.get(f"{ADDRESS}.{extension}", headers=again).status_code == 304
    assert client.get(f"/en/activity-report/{YEAR}.{extension}", headers=again).status_code == 200


def test_command_shows_the_table(site: SiteTree, publications: list[Any]) -> None:
    lines = command("--language", "en").splitlines()
    assert lines[0] == "Activity report 2024: Komuna"
    assert lines[3].split() == ["January", "3", "1", "0", "0", "0", "0", "0", "4"]
    assert len({len(line) for line in lines[2:18]}) == 1, "columns stand below each other"


def test_command_shows_the_rows_that_are_wanted(site: SiteTree, publications: list[Any]) -> None:
    rows = list(csv.reader(io.StringIO(command("--period", "half", "year", "--format", "csv"))))
    assert [row[0] for row in rows[1:]] == ["2024-S1", "2024-S2", "2024"]


@pytest.mark.parametrize("extension", ["csv", "xlsx", "pdf"])
def test_command_writes_the_same_as_the_download(
    client: Client, published: SiteTree, extension: str, tmp_path: Path
) -> None:
    path = tmp_path / f"raporti.{extension}"
    assert command("--output", str(path)) == f"Wrote {path}.\n"
    download = client.get(f"{ADDRESS}.{extension}").content
    if extension == "csv":
        assert path.read_bytes() == download
    assert path.read_bytes()[:4] == download[:4]
    assert list(tmp_path.iterdir()) == [path]


def test_pdf_without_months_has_no_charts(site: SiteTree, publications: list[Any], tmp_path: Path) -> None:
    path = tmp_path / "viti.pdf"
    command("--output", str(path), "--period", "year", "--language", "sr-latn")
    text = pdf_text(path.read_bytes())
    assert "2024. godina 5 1 1 2 0 3 1 13" in text
    assert "Reagovanja i pojašnjenja: 2" not in text


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--year=24"], "'24' is no year: write four digits"),
        (["--year=2024", "--language=de"], "There is no language 'de'. There are: sq, sr-latn, en."),
        (["--year=2024", "--site=x"], "There is no site 'x'. There are: localhost."),
        (["--year=2024", "--format=csv", "--output=/r.pdf"], "r.pdf would not be a pdf file, but csv"),
        (["--year=2024", "--format=pdf"], "say where to write it, with --output FILE"),
        (["--year=2024", "--output=/no/such/folder/r.pdf"], "could not be written: No such file or directory"),
        (["--year=2024", "--output=/"], "/ is a folder: write the name of a file"),
        (["--year=2024", "--period=week"], "invalid choice: 'week'"),
    ],
)
def test_command_says_what_is_wrong(site: SiteTree, arguments: list[str], sentence: str) -> None:
    with pytest.raises(CommandError) as raised:
        call_command("activity_report", *arguments)
    assert sentence in str(raised.value)


def test_command_asks_which_of_several_sites(site: SiteTree, publications: list[Any]) -> None:
    make_site("tjeter.example.org", is_default=False, slug="tjeter")
    with pytest.raises(CommandError, match="There are several sites: say which, with --site HOST"):
        command()
    assert command("--site", "localhost", "--language", "en").splitlines()[-3].split()[-1] == "13"
    assert command("--site", "tjeter.example.org", "--language", "en").splitlines()[-3].split()[-1] == "0"


def test_file_that_is_there_stays_where_writing_fails(
    site: SiteTree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "raporti.csv"
    path.write_text("e vjetra")
    monkeypatch.setattr(Path, "replace", _full)
    with pytest.raises(CommandError, match="could not be written: No space left on device"):
        command("--output", str(path))
    assert path.read_text() == "e vjetra"
    assert list(tmp_path.iterdir()) == [path]


def _full(*_args: object) -> None:
    raise OSError(28, "No space left on device")
