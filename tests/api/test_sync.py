"""Following the log: a copy that applies what ``sync/`` says is the list, whatever happens while it reads."""

import random
from typing import Any

import pytest

from cms_pages.api.log import log_for
from cms_pages.models import LogState, PublishedItem
from cms_pages.publishing.reconcile import sweep_tombstones
from tests.api.client import CONTENT, all_items, get, problem, sync
from tests.factories import DecisionPageFactory, NewsPageFactory, SiteTree
from tests.support.fixtures import project


class Copy:
    """A client that keeps a copy of what is published."""

    def __init__(self, query: str = "limit=3") -> None:
        self.query = query
        self.cursor = ""
        self.items: dict[str, dict[str, Any]] = {}
        self.last = 0

    def read(self) -> bool:
        """Read one page and apply it. Returns whether there is more."""
        page = sync(f"{self.query}&cursor={self.cursor}" if self.cursor else self.query)
        for change in page["items"]:
            assert change["sequence"] > self.last, "changes come in order, and none comes twice"
            self.last = change["sequence"]
            if change.pop("op") == "gone":
                self.items.pop(change["id"], None)
            else:
                self.items[change["id"]] = change
        self.cursor = page["cursor"]
        return bool(page["more"])

    def catch_up(self) -> None:
        while self.read():
            pass


def listed(query: str = "") -> dict[str, dict[str, Any]]:
    return {item["id"]: item for item in all_items(query)}


def test_first_reading_has_what_is_published_and_no_tombstones(site: SiteTree) -> None:
    pages = [DecisionPageFactory(parent=site.sections["sq"]) for _ in range(5)]
    project()
    pages[0].unpublish()
    project()
    page = sync()
    assert {change["op"] for change in page["items"]} == {"upsert"}
    assert page["more"] is False
    copy = Copy()
    copy.catch_up()
    assert copy.items == listed()


def test_nothing_new_is_an_empty_page_with_the_same_cursor(site: SiteTree) -> None:
    cursor = sync()["cursor"]
    assert sync(f"cursor={cursor}") == {"items": [], "cursor": cursor, "more": False}


def test_item_withdrawn_while_the_first_reading_goes_on_is_heard_of(site: SiteTree) -> None:
    pages = [DecisionPageFactory(parent=site.sections["sq"]) for _ in range(6)]
    project()
    copy = Copy("limit=2&type=decision")
    copy.read()
    already, not_yet = pages[0], pages[5]
    assert f"{already.translation_key}.sq" in copy.items
    already.unpublish()
    not_yet.unpublish()
    project()
    copy.catch_up()
    assert copy.items == listed("type=decision")
    assert len(copy.items) == 4


@pytest.mark.parametrize("seed", [1, 2])
def test_copy_is_the_list_whatever_happens(site: SiteTree, seed: int) -> None:
    chance = random.Random(seed)
    section = site.sections["sq"]
    pages = [DecisionPageFactory(parent=section) for _ in range(5)]
    project()
    copy = Copy("limit=2")
    for _ in range(25):
        page = chance.choice(pages)
        match chance.choice(["add", "change", "withdraw", "publish"]):
            case "add":
                pages.append(DecisionPageFactory(parent=section))
            case "change" if page.live:
                page.summary = str(chance.random())
                page.save_revision().publish()
            case "withdraw" if page.live:
                page.unpublish()
            case "publish" if not page.live:
                page.save_revision().publish()
        project()
        page.refresh_from_db()
        if chance.random() < 0.7:
            copy.read()
    copy.catch_up()
    assert copy.items == listed()


def test_filters_hold_for_tombstones_too(site: SiteTree) -> None:
    decision = DecisionPageFactory(parent=site.sections["sq"])
    news = NewsPageFactory(parent=site.sections["sq"])
    project()
    copies = {kind: Copy(f"type={kind}") for kind in ("decision", "news")}
    for copy in copies.values():
        copy.catch_up()
    decision.unpublish()
    news.unpublish()
    project()
    for kind, copy in copies.items():
        assert [change["type"] for change in sync(f"type={kind}&cursor={copy.cursor}")["items"]] == [kind]
    page = sync(f"cursor={sync('locale=en')['cursor']}&locale=en")
    assert page["items"] == []


def age_tombstones() -> None:
    PublishedItem.objects.filter(state="gone").update(changed_at="2020-01-01T00:00Z")
    sweep_tombstones()


def test_cursor_older_than_the_tombstones_is_gone(site: SiteTree) -> None:
    page = DecisionPageFactory(parent=site.sections["sq"])
    project()
    early, reading = sync()["cursor"], sync("limit=1")["cursor"]
    page.unpublish()
    project()
    late = sync()["cursor"]
    age_tombstones()
    for cursor in (early, reading):
        answer = problem(get(f"{CONTENT}sync/?cursor={cursor}"), 410)
        assert answer["type"] == "urn:kuvendi:problem:cursor-expired"
        assert "without a cursor" in answer["detail"]
    assert sync(f"cursor={late}")["items"] == []


def test_tombstones_removed_while_the_answer_is_made_are_not_passed_over(
    site: SiteTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = DecisionPageFactory(parent=site.sections["sq"])
    project()
    cursor = sync()["cursor"]
    page.unpublish()
    project()
    calls: list[Any] = []

    def swept_after_the_first_look(request: Any) -> Any:
        if calls:
            age_tombstones()
        calls.append(request)
        return log_for(request)

    monkeypatch.setattr("cms_pages.api.sync.log_for", swept_after_the_first_look)
    problem(get(f"{CONTENT}sync/?cursor={cursor}"), 410)


def test_cursor_ahead_of_a_restored_log_is_gone(site: SiteTree) -> None:
    cursor = sync()["cursor"]
    LogState.objects.update(sequence=1)
    problem(get(f"{CONTENT}sync/?cursor={cursor}"), 410)


def test_swept_log_can_be_read_from_the_start(site: SiteTree) -> None:
    page = DecisionPageFactory(parent=site.sections["sq"])
    project()
    page.unpublish()
    project()
    age_tombstones()
    copy = Copy()
    copy.catch_up()
    assert copy.items == listed()
