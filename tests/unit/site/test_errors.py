"""What is shown where there is nothing to show."""

from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.template.loader import get_template
from django.test import Client, RequestFactory
from django.urls import get_resolver
from django.utils import translation
from wagtail.models import Site

from tests.factories import SiteTree
from tests.unit.site.html import Html, get_missing


@pytest.mark.parametrize(
    ("path", "lang", "heading"),
    [
        ("/sq/s-ka/", "sq", "Kjo faqe nuk u gjet"),
        ("/sr-latn/nema/", "sr-Latn", "Ova stranica nije pronađena"),
        ("/en/none/", "en", "This page was not found"),
    ],
)
def test_missing_page_is_said_in_its_language_with_a_search_box(
    client: Client, site: SiteTree, path: str, lang: str, heading: str
) -> None:
    page = get_missing(client, path)
    assert page.attributes("html", "lang") == [lang]
    assert page.text("h1") == heading
    assert page.attributes("main form[role=search]", "action") == [f"/{path.split('/')[1]}/search/"]
    assert page.attributes("meta[name=robots]", "content") == ["noindex"]


@pytest.mark.parametrize(
    "path",
    ["posters/%00.pdf", "media/%00.jpg", "albums/%00/press-kit.zip", "albums/%00/cover.jpg", "albums/%00/1/a.jpg"],
)
def test_an_address_that_no_database_can_be_asked_for_is_missing(client: Client, site: SiteTree, path: str) -> None:
    assert client.get(f"/{path}").status_code == 404


@pytest.mark.parametrize(
    ("code", "lang", "heading"),
    [("sq", "sq", "Formulari nuk u pranua"), ("sr-latn", "sr-Latn", "Obrazac nije prihvaćen")],
)
def test_a_form_without_its_cookie_is_refused_in_its_language_and_says_what_to_do(
    site: SiteTree, code: str, lang: str, heading: str
) -> None:
    refused = Client(enforce_csrf_checks=True).post(f"/{code}/alerts/", {"address": "ana@example.org"})
    assert refused.status_code == 403
    page = Html(refused.content.decode())
    assert page.attributes("html", "lang") == [lang]
    assert page.text("h1") == heading
    assert page.attributes(".message-page a", "href") == [f"/{code}/"]


def test_what_is_not_allowed_is_said_in_the_language_with_a_way_on(site: SiteTree) -> None:
    handler: Any = get_resolver().resolve_error_handler(403)
    request = RequestFactory().get("/sq/")
    with translation.override("sq"):
        refused = handler(request, exception=PermissionDenied())
    assert refused.status_code == 403
    page = Html(refused.content.decode())
    assert page.text("h1") == "Këtë nuk mund ta hapni"
    assert page.attributes(".message-page a", "href") == ["/sq/"]


def test_draft_is_a_missing_page(client: Client, site: SiteTree) -> None:
    site.sections["sq"].unpublish()
    get_missing(client, "/sq/vendimet/")


def test_missing_page_of_an_installation_without_sites(client: Client, site: SiteTree) -> None:
    Site.objects.all().delete()
    assert get_missing(client, "/sq/s-ka/").text("h1") == "Kjo faqe nuk u gjet"
    assert client.get("/sq/search/").status_code == 404
    assert client.get("/sq/feeds/all.xml").status_code == 404
    assert client.get("/sitemap.xml").status_code == 200


def test_broken_page_is_shown_in_three_languages_without_the_database() -> None:
    # Without the db fixture, a query would fail this test.
    handler = get_resolver().resolve_error_handler(500)
    response = handler(RequestFactory().get("/sq/"))
    assert response.status_code == 500
    page = Html(response.content.decode())
    assert page.texts("h1, h2") == ["Diçka shkoi keq", "Nešto nije u redu", "Something went wrong"]
    assert page.attributes("section", "lang") == ["sr-Latn", "en"]
    assert page.soup.select("script, img, style, [style]") == []
    (sheet,) = page.attributes("link", "href")
    assert finders.find(sheet.removeprefix("/static/")), "it can be read without, but is not meant to be"


def test_broken_database_leads_to_it(client: Client, site: SiteTree, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object) -> None:
        raise DatabaseError

    monkeypatch.setattr("django.db.models.sql.compiler.SQLCompiler.execute_sql", broken)
    client.raise_request_exception = False
    response = client.get("/sq/")
    assert response.status_code == 500
    assert "Nešto nije u redu" in response.content.decode()


def test_static_page_needs_no_context() -> None:
    assert get_template("500.html").render() == get_template("500.html").render({"frame": "x"})
