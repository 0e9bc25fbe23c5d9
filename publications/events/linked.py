"""Which news, albums and recordings tell of an event, as the public sees it from both sides: read from the log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.apps import apps
from wagtail.models import Page

from publications.relations import public_items

if TYPE_CHECKING:
    from cms_pages.publishing.models import PublishedItem
    from publications.models import EventPage, NewsPage
    from publications.models.archived import ArchivedPage

NEWS = ("NewsPage",)
MEDIA = ("AlbumPage", "RecordingPage")


@dataclass(frozen=True)
class Linked:
    """An event, or what tells of one, as it is published: in a page's language where it is translated."""

    item: PublishedItem

    def reference(self) -> dict[str, Any]:
        """The shape of ``publications.api.schemas.EventRef`` and ``NewsRef``."""
        item = self.item
        return {"id": item.item_id, "title": item.title, "date": item.date, "url": item.url}

    def media_reference(self) -> dict[str, Any]:
        """The shape of ``publications.api.schemas.MediaRef``."""
        return {"type": self.item.type, **self.reference()}


def news_of(page: EventPage) -> list[Linked]:
    """The public news that tell of an event, the newest first."""
    return _telling(page, NEWS)


def media_of(page: EventPage) -> list[Linked]:
    """The public albums and recordings of an event, the newest first."""
    return _telling(page, MEDIA)


def event_of(page: NewsPage | ArchivedPage) -> Linked | None:
    """The public event that a piece of news tells of, or that an album or a recording is of."""
    if page.event is None:
        return None
    key = page.event.translation_key
    item = public_items([key], page).get(key)
    return Linked(item) if item is not None else None


def pages_concerned(keys: set[UUID]) -> set[int]:
    """The pages that show something of the events, or of what tells of them, with these translation keys, in all
    languages.
    """
    found: set[UUID] = set()
    for telling in _models((*NEWS, *MEDIA)):
        others = telling.filter(event__translation_key__in=keys).values_list("translation_key")
        concerned = others.union(
            telling.filter(translation_key__in=keys, event__isnull=False).values_list("event__translation_key")
        )
        found |= {key for (key,) in concerned}
    return set(Page.objects.filter(translation_key__in=found).values_list("pk", flat=True)) if found else set()


def _telling(page: EventPage, names: Iterable[str]) -> list[Linked]:
    key = page.alias_of.translation_key if page.alias_of_id is not None else page.translation_key
    keys: set[UUID] = set()
    for telling in _models(names):
        keys.update(
            telling.filter(event__translation_key=key, live=True, alias_of=None).values_list(
                "translation_key", flat=True
            )
        )
    items = public_items(keys, page).values()
    return [Linked(item) for item in sorted(items, key=lambda item: (item.date, item.pk), reverse=True)]


def _models(names: Iterable[str]) -> list[Any]:
    return [apps.get_model("publications", name).objects.order_by() for name in names]
