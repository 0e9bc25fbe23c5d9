"""What an anonymous visitor may see, worked out from the pages alone, and whether everybody agrees with it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from wagtail.models import Page, Site

from cms_pages.models import PublishedItem
from cms_pages.publishing.worker import work_once
from cms_pages.registry import publication_type_of
from publications.models import DecisionPage
from tests.api.client import sync


@dataclass
class SyncClient:
    """Keeps a copy as docs/integrators.md says: page by page, and from the start after a 410."""

    items: dict[str, dict[str, Any]] = field(default_factory=dict)
    cursor: str = ""

    def read(self, limit: int = 3) -> bool:
        """Read one page. Returns whether there is more."""
        page = sync(f"limit={limit}&cursor={self.cursor}" if self.cursor else f"limit={limit}")
        for change in page["items"]:
            if change.pop("op") == "gone":
                self.items.pop(change["id"], None)
            else:
                self.items[change["id"]] = change
        self.cursor = page["cursor"]
        return bool(page["more"])

    def catch_up(self) -> None:
        while self.read(100):
            pass


def work_until_idle() -> None:
    while work_once():
        pass


def visible_pages(site: Site) -> dict[str, Page]:
    """The pages that the site shows to a visitor who is not logged in, by the id of their item.

    By Wagtail's own means: whether the page answers, not what the log says of it.
    """
    client = Client()
    found = {}
    for page in Page.objects.filter(depth__gt=1).specific():
        if publication_type_of(type(page)) is None or page.alias_of_id is not None:
            continue
        parts = page.get_url_parts()
        if parts is None or parts[0] != site.pk or not parts[2]:
            continue
        if client.get(parts[2], headers={"host": site.hostname}).status_code == 200:
            found[f"{page.translation_key}.{page.locale.language_code}"] = page
    return found


def check(site: Site, copies: list[SyncClient], titles_found: Callable[[], Iterable[str]]) -> None:
    """Raise AssertionError where the log, the index, a list or a copy differs from what the site shows."""
    visible = visible_pages(site)
    live = {item.item_id: item for item in PublishedItem.objects.live().filter(site_id=site.pk)}
    assert live.keys() == visible.keys(), "the log"
    for item_id, page in visible.items():
        sent = json.loads(live[item_id].payload)
        assert (sent["title"], sent["url"]) == (page.title, page.full_url), "the log's content"
        if isinstance(page, DecisionPage):
            assert sent["body"]["name"] == page.body.name_in(page.locale), "the log's content"
    assert set(titles_found()) == {page.title for page in visible.values()}, "the index"
    for copy in copies:
        copy.catch_up()
        assert {item_id: one["title"] for item_id, one in copy.items.items()} == {
            item_id: page.title for item_id, page in visible.items()
        }, "a copy"
        assert all(one["sequence"] == live[item_id].sequence for item_id, one in copy.items.items()), "a copy's state"
