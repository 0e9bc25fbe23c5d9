"""Importing acts in the admin: upload, look at what would happen, confirm; the worker does it."""

import io
import zipfile
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.documents.models import Document
from wagtail.models import Collection, GroupPagePermission
from wagtail.users.models import UserProfile

from publications.imports import background
from publications.imports.background import go_on_with_imports
from publications.models import ActImport, ActPage, DecisionPage
from tests.factories import BodyFactory, DocumentFactory, SiteTree, pdf
from tests.support.layers import ROOT

URL = "/admin/import-acts/"
EXAMPLE = ROOT / "publications" / "imports" / "example.csv"
HEADER = "number,date,body,title,file\n"
FILES = ("2019/118.pdf", "2019/118-shtojca.pdf", "2019/02-17.pdf", "2020/rregullore 01-3.pdf", "2020/harta.pdf")


@pytest.fixture
def editor(client: Client, site: SiteTree) -> Client:
    """Somebody who publishes, reads English, and may write in every section."""
    BodyFactory(key="assembly")
    BodyFactory(key="mayor")
    log_in(client, "Moderators")
    return client


def log_in(client: Client, group: str) -> User:
    user = User.objects.create_user(f"zyrtare-{group.lower()}", password="x")
    user.groups.add(Group.objects.get(name=group))
    UserProfile.objects.create(user=user, preferred_language="en")
    client.force_login(user)
    return user


def packed(*names: str) -> SimpleUploadedFile:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(f"skedat/{name}", pdf(f"Skeda {name}"))
    return SimpleUploadedFile("skedat.zip", buffer.getvalue())


def upload(client: Client, site: SiteTree, content: bytes, **fields: Any) -> Any:
    fields = {
        "table": SimpleUploadedFile("aktet.csv", content),
        "section": site.sections["sq"].pk,
        "collection": Collection.get_first_root_node().pk,
        **fields,
    }
    return client.post(URL, fields)


def work() -> None:
    for _ in range(50):
        go_on_with_imports()


def page(client: Client, query: str = "") -> str:
    return client.get(f"{URL}{ActImport.objects.get().pk}/{query}").content.decode()


def test_nothing_is_written_before_it_is_confirmed(editor: Client, site: SiteTree) -> None:
    response = upload(editor, site, EXAMPLE.read_bytes(), archive=packed(*FILES), publish="on")
    assert response.status_code == 302
    assert "being checked" in page(editor)
    work()
    shown = page(editor)
    assert "2020/lista.pdf" in shown
    assert "3 rows would be written" in shown
    assert not ActPage.objects.exists()
    assert not Document.objects.exists()


def test_what_is_wrong_is_said_in_the_language_that_the_editor_reads(editor: Client, site: SiteTree) -> None:
    # Who has chosen none in the account reads that of the browser, which the worker cannot ask.
    UserProfile.objects.update(preferred_language="")
    editor.defaults["HTTP_ACCEPT_LANGUAGE"] = "sr-latn"
    upload(editor, site, f"{HEADER}1,2019-33-01,assembly,Vendim,\n".encode())
    work()
    assert "„2019-33-01” nije datum." in unescape(page(editor))


def test_what_is_confirmed_is_written_by_the_worker(editor: Client, site: SiteTree) -> None:
    upload(editor, site, EXAMPLE.read_bytes(), archive=packed(*FILES, "2020/lista.pdf"), publish="on")
    work()
    made = ActImport.objects.get()
    editor.post(f"{URL}{made.pk}/confirm/")
    assert "being taken over" in page(editor)
    work()
    assert "Done" in page(editor)
    written = DecisionPage.objects.get(number="02-17")
    assert (written.live, written.owner) == (True, made.user)
    assert ActPage.objects.count() == 4
    # The uploaded files are not kept twice.
    assert not made.table.storage.exists(str(made.table.name))
    assert not made.archive.storage.exists(str(made.archive.name))


def test_files_that_are_here_already_are_taken_from_the_collection(editor: Client, site: SiteTree) -> None:
    document = DocumentFactory()
    table = f"{HEADER}1,2019-01-01,assembly,Vendim,{document.filename}\n"
    upload(editor, site, table.encode())
    work()
    editor.post(f"{URL}{ActImport.objects.get().pk}/confirm/")
    work()
    assert DecisionPage.objects.get().signed_pdf_id == document.pk
    assert Document.objects.count() == 1


