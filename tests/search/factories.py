"""Items of the publication log, written as the projector would. What search reads is the log, not pages."""

from __future__ import annotations

import datetime
import itertools
import uuid
from typing import Any

from django.utils import timezone
from wagtail.models import Page, Site

from cms_pages.publishing.models import GoneReason, LogState, PublishedItem, State

_numbers = itertools.count(1)


def next_sequence() -> int:
    log = LogState.current()
    log.sequence += 1
    log.save(update_fields=["sequence"])
    return log.sequence


def make_site(hostname: str) -> Site:
    return Site.objects.create(hostname=hostname, root_page=Page.objects.get(depth=1))


def item(site: Site, locale: str = "sq", title: str = "Vendim", **columns: Any) -> PublishedItem:
    """A live item. ``translation_key`` makes it a version of another one; ``date`` gives its year."""
    key = columns.pop("translation_key", None) or uuid.uuid4()
    date = columns.pop("date", datetime.date(2025, 3, 14))
    values: dict[str, Any] = {
        "type": "decision",
        "summary": "",
        "text": "",
        "documents_text": "",
        "url": f"http://{site.hostname}/{locale}/{next(_numbers)}/",
        "translation": "original",
        "published_at": timezone.now(),
        "payload": "{}",
    }
    return PublishedItem.objects.create(
        item_id=f"{key}.{locale}",
        translation_key=key,
        locale=locale,
        site=site,
        page_id=next(_numbers),
        sequence=next_sequence(),
        changed_at=timezone.now(),
        state=State.LIVE,
        digest="",
        title=title,
        date=date,
        year=date and date.year,
        **(values | columns),
    )


def change(item: PublishedItem, **columns: Any) -> PublishedItem:
    """Change a live item, as a second publication does."""
    for name, value in columns.items():
        setattr(item, name, value)
    item.sequence, item.changed_at = next_sequence(), timezone.now()
    item.save()
    return item


def bury(item: PublishedItem) -> PublishedItem:
    """Turn an item into its tombstone."""
    emptied = dict.fromkeys(("title", "summary", "text", "documents_text", "identifier", "url", "payload"), "")
    return change(item, state=State.GONE, reason=GoneReason.UNPUBLISHED, **emptied)
