"""Items that a reader of the log could not take as they are: set aside, so that all others go on.

Each is tried again when it changes, since the reader then gets it anyway, and when somebody asks for it: after a cause
outside of it was put right, or after an index was made anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from cms_pages.contracts import Reader
from cms_pages.publishing.models import PublishedItem, RefusedItem, State
from cms_pages.registry import readers

#: so many are listed, the latest first
LISTED = 50


@dataclass(frozen=True)
class Refusal:
    """An item that a reader set aside. ``retry`` says that it is about to be tried again."""

    reader: str
    reader_label: str
    page_id: int
    title: str
    url: str
    reason: str
    since: datetime
    retry: bool


def refusals(limit: int = LISTED) -> list[Refusal]:
    """The items that registered readers have set aside, those refused last first."""
    labels = {reader.name: str(reader.label) for reader in readers}
    rows = RefusedItem.objects.filter(reader__in=labels, item__state=State.LIVE).select_related("item")
    return [
        Refusal(
            reader=row.reader,
            reader_label=labels[row.reader],
            page_id=row.item.page_id,
            title=row.item.title,
            url=row.item.url,
            reason=row.reason,
            since=row.since,
            retry=row.retry,
        )
        for row in rows.only(
            "reader", "reason", "since", "retry", "item__page_id", "item__title", "item__url"
        ).order_by("-since", "-pk")[:limit]
    ]


def retry_refused(reader_name: str = "") -> int:
    """Have the items that a reader set aside, or that any did, tried again by the worker. Returns how many."""
    rows = RefusedItem.objects.all()
    return (rows.filter(reader=reader_name) if reader_name else rows).update(retry=True)


def to_retry(reader: Reader) -> list[PublishedItem]:
    """A batch of the items that a reader is to try again, as they are now, in the log's order."""
    ids = RefusedItem.objects.filter(reader=reader.name, retry=True).values("item_id")
    return list(PublishedItem.objects.filter(pk__in=ids).order_by("sequence")[: reader.batch_size])


def set_aside(reader_name: str, tried: Iterable[PublishedItem], reasons: Mapping[int, str]) -> None:
    """Write down that a reader refused some items, and why, by their ``pk``, and took all others that it tried."""
    mine = RefusedItem.objects.filter(reader=reader_name)
    mine.filter(item__in=[item.pk for item in tried if item.pk not in reasons]).delete()
    for pk, reason in reasons.items():
        mine.update_or_create(reader=reader_name, item_id=pk, defaults={"reason": reason[:2000], "retry": False})