def test_worker_goes_on_where_it_was_stopped(editor: Client, site: SiteTree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "BUDGET", 0.0)
    upload(editor, site, EXAMPLE.read_bytes(), archive=packed(*FILES, "2020/lista.pdf"))
    seen = []
    for _ in range(5):
        go_on_with_imports()
        progress = editor.get(f"{URL}{ActImport.objects.get().pk}/progress/").json()
        seen.append((progress["state"], progress["done"], progress["total"]))
    assert seen == [
        ("checking", 2, 4), ("checking", 3, 4), ("checking", 4, 4), ("checked", 4, 4), ("checked", 4, 4),
    ]  # fmt: skip


def test_two_workers_do_not_take_the_same(editor: Client, site: SiteTree) -> None:
    upload(editor, site, f"{HEADER}1,2019-01-01,assembly,Vendim,\n".encode())
    made = ActImport.objects.get()
    assert made.take(60)
    assert not made.take(60)
    go_on_with_imports()
    assert ActImport.objects.get().state == "checking"


def test_rows_with_problems_can_be_shown_alone_and_downloaded(editor: Client, site: SiteTree) -> None:
    upload(editor, site, f"{HEADER}1,2019-01-01,assembly,I mirë,\n2,2019-01-01,askush,<b>I keq,\n".encode())
    work()
    shown = page(editor, "?show=problems")
    assert "I mirë" not in shown
    assert "&lt;b&gt;I keq" in shown
    report = editor.get(f"{URL}{ActImport.objects.get().pk}/report.csv").content.decode("utf-8-sig")
    assert "askush" in report
    assert len(report.splitlines()) == 2


@pytest.mark.parametrize(
    ("field", "file"),
    [("table", b"\x89PNG\x00"), ("table", b"emri,data\n"), ("archive", b"PK nothing")],
)
def test_what_cannot_be_read_is_refused_in_the_form(editor: Client, site: SiteTree, field: str, file: bytes) -> None:
    files = {field: SimpleUploadedFile("x.csv", file)}
    response = upload(editor, site, f"{HEADER}".encode(), **files)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert not ActImport.objects.exists()


def test_who_may_not_publish_imports_drafts_only(client: Client, site: SiteTree) -> None:
    log_in(client, "Editors")
    response = upload(client, site, HEADER.encode(), publish="on")
    assert list(response.context["form"].errors) == ["publish"]
    assert upload(client, site, HEADER.encode()).status_code == 302


def test_rights_that_were_taken_away_keep_it_from_being_written(client: Client, site: SiteTree) -> None:
    user = log_in(client, "Editors")
    BodyFactory(key="assembly")
    upload(client, site, f"{HEADER}1,2019-01-01,assembly,Vendim,\n".encode())
    work()
    GroupPagePermission.objects.filter(group__name="Editors", permission__codename="add_page").delete()
    user.refresh_from_db()
    client.post(f"{URL}{ActImport.objects.get().pk}/confirm/")
    work()
    assert not ActPage.objects.exists()


def test_imports_are_nobody_elses_business(editor: Client, site: SiteTree) -> None:
    upload(editor, site, HEADER.encode())
    pk = ActImport.objects.get().pk
    other = Client()
    log_in(other, "Editors")
    for path in ("", "progress/", "report.csv"):
        assert other.get(f"{URL}{pk}/{path}").status_code == 404
    for path in ("confirm/", "discard/"):
        assert other.post(f"{URL}{pk}/{path}").status_code == 404
    assert Client().get(f"{URL}{pk}/").status_code == 302
    assert Client().get(f"/media/{ActImport.objects.get().table.name}").status_code == 404
    assert ActImport.objects.exists()


def test_discarded_import_takes_its_files_with_it(editor: Client, site: SiteTree) -> None:
    upload(editor, site, HEADER.encode(), archive=packed("a.pdf"))
    made = ActImport.objects.get()
    editor.post(f"{URL}{made.pk}/discard/")
    assert not ActImport.objects.exists()
    assert not made.archive.storage.exists(str(made.archive.name))


def test_preview_costs_the_same_for_two_rows_and_twenty(editor: Client, site: SiteTree) -> None:
    counts = []
    for rows in (2, 20):
        ActImport.objects.all().delete()
        table = HEADER + "".join(f"{number},2019-01-01,assembly,Vendim {number},\n" for number in range(rows))
        upload(editor, site, table.encode())
        work()
        page(editor)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page(editor)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_example_can_be_downloaded(editor: Client) -> None:
    response = editor.get(f"{URL}example.csv")
    assert response.content.decode("utf-8-sig") == EXAMPLE.read_text()
