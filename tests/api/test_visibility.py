"""What is not public is in no API; what was, is gone from all."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from cms_pages.models import HomePage
from tests.api.client import CONTENT, V2, all_items, get, problem, sync
from tests.factories import DecisionPageFactory, DocumentFactory, SiteTree, make_site, publish_translation
from tests.support.fixtures import project

PUBLIC_TITLE = "Vendim publik"


@pytest.fixture
def public(site: SiteTree) -> Any:
    """A public decision with a document, beside which each test puts what is not public."""
    page = DecisionPageFactory(parent=site.sections["sq"], title=PUBLIC_TITLE)
    project()
    return page


def titles_everywhere(**client: Any) -> dict[str, set[str]]:
    """The titles of decisions and documents that each list has."""
    pages = Client().get(f"{V2}pages/?type=publications.DecisionPage", **client).json()["items"]
    documents = Client().get(f"{V2}documents/", **client).json()["items"]
    return {
        "items": {item["title"] for item in all_items("type=decision")},
        "sync": {item["title"] for item in sync("type=decision")["items"] if item["op"] == "upsert"},
        "v2 pages": {page["title"] for page in pages},
        "v2 documents": {document["title"] for document in documents},
    }


def only_the_public_one(page: Any) -> dict[str, set[str]]:
    lists = ("items", "sync", "v2 pages")
    return {name: {PUBLIC_TITLE} for name in lists} | {"v2 documents": {page.signed_pdf.title}}


def id_of(page: Any) -> str:
    return f"{page.translation_key}.{page.locale.language_code}"


def test_draft_is_nowhere(site: SiteTree, public: Any) -> None:
    draft = DecisionPageFactory(parent=site.sections["sq"], live=False)
    DocumentFactory(title="Pa faqe")
    project()
    assert titles_everywhere() == only_the_public_one(public)
    problem(get(f"{CONTENT}items/{id_of(draft)}/"), 404)
    assert get(f"{V2}pages/{draft.pk}/").status_code == 404
    assert get(f"{V2}documents/{draft.signed_pdf.pk}/").status_code == 404


def test_draft_changes_of_a_public_page_are_nowhere(public: Any) -> None:
    public.title = "Titull i pabotuar"
    public.save_revision()
    project()
    assert titles_everywhere() == only_the_public_one(public)


def test_scheduled_page_is_nowhere_until_its_time(site: SiteTree, public: Any) -> None:
    page = DecisionPageFactory(parent=site.sections["sq"], title="Vendim i caktuar", live=False)
    page.go_live_at = timezone.now() + datetime.timedelta(hours=1)
    page.save_revision().publish()
    project()
    assert titles_everywhere() == only_the_public_one(public)
    problem(get(f"{CONTENT}items/{id_of(page)}/"), 404)
    page.go_live_at = timezone.now() - datetime.timedelta(seconds=1)
    page.save_revision(approved_go_live_at=page.go_live_at)
    call_command("publish_scheduled")
    project()
    assert "Vendim i caktuar" in titles_everywhere()["items"]


def test_private_page_is_nowhere_even_for_an_editor(site: SiteTree, public: Any, admin_client: Client) -> None:
    PageViewRestriction.objects.create(page=site.sections["en"], restriction_type=PageViewRestriction.LOGIN)
    page = DecisionPageFactory(parent=site.sections["en"], title="Vendim privat")
    project()
    cookies = {"HTTP_COOKIE": admin_client.cookies.output(header="", sep=";").strip()}
    assert titles_everywhere(**cookies) == only_the_public_one(public)
    assert admin_client.get(f"{V2}pages/{page.pk}/").status_code == 404
    assert admin_client.get(f"{V2}documents/{page.signed_pdf.pk}/").status_code == 404


def test_alias_is_nowhere(site: SiteTree, public: Any) -> None:
    alias = public.create_alias(parent=site.sections["en"], update_locale=site.sections["en"].locale)
    project()
    assert titles_everywhere() == only_the_public_one(public)
    assert get(f"{V2}pages/{alias.pk}/").status_code == 404


def test_page_of_another_site_is_only_there(site: SiteTree, public: Any) -> None:
    other = make_site("tjeter.example.org", is_default=False, slug="tjeter")
    page = DecisionPageFactory(parent=other.sections["sq"], title="Vendim tjetër")
    project()
    assert titles_everywhere() == only_the_public_one(public)
    problem(get(f"{CONTENT}items/{id_of(page)}/"), 404)
    there = Client(HTTP_HOST="tjeter.example.org")
    assert [item["title"] for item in there.get(f"{CONTENT}items/?type=decision").json()["items"]] == ["Vendim tjetër"]
    assert there.get(f"{CONTENT}items/{id_of(page)}/").status_code == 200
    assert there.get(f"{CONTENT}items/{id_of(public)}/").status_code == 404
    assert there.get(f"{V2}pages/{page.pk}/").status_code == 200


def expire(page: Any) -> None:
    page.expire_at = timezone.now() - datetime.timedelta(seconds=1)
    page.save()
    call_command("publish_scheduled")


def restrict(page: Any) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.PASSWORD, password="fjalë")


def move_away(page: Any) -> None:
    page.move(make_site("tjeter.example.org", is_default=False, slug="tjeter").sections["sq"], pos="last-child")


@pytest.mark.parametrize(
    ("withdraw", "reason"),
    [
        (lambda page: page.unpublish(), "unpublished"),
        (lambda page: page.delete(), "deleted"),
        # An act whose time is over says why it is gone.
        (expire, "withdrawn"),
        (restrict, "restricted"),
        (move_away, "moved"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_withdrawn_item_is_gone_everywhere(
    site: SiteTree, public: Any, withdraw: Callable[[Any], None], reason: str
) -> None:
    withdrawn = DecisionPageFactory(parent=site.sections["sq"], title="Vendim i tërhequr")
    item_id, page_id, document_id = id_of(withdrawn), withdrawn.pk, withdrawn.signed_pdf.pk
    project()
    followed = sync()["cursor"]
    assert get(f"{CONTENT}items/{item_id}/").status_code == 200
    assert get(f"{V2}documents/{document_id}/").status_code == 200
    withdraw(Page.objects.get(pk=page_id).specific)
    project()
    assert titles_everywhere() == only_the_public_one(public)
    assert problem(get(f"{CONTENT}items/{item_id}/"), 410)["reason"] == reason
    gone = [change for change in sync(f"cursor={followed}")["items"] if change["id"] == item_id]
    assert [(change["op"], change["reason"], change["type"], change["locale"]) for change in gone] == [
        ("gone", reason, "decision", "sq")
    ]
    assert "Vendim i tërhequr" not in get(f"{CONTENT}sync/?cursor={followed}").content.decode()
    assert get(f"{V2}pages/{page_id}/").status_code == 404
    assert get(f"{V2}documents/{document_id}/").status_code == 404


def test_unpublished_translation_leaves_the_others(site: SiteTree, public: Any) -> None:
    translated = publish_translation(public, "en")
    project()
    assert {item["locale"] for item in all_items("type=decision")} == {"sq", "en"}
    translated.unpublish()
    project()
    assert {item["locale"] for item in all_items("type=decision")} == {"sq"}
    assert HomePage.objects.live().count() == 3
