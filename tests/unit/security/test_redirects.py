"""Nobody is sent to another host by an address that somebody else made up: log-ins, log-out and other forms."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction

from tests.factories import NewsPageFactory, SiteTree
from tests.unit.second_factor.conftest import (
    PASSWORD,
    Clock,
    clock,
    code_at,
    editor,
    give,
    is_inside,
    log_in,
    owner,
    secret,
)

__all__ = ["clock", "editor", "owner", "secret"]  # fixtures

LOG_INS = ["/admin/login/", "/sq/_util/login/"]
ELSEWHERE = [
    "https://evil.example.net/",
    "//evil.example.net/",
    "///evil.example.net/",
    "/\\evil.example.net/",
    "\\\\evil.example.net/",
    "https:evil.example.net",
    "http:///evil.example.net/",
    "javascript:alert(1)",
    "https://testserver@evil.example.net/",
    "/\t/evil.example.net/",
]


def stays(response: Any) -> bool:
    location = response.headers.get("Location", "/")
    return location.startswith("/") and location[1:2] not in ("/", "\\", "\t")


@pytest.mark.parametrize("path", LOG_INS)
def test_log_in_leads_nowhere_else(editor: User, path: str) -> None:
    for url in ELSEWHERE:
        _, posted = log_in(path, next_url=url)
        asked = Client().post(f"{path}?next={quote(url)}", {"username": "redaktorja", "password": PASSWORD})
        for response in (posted, asked):
            assert response.status_code == 302
            assert stays(response)


@pytest.mark.parametrize("path", LOG_INS)
def test_log_in_with_a_code_leads_nowhere_else(secret: str, clock: Clock, path: str) -> None:
    for url in ELSEWHERE:
        client, response = log_in(path, next_url=url)
        assert response["Location"] == "/admin/login/code/"
        response = client.post(
            f"/admin/login/code/?next={quote(url)}", {"code": code_at(secret, clock.now), "next": url}
        )
        assert response.status_code == 302
        assert stays(response)
        assert is_inside(client)
        clock.pass_(seconds=30)


def test_who_is_logged_in_already_is_led_nowhere_else(editor: User) -> None:
    for url in ELSEWHERE:
        client, _ = log_in()
        for path in LOG_INS:
            assert stays(client.get(f"{path}?next={quote(url)}"))


def test_log_out_leads_nowhere_else(editor: User) -> None:
    for url in ELSEWHERE:
        client, _ = log_in()
        response = client.post(f"/admin/logout/?next={quote(url)}", {"next": url})
        assert response.status_code == 302
        assert stays(response)
        assert not is_inside(client)


def test_own_address_is_kept(secret: str, clock: Clock) -> None:
    client, _ = log_in(next_url="/admin/pages/?q=a")
    assert give(client, code_at(secret, clock.now))["Location"] == "/admin/pages/?q=a"


def test_password_of_a_page_leads_nowhere_else(client: Client, site: SiteTree) -> None:
    page = NewsPageFactory(parent=site.sections["sq"])
    kept = PageViewRestriction.objects.create(page=page, restriction_type="password", password="fshehtë")
    path = reverse("wagtailcore_authenticate_with_password", args=[kept.pk, page.pk])
    for url in ELSEWHERE:
        response = client.post(path, {"password": "fshehtë", "return_url": url})
        assert response.status_code == 302
        assert stays(response)


def test_forms_of_the_admin_lead_nowhere_else(site: SiteTree, editor: User) -> None:
    client, _ = log_in()
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    for url in ELSEWHERE:
        page = NewsPageFactory(parent=site.sections["sq"])
        for path in (
            f"{bulk}?id={page.pk}&next={quote(url)}",
            f"{reverse('wagtailadmin_pages:unpublish', args=[page.pk])}?next={quote(url)}",
            f"{reverse('wagtailadmin_pages:delete', args=[page.pk])}?next={quote(url)}",
        ):
            response = client.post(path, {"next": url})
            assert response.status_code == 302, path
            assert stays(response), path


@pytest.mark.parametrize("path", ["//evil.example.net", "//evil.example.net/", "/\\evil.example.net", "//evil/sq"])
def test_language_or_slash_that_is_added_leads_nowhere_else(client: Client, site: SiteTree, path: str) -> None:
    response = client.get("/", PATH_INFO=path)
    assert response.status_code in (301, 302, 404)
    assert stays(response)
