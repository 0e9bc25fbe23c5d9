"""What says something else with time is projected anew at that time, with or without a worker."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from cms_pages.models import LogState, PublishedItem
from cms_pages.publishing.models import StalePage
from cms_pages.publishing.projector import project_due
from cms_pages.publishing.reconcile import reconcile
from publications.models import NoticePage
from tests.api.client import CONTENT, get, sync
from tests.factories import NoticePageFactory, SiteTree
from tests.support.fixtures import project

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def page(site: SiteTree) -> Any:
    """A call that is open for another hour."""
    page = NoticePageFactory(parent=site.sections["sq"], deadline=timezone.now() + HOUR)
    project()
    return page


def item_of(page: Any) -> PublishedItem:
    return PublishedItem.objects.get(page_id=page.pk)


def pass_an_hour(page: Any) -> None:
    then = timezone.now() - datetime.timedelta(seconds=1)
    NoticePage.objects.filter(pk=page.pk).update(deadline=then)
    PublishedItem.objects.filter(page_id=page.pk).update(changes_at=then)
    LogState.objects.update(next_change=then)


def test_log_knows_when_the_first_changes(page: Any) -> None:
    item = item_of(page)
    assert (item.item_state, item.changes_at) == ("open", page.deadline)
    assert LogState.current().next_change == item.changes_at


def test_first_end_or_change_counts(page: Any) -> None:
    page.expire_at = timezone.now() + HOUR / 2
    page.save()
    project()
    assert LogState.current().next_change == page.expire_at


def test_it_changes_once_at_that_time(page: Any) -> None:
    before = item_of(page).sequence
    assert project_due() == 0
    pass_an_hour(page)
    assert project_due() == 1
    item = item_of(page)
    assert (item.item_state, item.changes_at, LogState.current().next_change) == ("closed", None, None)
    assert item.sequence > before
    assert project_due() == 0


def test_api_gives_the_new_state_without_a_worker(page: Any) -> None:
    first = get(f"{CONTENT}items/")
    cursor = sync()["cursor"]
    pass_an_hour(page)
    assert get(f"{CONTENT}items/", **{"if-none-match": first["ETag"]}).status_code == 200
    assert item_of(page).item_state == "closed"
    assert [change["op"] for change in sync(f"cursor={cursor}")["items"]] == ["upsert"]


def test_page_that_cannot_be_projected_is_not_tried_by_each_request(
    page: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    pass_an_hour(page)
    with monkeypatch.context() as broken:
        broken.setattr(NoticePage, "item_fields", lambda self: 1 / 0)
        assert project_due() == 1
        assert project_due() == 0
    assert LogState.current().next_change is None
    assert item_of(page).item_state == "open"
    assert StalePage.objects.get(page_id=page.pk).failures == 1
    StalePage.objects.update(retry_at=None)
    project()
    assert item_of(page).item_state == "closed"


def test_time_that_was_lost_is_found(page: Any) -> None:
    PublishedItem.objects.update(changes_at=None)
    *_rest, (_checked, found) = reconcile()
    assert found == {"outdated": 1}
    assert item_of(page).changes_at is not None
