"""Addresses: which slugs pages may have, what is missing where no pages are, and what is printed on paper."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.contrib.redirects.models import Redirect

from municipality.urls import language_patterns
from tests.factories import SiteTree, StandardPageFactory
from tests.support.fixtures import project
from tests.unit.site.html import get


@pytest.mark.parametrize("slug", sorted({str(pattern.pattern).split("/")[0] for pattern in language_patterns}))
def test_slug_that_the_site_itself_uses_is_refused_with_a_sentence(
    admin_client: Client, site: SiteTree, slug: str
) -> None:
    path = reverse("wagtailadmin_pages:add", args=["cms_pages", "standardpage", site.homes["sq"].pk])
    data = {"title": "Gjeje", "slug": slug, "summary": "", "content-count": "0", "comments-TOTAL_FORMS": "0"}
    data |= {"comments-INITIAL_FORMS": "0", "action-publish": "1"}
    response = admin_client.post(path, data)
    assert response.status_code == 200
    assert f"“{slug}”" in response.content.decode()
    with pytest.raises(ValidationError):
        StandardPageFactory(parent=site.sections["sq"], slug=slug)
    assert admin_client.post(path, data | {"slug": f"{slug}-2"}).status_code == 302


@pytest.mark.parametrize(
    "path", ["/admin/s-ka/", "/media/s-ka.jpg", "/static/s-ka.css", "/documents/s-ka", "/api/s-ka/"]
)
def test_what_is_no_page_is_missing_at_once(admin_client: Client, site: SiteTree, path: str) -> None:
    response = admin_client.get(path)
    assert response.status_code == 404
    assert response["Content-Language"]


def test_page_is_sent_on_to_a_language(client: Client, site: SiteTree) -> None:
    response = client.get("/vendimet/", headers={"accept-language": "sr-Latn"})
    assert (response.status_code, response["Location"]) == (302, "/sr-latn/vendimet/")


@pytest.mark.parametrize("slug", ["api", "media", "documents", "admin"])
def test_page_may_be_called_like_what_is_outside_the_languages(client: Client, site: SiteTree, slug: str) -> None:
    StandardPageFactory(parent=site.homes["sq"], slug=slug, title="Këtu")
    assert get(client, f"/sq/{slug}/").text("h1") == "Këtu"


def test_address_on_paper_leads_there_after_the_page_has_another(
    client: Client, site: SiteTree, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    page = StandardPageFactory(parent=site.sections["sq"], slug="e-vjeter", title="Faqe")
    project()
    paper = get(client, "/sq/vendimet/e-vjeter/")
    assert "http://localhost/sq/vendimet/e-vjeter/" in paper.text(".on-paper")
    assert len(paper.soup.select(".on-paper svg.qr path")) == 1
    assert paper.soup.select(".on-paper [style]") == []
    page.slug = "e-re"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert client.get("/sq/vendimet/e-vjeter/").headers["Location"].endswith("/sq/vendimet/e-re/")


def test_page_that_was_moved_and_moved_back_sends_nobody_in_a_circle_once_it_is_withdrawn(
    client: Client, site: SiteTree, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    page = StandardPageFactory(parent=site.homes["sq"], slug="shërbimet")
    for slug in ("puna", "shërbimet"):
        with django_capture_on_commit_callbacks(execute=True):
            page.slug = slug
            page.save_revision().publish()
            page.refresh_from_db()
    page.unpublish()
    assert client.get("/sq/puna/").status_code == 301
    assert client.get("/sq/sh%C3%ABrbimet/").status_code == 404


def test_redirect_of_the_office_to_itself_is_not_followed(client: Client, site: SiteTree) -> None:
    Redirect.objects.create(old_path="/sq/vetja", redirect_link="http://testserver/sq/vetja/")
    Redirect.objects.create(old_path="/sq/tjetra", redirect_link="http://example.org/sq/tjetra/")
    assert client.get("/sq/vetja/").status_code == 404
    assert client.get("/sq/tjetra/").status_code == 301
