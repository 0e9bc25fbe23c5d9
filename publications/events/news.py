"""Which news tell of an event, as the public sees it from both sides: read from the publication log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.apps import apps
from wagtail.models import Page

from publications.relations import public_items

if TYPE_CHECKING:
    from cms_pages.publishing.models import PublishedItem
    from publications.models import EventPage, NewsPage


@dataclass(frozen=True)
class Linked:
    """An event, or a piece of news, as it is published: in a page's language where it is translated."""

    item: PublishedItem

    def reference(self) -> dict[str, Any]:
        """The shape of ``publications.api.schemas.EventRef`` and ``NewsRef``."""
        item = self.item
        return {"id": item.item_id, "title": item.title, "date": item.date, "url": item.url}


def news_of(page: EventPage) -> list[Linked]:
    """The public news that tell of an event, the newest first."""
    key = page.alias_of.translation_key if page.alias_of_id is not None else page.translation_key
    live = _news().filter(event__translation_key=key, live=True, alias_of=None)
    items = public_items(live.values_list("translation_key", flat=True), page)
    return [Linked(item) for item in sorted(items.values(), key=lambda item: (item.date, item.pk), reverse=True)]


def event_of(page: NewsPage) -> Linked | None:
    """The public event that a piece of news tells of."""
    if page.event is None:
        return None
    key = page.event.translation_key
    item = public_items([key], page).get(key)
    return Linked(item) if item is not None else None


def pages_concerned(keys: set[UUID]) -> set[int]:
    """The pages that show something of the events or news with these translation keys, in all languages."""
    news = _news().order_by()
    others = news.filter(event__translation_key__in=keys).values_list("translation_key")
    concerned = others.union(
        news.filter(translation_key__in=keys, event__isnull=False).values_list("event__translation_key")
    )
    found = {key for (key,) in concerned}
    return set(Page.objects.filter(translation_key__in=found).values_list("pk", flat=True)) if found else set()


def _news() -> Any:
    return apps.get_model("publications", "NewsPage").objects
