"""What the editor's forms begin with, how they read dates, and what they refuse of images."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from publications.models import MinutesPage, NewsPage
from tests.factories import BodyFactory, ImageFactory, MinutesPageFactory, SiteTree


@pytest.fixture
def user(db: None) -> User:
    return User.objects.create_superuser("admin", password="x")


@pytest.fixture
def editor(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def url(site: SiteTree, model: str) -> str:
    return reverse("wagtailadmin_pages:add", args=["publications", model, site.sections["sq"].pk])


def post(editor: Client, site: SiteTree, model: str, language: str = "sq", **values: Any) -> Any:
    data = {
        "title": "Titulli",
        "slug": "titulli",
        "summary": "",
        "content": streamfield([]),
        "acts": inline_formset([]),
        "comments": inline_formset([]),
        **values,
    }
    return editor.post(url(site, model), nested_form_data(data), HTTP_ACCEPT_LANGUAGE=language)


def test_new_page_begins_with_today_and_the_body_chosen_last(editor: Client, user: User, site: SiteTree) -> None:
    MinutesPageFactory(parent=site.sections["sq"], body=BodyFactory(), owner=user)
    committee = BodyFactory(key="committee", name="Komiteti")
    MinutesPageFactory(parent=site.sections["sq"], body=committee, owner=user)
    MinutesPageFactory(parent=site.sections["sq"], body=BodyFactory(key="mayor", name="Kryetari"))
    form = editor.get(url(site, "minutespage")).context["form"]
    assert form["date"].initial == timezone.localdate()
    assert form["body"].initial == committee


def test_page_that_is_there_keeps_its_date(editor: Client, site: SiteTree) -> None:
    page = MinutesPageFactory(parent=site.sections["sq"], date=datetime.date(2025, 3, 4))
    response = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert 'value="04.03.2025"' in response.content.decode()


@pytest.mark.parametrize("language", ["sq", "sr-latn", "en"])
@pytest.mark.parametrize("typed", ["04.03.2025", "2025-03-04"])
def test_dates_are_read_as_they_are_written_here(editor: Client, site: SiteTree, language: str, typed: str) -> None:
    body = BodyFactory()
    values = {"meeting": "Mbledhja", "date": typed, "body": body.pk, "pdf": ""}
    assert post(editor, site, "minutespage", language, **values).status_code == 302
    assert MinutesPage.objects.get().date == datetime.date(2025, 3, 4)


@pytest.mark.parametrize(
    ("of_the_image", "of_the_page", "taken"),
    [("", "", False), ("", "   ", False), ("", "Ura e gurit", True), ("Ura e gurit", "", True)],
)
def test_image_needs_a_description(
    editor: Client, site: SiteTree, of_the_image: str, of_the_page: str, taken: bool
) -> None:
    image = ImageFactory(description=of_the_image)
    values = {"kind": "news", "date": "04.03.2025", "image": image.pk, "image_alt": of_the_page}
    response = post(editor, site, "newspage", **values, source_name="", source_url="")
    assert NewsPage.objects.exists() is taken
    if not taken:
        assert list(response.context["form"].errors) == ["image_alt"]
