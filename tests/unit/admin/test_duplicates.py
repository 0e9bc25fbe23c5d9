"""What may have been entered twice is pointed out, with links, and not refused."""

import datetime
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page
from wagtail.users.models import UserProfile

from cms_pages.files.duplicates import same_files
from tests.factories import BodyFactory, DecisionPageFactory, NoticePageFactory, SiteTree, publish_translation
from tests.factories.files import DocumentFactory, pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client, site: SiteTree) -> User:
    user = User.objects.create_superuser("admin", password="x")
    UserProfile.objects.create(user=user, preferred_language="en")
    client.force_login(user)
    return user


def said(client: Client, page: Page) -> str:
    response = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert response.status_code == 200
    return unescape(" ".join(str(message) for message in response.context["messages"]))


def another(document: Any, title: str) -> Any:
    """The same file under another name."""
    with document.open_file() as file:
        copy = DocumentFactory(title=title, file=ContentFile(file.read(), name="kopje.pdf"))
    # As an upload has it.
    copy.get_file_hash()
    return copy


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("sq", "Edhe akte të tjera kanë numrin"), ("sr-latn", "I drugi akti imaju broj"), ("en", "Other acts have")],
)
def test_same_number_of_another_year(client: Client, admin: User, site: SiteTree, language: str, sentence: str) -> None:
    UserProfile.objects.update(preferred_language=language)
    section = site.sections["sq"]
    old = DecisionPageFactory(parent=section, title="I <vjetri>", number="01/7", date=datetime.date(2024, 1, 1))
    new = DecisionPageFactory(parent=section, number="01/7", date=datetime.date(2025, 1, 1))
    shown = said(client, new)
    assert sentence in shown
    assert "I <vjetri>" in shown
    assert reverse("wagtailadmin_pages:edit", args=[old.pk]) in shown


def test_nothing_is_said_where_there_is_nothing(client: Client, admin: User, site: SiteTree) -> None:
    page = DecisionPageFactory(parent=site.sections["sq"], number="01/7")
    page.save_revision().publish()
    publish_translation(page, "en")
    assert said(client, page) == ""


def test_same_file_is_pointed_out_on_the_page(client: Client, admin: User, site: SiteTree) -> None:
    page = DecisionPageFactory(parent=site.sections["sq"])
    copy = another(page.signed_pdf, "Kopja")
    for document in (page.signed_pdf, copy):  # as when it is uploaded
        document.get_file_hash()
    assert "Kopja" in said(client, page)
    url = reverse("wagtaildocs:edit", args=[copy.pk])
    assert url in said(client, page)


def test_same_file_is_pointed_out_at_upload(client: Client, admin: User, site: SiteTree) -> None:
    content = pdf("I njëjti")
    first = DocumentFactory(title="I pari", file=ContentFile(content, name="i-pari.pdf"))
    first.get_file_hash()
    file = ContentFile(content, name="i-dyti.pdf")
    response = client.post(reverse("wagtaildocs:add_multiple"), {"title": "I dyti", "files[]": file})
    assert response.status_code == 200
    assert reverse("wagtaildocs:edit", args=[first.pk]) in response.json()["form"]


def test_file_that_is_gone_is_no_duplicate_and_no_error(client: Client, admin: User, site: SiteTree) -> None:
    page = DecisionPageFactory(parent=site.sections["sq"])
    page.signed_pdf.file.storage.delete(page.signed_pdf.file.name)
    assert "uploaded before" not in said(client, page)


def test_many_files_cost_as_many_queries_as_two(admin: User, site: SiteTree) -> None:
    documents = [DocumentFactory(text=f"Dokumenti {number}") for number in range(20)]
    same_files(documents, admin)

    def queries(count: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            same_files(documents[:count], admin)
        return len(captured)

    assert queries(2) == queries(20)


@pytest.mark.parametrize("same", [{"reference": "07/2026"}, {"title": "KONKURS për arkivist"}])
def test_notice_with_the_number_or_title_of_another_of_its_body(
    client: Client, admin: User, site: SiteTree, same: dict[str, str]
) -> None:
    section, about = (
        site.sections["sq"],
        {"body": BodyFactory(), "reference": "07/2026", "title": "Konkurs për arkivist"},
    )
    old = NoticePageFactory(parent=section, **about)
    publish_translation(old, "en")
    new = NoticePageFactory(parent=section, **about | {"reference": "1", "title": "Tjetër", "slug": "tjeter"} | same)
    assert f'Others of this body have the same title or number: <a href="{edit_url(old)}">' in said(client, new)
    new.body = BodyFactory(key="mayor")
    new.save_revision().publish()
    assert "Others of this body" not in said(client, new)


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])
