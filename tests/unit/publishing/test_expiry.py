"""An item whose time is over is gone for everybody at that time, with or without a worker."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cms_pages.files.access import is_public_document
from cms_pages.models import LogState, PublishedItem
from cms_pages.publishing.projector import project_due
from cms_pages.publishing.reconcile import reconcile
from search.contracts import SearchQuery
from search.database.indexer import DatabaseReader
from search.services import search, suggest
from tests.api.client import CONTENT, all_items, get, items, sync
from tests.factories import DecisionPageFactory, NewsPageFactory, SiteTree, StandardPageFactory
from tests.support.fixtures import project


@pytest.fixture
def page(site: SiteTree) -> Any:
    """Live for another hour."""
    DecisionPageFactory(parent=site.sections["sq"], title="Vendim tjetër")
    page = DecisionPageFactory(
        parent=site.sections["sq"], title="Vendim me afat", expire_at=timezone.now() + datetime.timedelta(hours=1)
    )
    project()
    DatabaseReader().handle(list(PublishedItem.objects.all()))
    return page


def pass_an_hour() -> None:
    """As if the time had come: the clock of a test cannot be put on for the database."""
    for item in PublishedItem.objects.exclude(expires_at=None):
        item.expires_at = timezone.now() - datetime.timedelta(seconds=1)
        item.save()
        type(item_page(item)).objects.filter(pk=item.page_id).update(expire_at=item.expires_at)
        LogState.objects.update(next_change=item.expires_at)


def item_page(item: PublishedItem) -> Any:
    from wagtail.models import Page

    return Page.objects.get(pk=item.page_id).specific


def titles(answer: list[dict[str, Any]]) -> set[str]:
    return {item["title"] for item in answer if item["type"] == "decision"}


def test_log_knows_when_the_first_comes_to_its_end(page: Any) -> None:
    assert LogState.current().next_change == page.expire_at
    page.expire_at = None
    page.save()
    project()
    assert LogState.current().next_change is None
    assert PublishedItem.objects.get(page_id=page.pk).expires_at is None


def test_end_that_is_put_off_does_not_change_the_item(page: Any) -> None:
    before = PublishedItem.objects.get(page_id=page.pk).sequence
    page.expire_at += datetime.timedelta(days=1)
    page.save()
    project()
    item = PublishedItem.objects.get(page_id=page.pk)
    assert (item.sequence, item.expires_at) == (before, page.expire_at)
    assert LogState.current().next_change == page.expire_at


def test_list_and_its_etag_change_at_that_time_without_a_worker(page: Any) -> None:
    first = get(f"{CONTENT}items/")
    assert titles(first.json()["items"]) == {"Vendim tjetër", "Vendim me afat"}
    pass_an_hour()
    answer = get(f"{CONTENT}items/", **{"if-none-match": first["ETag"]})
    assert answer.status_code == 200
    assert titles(answer.json()["items"]) == {"Vendim tjetër"}


def test_followers_get_the_tombstone_without_a_worker(page: Any) -> None:
    cursor = sync()["cursor"]
    pass_an_hour()
    [change] = sync(f"cursor={cursor}")["items"]
    # An act says that it was withdrawn; its other words are in tests/unit/publications/test_time_over.py.
    assert (change["op"], change["reason"]) == ("gone", "withdrawn")


def test_item_is_gone_without_a_worker(page: Any) -> None:
    [item] = [one for one in all_items() if one["title"] == "Vendim me afat"]
    pass_an_hour()
    assert get(f"{CONTENT}items/{item['id']}/").status_code == 410


def test_site_and_its_lists_and_files_are_without_it_before_anything_buries_it(page: Any, site: SiteTree) -> None:
    address, lists = page.url, (site.sections["sq"].url, site.homes["sq"].url)
    assert Client().get(address).status_code == 200
    assert all("Vendim me afat" in Client().get(path).content.decode() for path in lists)
    assert is_public_document(page.signed_pdf_id)
    pass_an_hour()
    assert Client().get(address).status_code == 410
    for path in lists:
        shown = Client().get(path).content.decode()
        assert "Vendim tjetër" in shown
        assert "Vendim me afat" not in shown
    assert not is_public_document(page.signed_pdf_id)
    assert PublishedItem.objects.get(page_id=page.pk).is_live


def test_links_of_a_section_are_without_a_page_whose_time_is_over(site: SiteTree) -> None:
    section = site.sections["sq"]
    later = timezone.now() + datetime.timedelta(hours=1)
    StandardPageFactory(parent=section, title="Orari i verës", expire_at=later)
    project()
    assert "Orari i verës" in Client().get(section.url).content.decode()
    pass_an_hour()
    assert "Orari i verës" not in Client().get(section.url).content.decode()


def test_search_is_without_it_before_anything_buries_it(page: Any, site: SiteTree) -> None:
    query = SearchQuery("vendim", site.site.pk, "sq", types=("decision",))
    assert search(query).total == 2
    pass_an_hour()
    result = search(query)
    assert ([hit.item.title for hit in result.hits], result.total) == (["Vendim tjetër"], 1)
    assert "Vendim me afat" not in [one.title for one in suggest("vend", site.site.pk, "sq")]


def test_it_is_buried_once(page: Any) -> None:
    assert project_due() == 0
    pass_an_hour()
    assert project_due() == 1
    assert project_due() == 0
    assert PublishedItem.objects.get(page_id=page.pk).reason == "withdrawn"
    assert LogState.current().next_change is None


def test_what_is_no_act_is_not_found_and_says_that_it_expired(site: SiteTree) -> None:
    later = timezone.now() + datetime.timedelta(hours=1)
    page = NewsPageFactory(parent=site.sections["sq"], expire_at=later)
    project()
    address = page.url
    assert Client().get(address).status_code == 200
    pass_an_hour()
    assert Client().get(address).status_code == 404
    assert project_due() == 1
    assert PublishedItem.objects.get(page_id=page.pk).reason == "expired"


def test_end_that_was_set_behind_the_signals_is_found(page: Any) -> None:
    later = page.expire_at + datetime.timedelta(days=1)
    type(page).objects.filter(pk=page.pk).update(expire_at=later)
    *_rest, (_checked, found) = reconcile()
    assert found == {"outdated": 1}
    assert PublishedItem.objects.get(page_id=page.pk).expires_at == later
    assert titles(items("limit=100")["items"]) == {"Vendim tjetër", "Vendim me afat"}
