"""Uploads in the admin of a server whose disk is full, or whose object store fails: the editor is told what to do."""

from __future__ import annotations

import io
import json
import re
import resource
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from moto.server import ThreadedMotoServer
from mypy_boto3_s3 import S3Client
from PIL import Image
from wagtail.documents.models import Document
from wagtail.models import Collection, UploadedFile
from wagtail.users.models import UserProfile

from cms_pages.files.storage import WholeFilesStorage
from cms_pages.models import Picture
from tests.factories import make_site, pdf
from tests.support.processes import ROOT, environment, wait_for
from tests.support.s3 import KEY, REGION
from tools.ports import LOOPBACK, free_port

#: bytes that a file of the server may have; its database has fewer
LIMIT = 8_000_000
NO_ROOM = "Skedari nuk u ruajt: në server nuk ka vend për të."
NO_STORE = "Skedari nuk u ruajt: nuk mund të lidhemi me hapësirën ku ruhen skedarët."
TOKEN = "x" * 32

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]


def png() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(buffer, "PNG")
    return buffer.getvalue()


@dataclass
class Admin:
    """A browser of an editor who is logged in and reads Albanian."""

    base: str
    session: str

    def post(self, path: str, fields: dict[str, Any], *, script: bool = False) -> tuple[int, str]:
        headers = {
            "Content-Type": MULTIPART_CONTENT,
            "Cookie": f"sessionid={self.session}; csrftoken={TOKEN}",
            **({"X-Requested-With": "XMLHttpRequest"} if script else {}),
        }
        body = encode_multipart(BOUNDARY, {"csrfmiddlewaretoken": TOKEN, **fields})
        request = urllib.request.Request(f"{self.base}/admin/{path}", data=body, headers=headers)
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()


@pytest.fixture
def session() -> str:
    make_site()
    editor = User.objects.create_superuser("redaktorja")
    UserProfile.objects.create(user=editor, preferred_language="sq")
    client = Client()
    client.force_login(editor)
    return client.cookies["sessionid"].value


@contextmanager
def server(
    session: str, tmp_path: Path, settings: str = "", limit: int = 0, env: Mapping[str, str] | None = None
) -> Iterator[Admin]:
    (tmp_path / "settings_of_this_test.py").write_text(f"from config.settings.test import *\n{settings}\n")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    port = free_port()
    own = {
        "DJANGO_SETTINGS_MODULE": "settings_of_this_test",
        "PYTHONPATH": f"{tmp_path}:{ROOT / 'site'}:{ROOT}",
        "MEDIA_ROOT": str(tmp_path / "media"),
        "TMPDIR": str(temporary),
    }
    command = [sys.executable, "site/manage.py", "runserver", "--noreload", f"{LOOPBACK}:{port}"]
    with (tmp_path / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment() | own | dict(env or {}), stdout=log, stderr=log)
        try:
            base = f"http://{LOOPBACK}:{port}"
            wait_for(lambda: answers(f"{base}/health/live"), "the server's start")
            if limit:
                # Python leaves it to the program that a file cannot grow: writing fails, as it does on a full disk.
                resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (limit, limit))
            yield Admin(base, session)
        finally:
            process.kill()
            process.wait()


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def large_pdf() -> bytes:
    return pdf() + b"\n%" + b"0" * LIMIT


