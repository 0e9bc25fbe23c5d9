"""Taking acts over from a table, as the example of the documentation has them."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils.translation import override
from mypy_boto3_s3 import S3Client
from pytest_django import Settings
from wagtail.documents.models import Document
from wagtail.models import Page

from cms_pages.files.facts import DocumentFacts
from cms_pages.models import Signer
from cms_pages.publishing.models import PublishedItem
from publications.models import ActFile, ActPage, DecisionPage, ImportedPage, RegulationPage
from tests.factories import BodyFactory, DecisionPageFactory, SiteTree, pdf
from tests.support.fixtures import project
from tests.support.layers import ROOT
from tests.support.s3 import s3_storage

EXAMPLE = ROOT / "publications" / "imports" / "example.csv"
FILES = ("2019/118.pdf", "2019/118-shtojca.pdf", "2019/02-17.pdf", "2020/rregullore 01-3.pdf", "2020/harta.pdf")


@pytest.fixture
def folder(tmp_path: Path, site: SiteTree) -> Path:
    """The files of the example, and its two bodies."""
    BodyFactory(key="assembly")
    BodyFactory(key="mayor", name="Kryetari i Komunës")
    for name in (*FILES, "2020/lista.pdf"):
        path = tmp_path / "files" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pdf(f"Skeda {name}"))
    return tmp_path / "files"


def table(folder: Path, *changes: tuple[str, str], encoding: str = "utf-8") -> Path:
    """The example with some texts replaced."""
    text = EXAMPLE.read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = folder.with_name("table.csv")
    path.write_bytes(text.encode(encoding))
    return path


def take_over(folder: Path, *arguments: str, csv_file: Path = EXAMPLE) -> list[tuple[str, str, str]]:
    """Line, column and reason of what was not taken over."""
    report = folder.with_name("report.csv")
    command = [str(csv_file), "--files", str(folder), "--report", str(report), "--section", "/sq/vendimet/", *arguments]
    ended = 0
    try:
        call_command("import_acts", *command, stdout=io.StringIO())
    except CommandError as error:
        ended = error.returncode
    with report.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))[1:]
    assert ended == (1 if rows else 0)
    return [(line, column, why) for line, _what, _outcome, column, why in rows]


def act(number: str, code: str = "sq") -> Any:
    return ActPage.objects.get(number=number, locale__language_code=code).specific


def everything() -> list[list[dict[str, Any]]]:
    models: tuple[Any, ...] = (Page, DecisionPage, RegulationPage, Document, DocumentFacts, ImportedPage)
    return [list(model.objects.order_by("pk").values()) for model in models]


def kept_files() -> set[Path]:
    return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


def test_example_is_taken_over_and_published_with_its_own_dates(folder: Path) -> None:
    assert take_over(folder, "--publish") == []
    page = act("01-400/118")
    assert (page.title, str(page.date), page.body.key, page.kind, str(page.entry_into_force)) == (
        "Vendim për miratimin e buxhetit për vitin 2019", "2019-03-14", "assembly", "budget", "2019-03-29",
    )  # fmt: skip
    assert page.live
    assert page.first_published_at.date().isoformat() == "2019-03-20"
    assert [row.title for row in page.attachments.all()] == ["Tabelat e buxhetit"]
    assert [block["value"] for block in page.content.raw_data] == ["<p>Neni 1</p><p>Miratohet buxheti i Komunës.</p>"]
    assert "Skeda 2019/118.pdf" in DocumentFacts.objects.get(document=page.signed_pdf).text
    assert [block["type"] for block in act("02-17").content.raw_data] == ["heading", "rich_text"]
    assert str(act("02-17").end_of_validity) == "2020-12-31"
    assert isinstance(act("01-3"), RegulationPage)
    assert str(act("01-3").entry_into_force) == "2020-02-16"


def test_translation_is_one_of_wagtail_localize_and_complete(folder: Path) -> None:
    take_over(folder, "--publish")
    page = act("01-400/118", "sr-latn")
    assert (page.title, page.kind, page.live) == ("Odluka o usvajanju budžeta za 2019. godinu", "budget", True)
    assert page.signed_pdf == act("01-400/118").signed_pdf
    assert [row.title for row in page.attachments.all()] == ["Tabele budžeta"]
    project()
    item = PublishedItem.objects.get(page_id=page.pk)
    assert item.translation == "complete"


def test_acts_are_drafts_unless_they_are_to_be_published(folder: Path) -> None:
    assert take_over(folder) == []
    page = act("01-400/118")
    assert (page.live, page.first_published_at) == (False, None)
    assert page.get_latest_revision_as_object().title == page.title
    assert take_over(folder, "--publish") == []
    assert act("01-400/118").live
    assert act("01-400/118", "sr-latn").live


def test_signers_are_those_of_the_register_in_the_term_of_the_day(folder: Path) -> None:
    body = BodyFactory(key="mayor")
    terms = [("2010-01-01", "2018-12-31"), ("2019-01-01", None)]
    earlier, then = (
        Signer.objects.create(
            name="Arta Gashi", post="Kryetare", body=body, locale=body.locale, term_from=first, term_to=last
        )
        for first, last in terms
    )
    path = folder.with_name("signed.csv")
    header, row = "number,date,body,title,signers", "2019-06-05,mayor,Vendim"
    path.write_text(f"{header}\n1,{row},Arta Gashi\n2,{row},Askush\n")
    assert [(line, column) for line, column, _why in take_over(folder, csv_file=path)] == [("3", "signers")]
    page = act("1")
    assert [each.signer for each in page.get_latest_revision_as_object().signers.all()] == [then]
    assert [each.signer for each in page.signers.all()] != [earlier]


def test_second_run_changes_nothing(folder: Path) -> None:
    take_over(folder, "--publish")
    project()
    before, sequences = everything(), list(PublishedItem.objects.order_by("pk").values_list("pk", "sequence"))
    assert take_over(folder, "--publish") == []
    project()
    assert everything() == before
    assert list(PublishedItem.objects.order_by("pk").values_list("pk", "sequence")) == sequences


def test_changed_row_changes_its_act_and_the_facts_of_its_translation(folder: Path) -> None:
    take_over(folder, "--publish")
    (folder / "2019/118.pdf").write_bytes(pdf("E re"))
    changed = table(folder, ("2019-03-29", "2019-04-01"), ("Kuvendi miratoi buxhetin", "U miratua buxheti"))
    pages = set(Page.objects.values_list("pk", flat=True))
    assert take_over(folder, "--publish", csv_file=changed) == []
    assert set(Page.objects.values_list("pk", flat=True)) == pages
    for code in ("sq", "sr-latn"):
        assert str(act("01-400/118", code).entry_into_force) == "2019-04-01"
        assert "E re" in DocumentFacts.objects.get(document=act("01-400/118", code).signed_pdf).text
    replaced = ActFile.objects.get(act=act("01-400/118").act, replaced_at__isnull=False)
    assert replaced.reason == "Tabela e akteve u importua sërish, me një skedar tjetër."
    assert replaced.published_at.date().isoformat() == "2019-03-20"
    assert act("01-400/118").summary == "U miratua buxheti."
    # What the import itself did to the translation is nobody's change.
    again = table(folder, ("2019-03-29", "2019-04-01"), ("Skupština je usvojila", "Usvojen je"))
    assert take_over(folder, "--publish", csv_file=again) == []
    assert act("01-400/118", "sr-latn").summary == "Usvojen je budžet."


def test_act_that_an_editor_changed_is_left_alone(folder: Path) -> None:
    take_over(folder, "--publish")
    page = act("02-17")
    page.title = "Vendim i përmirësuar"
    page.save_revision().publish()
    problems = take_over(folder, csv_file=table(folder, ("personnel", "other")))
    assert [line for line, _column, _why in problems] == ["8"]
    assert "Vendim i përmirësuar" in problems[0][2]
    assert act("02-17").kind == "personnel"


@pytest.mark.parametrize(
    ("number", "code", "line", "change"),
    [
        ("02-17", "sq", "8", ("personnel", "other")),
        ("01-400/118", "sr-latn", "5", ("Skupština je usvojila", "Usvojen je")),
    ],
)
def test_act_that_was_withdrawn_does_not_come_back(
    folder: Path, number: str, code: str, line: str, change: tuple[str, str]
) -> None:
    take_over(folder, "--publish")
    act(number, code).unpublish()
    problems = take_over(folder, "--publish", csv_file=table(folder, change))
    assert [found for found, _column, _why in problems] == [line]
    assert act(number, code).title in problems[0][2]
    assert not act(number, code).live


def test_act_that_an_editor_wrote_is_a_duplicate(folder: Path, site: SiteTree) -> None:
    written = DecisionPageFactory(
        parent=site.sections["sq"], number="02-17", date="2019-01-01", body=BodyFactory(key="mayor")
    )
    problems = take_over(folder)
    assert [(line, column) for line, column, _why in problems] == [("8", "number")]
    assert written.title in problems[0][2]
    assert act("02-17").pk == written.pk


def test_every_problem_is_told_by_line_and_column_and_the_rest_taken_over(folder: Path) -> None:
    (folder / "2019/02-17.pdf").write_bytes(b"%PDF-1.4 prishur")
    broken = folder.with_name("broken.csv")
    header = EXAMPLE.read_text().splitlines()[0]
    rows = [
        "decision,1,2019-01-10,assembly,budget,Pa problem,sq,,,,,,2019/118.pdf,,",
        "decision,1,10.01.2019,assembly,budget,Dyfish,sq,,,,,,2019/118.pdf,,",
        "vendim,2,2019-13-10,assembly,,Data,sq,,,,,,2019/118.pdf,,",
        "ligj,3,2019-01-10,assembly,,Lloji,sq,,,,,,2019/118.pdf,,",
        "decision,4,2019-01-10,council,tax,Organi,sq,,,,2018-01-01,,2019/nuk-ka.pdf,../jashte.pdf,",
        "decision,5,2019-01-10,assembly,,,sq,,,,,,2019/02-17.pdf,/etc/passwd,",
        "decision,6,2019-01-10,assembly,,Gjuha,de,,,,,,2019/118.pdf,,",
        'decision,7,2019-01-10,assembly,,"Thonjëza" të këqija,sq,,,,,,2019/118.pdf,,',
        "decision,8,2019-01-10,assembly,,Shumë qeliza,sq,,,,,,2019/118.pdf,,,tepër",
        "decision,9,2019-01-10,assembly,,Pa skedar,sq,,,,,,,,",
        "decision,10,2019-01-10,assembly,,E fundit,sq,,,,,,2019/118.pdf,,",
        "decision,4,2019-01-10,council,,Prevod,sr-latn,,,,,,,,",
        "decision,11,0019-01-10,assembly,,Viti,sq,,,,,,2019/118.pdf,,",
        "decision,12//2019,2019-01-10,assembly,,Ndarësit,sq,,,,,,2019/118.pdf,,",
    ]
    broken.write_text("\n".join([header, *rows]))
    found = {(line, column) for line, column, _why in take_over(folder, "--publish", csv_file=broken)}
    assert found == {
        ("3", "number"), ("4", "date"), ("5", "type"), ("6", "body"), ("6", "kind"), ("6", "entry_into_force"),
        ("6", "file"), ("6", "attachments"), ("7", "title"), ("7", "file"), ("7", "attachments"), ("8", "language"),
        ("9", ""), ("10", ""), ("11", "file"), ("13", ""), ("14", "date"), ("15", "number"),
    }  # fmt: skip
    assert {page.title for page in ActPage.objects.all()} == {"Pa problem", "E fundit"}


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-8", ","), ("utf-8-sig", ";"), ("windows-1250", ";"), ("utf-16", "\t")]
)
def test_encoding_and_delimiter_are_found_out(folder: Path, encoding: str, delimiter: str) -> None:
    with EXAMPLE.open(newline="") as file:
        rows = list(csv.reader(file))
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    path = folder.with_name("other.csv")
    path.write_bytes(text.getvalue().encode(encoding))
    assert take_over(folder, csv_file=path) == []
    assert act("01-400/118").title == "Vendim për miratimin e buxhetit për vitin 2019"
    assert act("01-400/118", "sr-latn").title == "Odluka o usvajanju budžeta za 2019. godinu"


def test_row_in_another_encoding_is_told_by_its_line(folder: Path) -> None:
    lines = EXAMPLE.read_bytes().splitlines(keepends=True)
    lines[-2] = lines[-2].decode().encode("windows-1250")
    path = folder.with_name("mixed.csv")
    path.write_bytes(b"".join(lines))
    assert [line for line, _column, _why in take_over(folder, csv_file=path)] == ["8"]
    assert not ActPage.objects.filter(number="02-17").exists()
    assert act("01-3")


def test_table_that_was_cut_off_is_taken_over_up_to_there(folder: Path) -> None:
    path = folder.with_name("cut.csv")
    path.write_bytes(EXAMPLE.read_text().encode("utf-16") + b"\x00")
    (problem,) = take_over(folder, csv_file=path)
    assert problem[:2] == ("10", "")
    assert act("01-3")


def test_albanian_headings_are_known(folder: Path) -> None:
    header = "Lloji,Numri,Data,Organi,Kategoria,Titulli,Gjuha,Përmbledhja,Teksti,Baza ligjore,Hyrja në fuqi,"
    header += "dita_e_fundit_ne_fuqi,Skedari,Shtojcat,Publikuar"
    path = table(folder, (EXAMPLE.read_text().splitlines()[0], header))
    assert take_over(folder, csv_file=path) == []
    assert act("01-400/118").legal_basis.startswith("Neni 40")


@pytest.mark.parametrize(
    "content", [b"", b"numri\n1\n", b"\x89PNG\r\n\x1a\n\x00\x00", b"a,b,c\n1,2,3\n", b"\xff\xfe\x00"]
)
def test_what_is_no_table_of_acts_is_refused(folder: Path, content: bytes) -> None:
    path = folder.with_name("no.csv")
    path.write_bytes(content)
    with pytest.raises(CommandError) as refusal:
        call_command("import_acts", str(path), "--files", str(folder), "--section", "/sq/vendimet/")
    assert refusal.value.returncode == 2


@pytest.mark.parametrize("begins", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0"])
def test_workbook_of_excel_is_to_be_saved_as_csv(folder: Path, begins: bytes) -> None:
    path = folder.with_name("acts.xlsx")
    path.write_bytes(begins + b"\x14\0\x06\0")
    with pytest.raises(CommandError, match="CSV UTF-8"):
        call_command("import_acts", str(path), "--files", str(folder), "--section", "/sq/vendimet/")


def test_dry_run_writes_nothing_and_says_the_same(folder: Path) -> None:
    before, files = everything(), kept_files()
    (folder / "2020/harta.pdf").unlink()
    problems = take_over(folder, "--dry-run", "--publish")
    assert [(line, column) for line, column, _why in problems] == [("9", "attachments")]
    assert everything() == before
    assert kept_files() == files
    assert take_over(folder, "--publish") == problems


@pytest.mark.parametrize("fails", ["remember", "write_translation"])
def test_act_that_fails_leaves_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch, fails: str) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise OSError("no room")

    before, files = everything(), kept_files()
    monkeypatch.setattr(f"publications.imports.acts.{fails}", fail)
    only = folder.with_name("one.csv")
    only.write_text("\n".join(EXAMPLE.read_text().splitlines()[:7]))
    problems = take_over(folder, "--publish", csv_file=only)
    assert {(line, "no room" in why) for line, _column, why in problems} == {("2", True), ("5", True)}
    assert everything() == before
    assert kept_files() == files


def test_links_do_not_lead_out_of_the_folder(folder: Path) -> None:
    secret = folder.with_name("sekret.pdf")
    secret.write_bytes(pdf("Sekret"))
    (folder / "2019/02-17.pdf").unlink()
    (folder / "2019/02-17.pdf").symlink_to(secret)
    assert [(line, column) for line, column, _why in take_over(folder)] == [("8", "file")]
    assert not DocumentFacts.objects.filter(text__contains="Sekret").exists()


def test_translation_divided_otherwise_keeps_the_original_text_and_says_so(folder: Path) -> None:
    path = table(folder, ("Član 1\n\nUsvaja", "Član 1. Usvaja"))
    problems = take_over(folder, "--publish", csv_file=path)
    assert [(line, column) for line, column, _why in problems] == [("5", "text")]
    page = act("01-400/118", "sr-latn")
    assert page.title.startswith("Odluka")
    assert "Miratohet buxheti" in str(page.content)


def test_files_are_taken_over_where_the_store_is_s3(
    folder: Path, s3_server: str, s3_bucket: str, s3_client: S3Client, settings: Settings
) -> None:
    settings.STORAGES = {**settings.STORAGES, "default": s3_storage(s3_server, s3_bucket)}
    assert take_over(folder, "--publish") == []
    stored = {each["Key"] for each in s3_client.list_objects_v2(Bucket=s3_bucket)["Contents"]}
    assert {document.file.name for document in Document.objects.all()} <= stored
    assert "Skeda 2019/118.pdf" in act("01-400/118").signed_pdf.facts.text


def test_report_does_not_replace_the_table(folder: Path) -> None:
    path = table(folder)
    before = path.read_bytes()
    arguments = [str(path), "--files", str(folder), "--section", "/sq/vendimet/", "--dry-run"]
    with pytest.raises(CommandError, match="--report") as refusal:
        call_command("import_acts", *arguments, "--report", str(path.parent / "files" / ".." / path.name))
    assert refusal.value.returncode == 2
    assert path.read_bytes() == before


def test_no_name_of_a_table_is_refused(folder: Path) -> None:
    with override("en"), pytest.raises(CommandError, match="is a folder") as refusal:
        call_command("import_acts", "", "--files", str(folder), "--section", "/sq/vendimet/")
    assert refusal.value.returncode == 2
