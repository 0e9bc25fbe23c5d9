"""An album shown with news: as the publication log has it, so that nothing is shown of one that is not public."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Case, When

from cms_pages.publishing.models import PublishedItem, TranslationState

if TYPE_CHECKING:
    from publications.models import NewsPage

#: pictures that news show; the rest is in the album
SHOWN = 6


@dataclass(frozen=True)
class Gallery:
    """``pictures`` are the first, in the shape of ``publications.api.schemas.AlbumPicture``; ``total`` is of all."""

    id: str
    title: str
    url: str
    locale: str
    pictures: list[dict[str, Any]]
    total: int

    def reference(self) -> dict[str, str]:
        """The shape of ``publications.api.schemas.AlbumRef``."""
        return {"id": self.id, "title": self.title, "url": self.url}


def gallery_of(page: NewsPage) -> Gallery | None:
    """In the page's language, else in the album's own."""
    if page.album_id is None or page.album is None:
        return None
    items = PublishedItem.objects.live().unexpired().filter(type="album", translation_key=page.album.translation_key)
    own = When(locale=page.locale.language_code, then=0)
    item = items.order_by(Case(own, When(translation=TranslationState.ORIGINAL, then=1), default=2)).first()
    if item is None:
        return None
    pictures = json.loads(item.payload)["pictures"]
    return Gallery(item.item_id, item.title, item.url, item.locale, pictures[:SHOWN], len(pictures))


def news_with(keys: set[UUID]) -> set[int]:
    """The pages of news that show one of the albums with these translation keys."""
    from publications.models import NewsPage

    return set(NewsPage.objects.filter(album__translation_key__in=keys).values_list("pk", flat=True))
