"""Reads the publication log and writes down what is news of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alerts.events import STILL_SO, events_of
from alerts.models import Announcement, AnnouncementCounter, Subscription, TextMatch
from cms_pages.registry import text_matchers
from cms_pages.selectors import structure

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from cms_pages.publishing.models import PublishedItem

#: what was published longer ago is no news: an import brings years of it, and a worker is not away for so long
NEWS_FOR = timedelta(days=7)
#: saved searches that are looked at at once
_CHUNK = 2000


class AnnouncementReader:
    """Numbers what is published for the first time, and what happens to it afterwards that is news.

    An item and its event are announced once, however often they come: a correction is none, nor is what was withdrawn
    and comes back. A state is announced once each time that the item comes into it.
    """

    name: ClassVar[str] = "alerts"
    label: ClassVar[_StrPromise | str] = _("Alerts")
    batch_size: ClassVar[int] = 100

    def handle(self, items: Sequence[PublishedItem]) -> None:
        live = [item for item in items if item.is_live and item.type not in structure()]
        if not live:
            return
        with transaction.atomic():
            counter = AnnouncementCounter.lock()
            before = counter.number
            # Of a state that it has left: if it comes into it again, that is news.
            Announcement.objects.filter(item__in=live).exclude(STILL_SO).delete()
            known = set(Announcement.objects.filter(item__in=live).values_list("item_id", "event"))
            announcements: list[Announcement] = []
            news: list[tuple[PublishedItem, Announcement]] = []
            for item in live:
                for announcement in _new(item, known):
                    announcements.append(announcement)
                    if _is_news(item, announcement, known):
                        counter.number += 1
                        announcement.number = counter.number
                        news.append((item, announcement))
            Announcement.objects.bulk_create(announcements, batch_size=200)
            if counter.number != before:
                counter.save(update_fields=["number"])
                _match_texts(news)


def _new(item: PublishedItem, known: set[tuple[int, str]]) -> list[Announcement]:
    """What has happened to an item and was not written down yet."""
    events = ["", *events_of(item)]
    return [Announcement(item=item, event=event) for event in events if (item.pk, event) not in known]


def _is_news(item: PublishedItem, announcement: Announcement, known: set[tuple[int, str]]) -> bool:
    if announcement.event:
        # Of one that is published in this state or with this step at once, that it is published says enough.
        return (item.pk, "") in known
    return item.published_at is not None and item.published_at > timezone.now() - NEWS_FOR


def _match_texts(news: Iterable[tuple[PublishedItem, Announcement]]) -> None:
    """Write down which saved searches would find what is announced."""
    for item, announcement in news:
        searches = Subscription.objects.filter(
            locale=item.locale, subscriber__site_id=item.site_id, confirmed_at__isnull=False
        ).exclude(text="")
        for make in text_matchers:
            finds = make(item)
            rows = searches.order_by().values_list("pk", "text").iterator(chunk_size=_CHUNK)
            matches = [TextMatch(announcement=announcement, subscription_id=pk) for pk, text in rows if finds(text)]
            TextMatch.objects.bulk_create(matches, batch_size=500, ignore_conflicts=True)
