"""A database restored from an older backup: no client goes on as if nothing had happened, whatever comes after it."""

from collections.abc import Callable
from typing import Any

import pytest

from cms_pages.models import LogMark, LogState, PublishedFile, PublishedItem
from cms_pages.publishing.reconcile import sweep_tombstones
from tests.api.client import CONTENT, all_items, get, problem, sync
from tests.factories import SiteTree, StandardPageFactory
from tests.support.fixtures import project

Restore = Callable[[], None]


@pytest.fixture
def backup(site: SiteTree) -> Restore:
    """Takes a backup of the log now; call what it gives to restore that."""
    project()
    kept = [list(model.objects.all()) for model in (PublishedItem, PublishedFile, LogMark, LogState)]

    def restore() -> None:
        for model in (PublishedFile, PublishedItem, LogMark, LogState):
            model.objects.all().delete()
        for rows in kept:
            for row in rows:
                row.save(force_insert=True)

    return restore


def publish(site: SiteTree, title: str) -> Any:
    page = StandardPageFactory(parent=site.homes["sq"], title=title)
    project()
    return page


def test_client_that_read_what_was_lost_starts_again(site: SiteTree, backup: Restore) -> None:
    publish(site, "E humbur")
    cursor = sync()["cursor"]
    backup()
    problem(get(f"{CONTENT}sync/?cursor={cursor}"), 410)


@pytest.mark.parametrize("published_since", [1, 2, 3])
def test_it_does_so_also_when_the_log_has_gone_on(site: SiteTree, backup: Restore, published_since: int) -> None:
    for number in range(2):
        publish(site, f"E humbur {number}")
    cursor = sync()["cursor"]
    backup()
    for number in range(published_since):
        publish(site, f"E re {number}")
    problem(get(f"{CONTENT}sync/?cursor={cursor}"), 410)


def test_client_in_the_middle_of_its_first_reading_starts_again(site: SiteTree, backup: Restore) -> None:
    """It stands before the backup, but what it was not told may since be where it has passed."""
    site.sections["en"].title = "E ndryshuar pas kopjes"
    site.sections["en"].save_revision().publish()
    project()
    reading = sync("limit=1")["cursor"]
    backup()
    publish(site, "E re")
    publish(site, "Edhe një")
    problem(get(f"{CONTENT}sync/?cursor={reading}&limit=1"), 410)


def test_client_that_stopped_before_the_backup_goes_on(site: SiteTree, backup: Restore) -> None:
    cursor = sync()["cursor"]
    publish(site, "E humbur")
    backup()
    publish(site, "E re")
    assert [change["title"] for change in sync(f"cursor={cursor}")["items"]] == ["E re"]


def test_nothing_is_taken_for_unchanged(site: SiteTree, backup: Restore) -> None:
    page = publish(site, "E humbur")
    etags = {path: get(f"{CONTENT}{path}")["ETag"] for path in ("items/", "sync/")}
    [item] = [one for one in all_items() if one["title"] == "E humbur"]
    etags[f"items/{item['id']}/"] = get(f"{CONTENT}items/{item['id']}/")["ETag"]
    backup()
    page.title = "E re me numrin e së humburës"
    page.save()
    project()
    for path, etag in etags.items():
        answer = get(f"{CONTENT}{path}", **{"if-none-match": etag})
        assert answer.status_code == 200, path
        assert "E humbur" not in answer.content.decode(), path


def test_marks_are_forgotten_with_the_tombstones(site: SiteTree) -> None:
    page = publish(site, "E vjetër")
    cursor = sync()["cursor"]
    page.unpublish()
    project()
    late = sync()["cursor"]
    publish(site, "E re")
    PublishedItem.objects.filter(state="gone").update(changed_at="2020-01-01T00:00Z")
    sweep_tombstones()
    assert LogMark.objects.count() == 2
    problem(get(f"{CONTENT}sync/?cursor={cursor}"), 410)
    assert len(sync(f"cursor={late}")["items"]) == 1