def files_below(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def upload_everywhere(admin: Admin, content: bytes) -> dict[str, tuple[int, str]]:
    """What each of the forms that take a document answers, with texts of JSON taken out of it."""
    collection = Collection.get_first_root_node().pk

    def file() -> SimpleUploadedFile:
        return SimpleUploadedFile("vendim.pdf", content, "application/pdf")

    single = admin.post("documents/add/", {"title": "I ri", "file": file(), "collection": collection})
    many = admin.post("documents/multiple/add/", {"title": "I ri", "files[]": file()}, script=True)
    prefix = "document-chooser-upload"
    chooser = admin.post(
        "documents/chooser/create/",
        {f"{prefix}-title": "I ri", f"{prefix}-file": file(), f"{prefix}-collection": collection},
        script=True,
    )
    return {"single": single, "many": many, "chooser": chooser}


def large_png() -> bytes:
    return png() + b"0" * LIMIT


def upload_picture_everywhere(admin: Admin, content: bytes) -> dict[str, tuple[int, str]]:
    """As ``upload_everywhere``, for the forms that take a picture."""
    collection = Collection.get_first_root_node().pk

    def file() -> SimpleUploadedFile:
        return SimpleUploadedFile("foto.png", content, "image/png")

    single = admin.post("images/add/", {"title": "E re", "file": file(), "collection": collection})
    many = admin.post("images/multiple/add/", {"title": "E re", "files[]": file()}, script=True)
    prefix = "image-chooser-upload"
    chooser = admin.post(
        "images/chooser/create/",
        {f"{prefix}-title": "E re", f"{prefix}-file": file(), f"{prefix}-collection": collection},
        script=True,
    )
    return {"single": single, "many": many, "chooser": chooser}


def check_told(answered: dict[str, tuple[int, str]], status: int, message: str) -> None:
    code, page = answered["single"]
    assert code == status
    assert message in page
    assert re.search(r'<html[^>]* lang="sq"', page)
    code, many = answered["many"]
    assert (code, json.loads(many)["success"]) == (200, False)
    assert message in json.loads(many)["error_message"]
    code, chooser = answered["chooser"]
    assert code == 200
    assert message in json.loads(chooser)["html"]


@pytest.mark.parametrize("full", ["temporary", "media"])
def test_full_disk_is_told_and_leaves_nothing_behind(full: str, session: str, tmp_path: Path) -> None:
    # From what size on a file is written twice: while it comes, and when it is kept.
    in_memory = "" if full == "temporary" else "FILE_UPLOAD_MAX_MEMORY_SIZE = 50_000_000"
    with server(session, tmp_path, settings=in_memory, limit=LIMIT) as admin:
        collection = Collection.get_first_root_node().pk
        first, second = pdf("I pari"), pdf("I dyti")
        small = SimpleUploadedFile("vendim.pdf", first, "application/pdf")
        fields = {"title": "Vendim", "collection": collection}
        admin.post("documents/add/", fields | {"file": small})
        before = Document.objects.get()
        kept = files_below(tmp_path / "media")
        assert len(kept) == 1

        check_told(upload_everywhere(admin, large_pdf()), 507, NO_ROOM)
        large = SimpleUploadedFile("vendim.pdf", large_pdf(), "application/pdf")
        assert admin.post(f"documents/edit/{before.pk}/", fields | {"file": large})[0] == 507

        assert list(Document.objects.all()) == [before]
        assert not UploadedFile.objects.exists()
        assert files_below(tmp_path / "media") == kept
        assert (tmp_path / "media" / before.file.name).read_bytes() == first
        assert files_below(tmp_path / "temporary") == set()
        another = SimpleUploadedFile("vendim.pdf", second, "application/pdf")
        admin.post(f"documents/edit/{before.pk}/", fields | {"file": another})
        before.refresh_from_db()
        assert files_below(tmp_path / "media") == {before.file.name}
        assert (tmp_path / "media" / before.file.name).read_bytes() == second


def test_folder_that_is_not_there_is_told(session: str, tmp_path: Path) -> None:
    with server(session, tmp_path) as admin:
        (tmp_path / "media").mkdir()
        (tmp_path / "media" / "documents").touch()
        check_told(upload_everywhere(admin, pdf()), 503, NO_STORE)
        assert not Document.objects.exists()
        (tmp_path / "media" / "documents").unlink()
        upload_everywhere(admin, pdf())
        assert Document.objects.count() == 3


@pytest.mark.parametrize("full", ["temporary", "media"])
def test_full_disk_is_told_of_a_picture_too(full: str, session: str, tmp_path: Path) -> None:
    in_memory = "" if full == "temporary" else "FILE_UPLOAD_MAX_MEMORY_SIZE = 50_000_000"
    with server(session, tmp_path, settings=in_memory, limit=LIMIT) as admin:
        check_told(upload_picture_everywhere(admin, large_png()), 507, NO_ROOM)
        assert not Picture.objects.exists()
        assert not UploadedFile.objects.exists()
        assert files_below(tmp_path / "media") == files_below(tmp_path / "temporary") == set()
        upload_picture_everywhere(admin, png())
        assert Picture.objects.count() == 3


@contextmanager
def server_on_store(session: str, tmp_path: Path, url: str, bucket: str) -> Iterator[Admin]:
    env = {
        "AWS_STORAGE_BUCKET_NAME": bucket,
        "AWS_S3_ENDPOINT_URL": url,
        "AWS_S3_REGION_NAME": REGION,
        "AWS_ACCESS_KEY_ID": KEY,
        "AWS_SECRET_ACCESS_KEY": KEY,
    }
    with server(session, tmp_path, env=env) as admin:
        yield admin


def test_store_that_stops_is_told(session: str, tmp_path: Path, s3_bucket: str, s3_client: S3Client) -> None:
    # One more address of the same store.
    store = ThreadedMotoServer(ip_address=LOOPBACK, port=0, verbose=False)
    store.start()
    host, port = store.get_host_and_port()
    with server_on_store(session, tmp_path, f"http://{host}:{port}", s3_bucket) as admin:
        upload_everywhere(admin, pdf())
        before = set(Document.objects.values_list("pk", "file"))
        assert len(before) == 3
        store.stop()
        check_told(upload_everywhere(admin, pdf()), 503, NO_STORE)
    assert set(Document.objects.values_list("pk", "file")) == before
    stored = {one["Key"] for one in s3_client.list_objects_v2(Bucket=s3_bucket)["Contents"]}
    assert stored == {name for _pk, name in before}


def test_store_that_refuses_is_told(session: str, tmp_path: Path, s3_server: str) -> None:
    with server_on_store(session, tmp_path, s3_server, "no-such-bucket") as admin:
        check_told(upload_everywhere(admin, pdf()), 503, NO_STORE)
    assert not Document.objects.exists()


def test_file_of_a_name_that_was_taken_meanwhile_gets_another(tmp_path: Path) -> None:
    class Late(WholeFilesStorage):
        """Somebody else takes the name between the look whether it is free and the writing."""

        taken = False

        def get_available_name(self, name: str, max_length: int | None = None) -> str:
            name = super().get_available_name(name, max_length)
            if not self.taken:
                Path(self.path(name)).write_bytes(b"of somebody else")
                self.taken = True
            return name

    storage = Late(location=tmp_path)
    name = storage.save("vendim.pdf", ContentFile(b"mine"))
    assert name != "vendim.pdf"
    assert (tmp_path / name).read_bytes() == b"mine"
    assert (tmp_path / "vendim.pdf").read_bytes() == b"of somebody else"
    assert len(files_below(tmp_path)) == 2
