"""What browsers are told to refuse. That everything works so, the browser tests show."""

import pytest
from django.test import Client
from wagtail.models import Page

from cms_pages.embeds import PROVIDERS
from tests.factories import DecisionPageFactory, SiteTree
from tests.support.fixtures import project


def policy(response: object) -> dict[str, list[str]]:
    """Directives of the content security policy of a response, and their sources."""
    parts = [part.split() for part in response["Content-Security-Policy"].split(";")]  # type: ignore[index]
    return {name: sources for name, *sources in parts}


@pytest.fixture
def addresses(site: SiteTree) -> dict[str, str]:
    page = DecisionPageFactory(parent=site.sections["sq"])
    project()
    return {"page": page.get_url(), "search": "/sq/search/", "missing": "/sq/s-ka/", "sign in": "/sq/_util/login/"} | {
        "docs": "/api/content/docs"
    }


def test_nothing_inline_runs_on_the_site_and_nobody_frames_it(client: Client, addresses: dict[str, str]) -> None:
    for name, address in addresses.items():
        response = client.get(address)
        directives = policy(response)
        assert directives["default-src"] == directives["base-uri"] == directives["frame-ancestors"] == ["'none'"], name
        assert directives["script-src"] == directives["form-action"] == ["'self'"], name
        assert [source for source in directives["style-src"] if not source.startswith("'sha256-")] == ["'self'"], name
        assert response["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    "address",
    [
        "/api/content/items/",
        "/api/content/items/none/",
        "/api/content/search/?q=a",
        "/api/v2/pages/",
        "/data/catalog.jsonld",
    ],
)
def test_an_answer_that_is_no_page_runs_nothing(site: SiteTree, client: Client, address: str) -> None:
    assert client.get(address)["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"


def test_what_a_client_has_already_still_runs_nothing(site: SiteTree, client: Client) -> None:
    etag = client.get("/api/content/items/")["ETag"]
    again = client.get("/api/content/items/", headers={"If-None-Match": etag})
    assert (again.status_code, again["Content-Security-Policy"]) == (304, "default-src 'none'; frame-ancestors 'none'")


def test_only_the_players_of_known_providers_can_be_framed(client: Client, addresses: dict[str, str]) -> None:
    response = client.get(addresses["page"])
    assert policy(response)["frame-src"] == [provider.player_origin for provider in PROVIDERS]
    assert "camera=()" in response["Permissions-Policy"]
    assert 'fullscreen=(self "https://www.youtube-nocookie.com" ' in response["Permissions-Policy"]


def test_every_answer_says_the_rest(client: Client, addresses: dict[str, str]) -> None:
    for address in [*addresses.values(), "/api/content/items/", "/api/v2/pages/", "/admin/login/"]:
        headers = client.get(address).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_admin_frames_previews_and_is_framed_by_nobody_else(admin_client: Client, addresses: dict[str, str]) -> None:
    assert policy(admin_client.get("/admin/"))["frame-ancestors"] == ["'self'"]
    page = Page.objects.get(slug=addresses["page"].split("/")[-2])
    preview = admin_client.get(f"/admin/pages/{page.pk}/view_draft/")
    assert policy(preview)["frame-ancestors"] == ["'self'"]
    assert policy(preview)["script-src"] == ["'self'"]


def test_admin_policy_is_for_the_admin_only(admin_client: Client, addresses: dict[str, str]) -> None:
    assert "'unsafe-inline'" in policy(admin_client.get("/admin/"))["script-src"]
    assert "'unsafe-inline'" not in policy(admin_client.get(addresses["page"]))["script-src"]


@pytest.mark.parametrize("path", ["/sq/", "/admin/", "/api/content/items/", "/documents/1/a.pdf"])
@pytest.mark.parametrize("header", [{"cookie": 'sessionid="\\000aaaaaaaa"'}, {"user-agent": "a\x00"}])
def test_what_no_database_takes_is_refused(site: SiteTree, client: Client, path: str, header: dict[str, str]) -> None:
    refused = client.get(path, headers=header)
    assert refused.status_code == 400
    assert "Content-Security-Policy" in refused.headers
