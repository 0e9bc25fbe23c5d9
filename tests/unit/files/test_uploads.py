"""Uploading through each of the admin's forms, as an editor who is no superuser."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from wagtail.documents.models import Document
from wagtail.models import Collection, UploadedFile
from wagtail.users.models import UserProfile

from cms_pages.files.kinds import WEB_PAGE
from cms_pages.models import Picture
from tests.factories import DocumentFactory, pdf
from tests.factories.uploads import HTML, SVG

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(editor: User) -> User:
    editor.groups.add(Group.objects.get(name="Editors"))
    return editor


def upload(content: bytes, name: str = "vendim.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def errors_of(response: Any) -> list[str]:
    return list(response.context["form"].errors["file"])


def add(admin: Client, file: SimpleUploadedFile) -> Any:
    return admin.post(reverse("wagtaildocs:add"), {"title": "Vendim", "collection": _root(), "file": file})


def _root() -> int:
    return int(Collection.get_first_root_node().pk)


def test_pdf_is_added(admin: Client) -> None:
    content = pdf("Vendim")
    assert add(admin, upload(content)).status_code == 302
    with Document.objects.get().open_file() as file:
        assert file.read() == content


def test_web_page_named_pdf_is_not_added(admin: Client) -> None:
    response = add(admin, upload(HTML))
    assert errors_of(response) == [str(WEB_PAGE) % {"extension": "pdf"}]
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("language", "says"), [("sq", "Ky skedar është faqe uebi"), ("sr-latn", "Ova datoteka je veb-stranica")]
)
def test_refusal_is_in_the_editors_language(admin: Client, editor: User, language: str, says: str) -> None:
    UserProfile.objects.filter(user=editor).update(preferred_language=language)
    assert says in add(admin, upload(HTML)).content.decode()


def test_other_names_are_refused_once(admin: Client) -> None:
    [message] = errors_of(add(admin, upload(HTML, "vendim.html")))
    assert "html" in message
    assert "pdf" in message


def test_too_large_file_is_refused(admin: Client, settings: Settings) -> None:
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 500
    [message] = errors_of(add(admin, upload(pdf("Vendim"))))
    assert "500" in message
    assert not Document.objects.exists()


def test_size_is_limited_by_default(settings: Settings) -> None:
    assert settings.WAGTAILDOCS_MAX_UPLOAD_SIZE == 50 * 1024 * 1024


def test_document_is_not_replaced_by_a_web_page(admin: Client, editor: User) -> None:
    document = DocumentFactory(uploaded_by_user=editor)
    before = document.file.name
    url = reverse("wagtaildocs:edit", args=[document.pk])
    response = admin.post(url, {"title": "Vendim", "collection": _root(), "file": upload(HTML)})
    assert len(errors_of(response)) == 1
    document.refresh_from_db()
    assert document.file.name == before
    assert document.file.storage.exists(before)


def test_refused_file_is_not_missed_as_the_one_that_a_document_has(admin: Client, editor: User) -> None:
    document = DocumentFactory(uploaded_by_user=editor)
    url = reverse("wagtaildocs:edit", args=[document.pk])
    response = admin.post(url, {"title": "Vendim", "collection": _root(), "file": upload(b"MZ", "program.exe")})
    assert len(errors_of(response)) == 1
    assert document.filename in response.text
    assert "could not be found" not in response.text


def test_document_is_renamed_without_a_new_file(admin: Client, editor: User) -> None:
    document = DocumentFactory(uploaded_by_user=editor)
    url = reverse("wagtaildocs:edit", args=[document.pk])
    assert admin.post(url, {"title": "Tjetër", "collection": _root()}).status_code == 302
    document.refresh_from_db()
    assert document.title == "Tjetër"


def test_several_at_once(admin: Client) -> None:
    url = reverse("wagtaildocs:add_multiple")
    ajax = {"X-Requested-With": "XMLHttpRequest"}
    refused = admin.post(url, {"title": "a", "collection": _root(), "files[]": upload(HTML)}, headers=ajax).json()
    assert refused["success"] is False
    assert "is a web page" in refused["error_message"]
    assert not Document.objects.exists()
    assert not UploadedFile.objects.exists()
    taken = admin.post(url, {"title": "a", "collection": _root(), "files[]": upload(pdf("a"))}, headers=ajax).json()
    assert taken["success"] is True
    assert Document.objects.count() == 1


def test_in_the_chooser(admin: Client) -> None:
    url = reverse("wagtaildocs_chooser:create")
    prefix = "document-chooser-upload"
    data = {f"{prefix}-title": "Vendim", f"{prefix}-collection": _root()}
    refused = admin.post(url, {**data, f"{prefix}-file": upload(HTML)})
    assert "is a web page" in json.loads(refused.content)["htmlFragment"]
    assert not Document.objects.exists()
    taken = admin.post(url, {**data, f"{prefix}-file": upload(pdf("a"))})
    assert json.loads(taken.content)["step"] == "chosen"
    assert Document.objects.count() == 1


@pytest.mark.parametrize("content", [HTML, SVG], ids=["html", "svg"])
def test_picture_that_is_none_is_refused(admin: Client, content: bytes) -> None:
    url = reverse("wagtailimages:add")
    response = admin.post(url, {"title": "Foto", "collection": _root(), "file": upload(content, "foto.jpg")})
    assert errors_of(response)
    assert not Picture.objects.exists()
