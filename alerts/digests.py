"""Puts into the outbox what subscribers are to be told: once each, however often this is begun and broken off."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from alerts.choices import News, news_between
from alerts.models import (
    AnnouncementCounter,
    Frequency,
    Letter,
    LetterKind,
    Subscriber,
    Subscription,
    TextMatch,
)

#: subscribers in one transaction, and all of them that are kept in memory
CHUNK = 500
#: announcements that are looked at, and of them told in one letter: the last
MOST_NEWS, MOST_TOLD = 2000, 200
#: when digests are made, in the site's time
HOUR = datetime.time(7)
_MONDAY = 0
#: further ahead no digest is ever due
FURTHEST_DUE = datetime.timedelta(days=8)


def next_due(frequency: str, now: datetime.datetime) -> datetime.datetime | None:
    """The next seven o'clock after now, for weekly ones that of a Monday; None for those who are told at once."""
    if frequency == Frequency.AT_ONCE:
        return None
    local = timezone.localtime(now)
    day = local.date() + datetime.timedelta(days=0 if local.time() < HOUR else 1)
    if frequency == Frequency.WEEKLY:
        day += datetime.timedelta(days=(_MONDAY - day.weekday()) % 7)
    return timezone.make_aware(datetime.datetime.combine(day, HOUR))


def make_letters() -> int:
    """Put the due letters of a chunk of subscribers into the outbox. Returns how many subscribers were looked at.

    The letters, and how far the subscribers have got, are written in one transaction: who takes it up again goes on
    behind the last whole chunk.
    """
    with transaction.atomic():
        subscribers = _due_chunk()
        _make_letters_for(subscribers)
    return len(subscribers)


def letters_are_due() -> bool:
    return any(due.exists() for due in _due(AnnouncementCounter.latest()))


def _due(latest: int) -> list[QuerySet[Subscriber]]:
    # Several questions, since for one with an "or" SQLite would not use the indexes.
    reachable = Subscriber.objects.reachable()
    return [
        reachable.filter(due_at=None, reached__lt=latest).order_by("reached", "pk"),
        reachable.filter(due_at__lte=timezone.now()).order_by("due_at", "pk"),
        # Of a clock that was ahead when they were told last.
        reachable.filter(due_at__gt=timezone.now() + FURTHEST_DUE).order_by("due_at", "pk"),
    ]


def _due_chunk() -> list[Subscriber]:
    """Those who are due, locked: another process takes others."""
    latest = AnnouncementCounter.latest()
    for due in _due(latest):
        if found := list(due.select_for_update(skip_locked=True)[:CHUNK]):
            return found
    return []


def _make_letters_for(subscribers: list[Subscriber]) -> None:
    if not subscribers:
        return
    # Read when they are locked: nobody has got beyond it.
    latest = AnnouncementCounter.latest()
    keys = [subscriber.pk for subscriber in subscribers]
    news = news_between(min(subscriber.reached for subscriber in subscribers), latest, MOST_NEWS)
    chosen = _subscriptions(keys) if news else {}
    matches = _text_matches(chosen, news)
    letters = []
    for subscriber in subscribers:
        told = [
            one.number
            for one in news
            if one.number > subscriber.reached
            and one.site_id == subscriber.site_id
            and any(one.is_in(subscription, matches) for subscription in chosen.get(subscriber.pk, ()))
        ]
        if told:
            letters.append(Letter(subscriber=subscriber, kind=LetterKind.NEWS, announcements=told[-MOST_TOLD:]))
    Letter.objects.bulk_create(letters, batch_size=200)
    now = timezone.now()
    for frequency in Frequency.values:
        of_this = [subscriber.pk for subscriber in subscribers if subscriber.frequency == frequency]
        Subscriber.objects.filter(pk__in=of_this).update(reached=latest, due_at=next_due(frequency, now))


def _subscriptions(keys: list[int]) -> dict[int, list[Subscription]]:
    found: dict[int, list[Subscription]] = {}
    for one in Subscription.objects.filter(subscriber__in=keys, confirmed_at__isnull=False).order_by():
        found.setdefault(one.subscriber_id, []).append(one)
    return found


def _text_matches(chosen: dict[int, list[Subscription]], news: Iterable[News]) -> set[tuple[int, int]]:
    searches = [one.pk for subscriptions in chosen.values() for one in subscriptions if one.text]
    if not searches:
        return set()
    first = min((one.pk for one in news), default=0)
    found = TextMatch.objects.filter(subscription__in=searches, announcement__gte=first)
    return set(found.values_list("subscription_id", "announcement_id"))


def begin(subscriber: Subscriber) -> None:
    """Let a subscriber who just confirmed be told of what comes from now on."""
    subscriber.confirmed_at = timezone.now()
    subscriber.reached = AnnouncementCounter.latest()
    subscriber.due_at = next_due(subscriber.frequency, subscriber.confirmed_at)
