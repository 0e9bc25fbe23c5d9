"""A week or a month of the calendar: its days, what takes place on each, and where to turn to.

What takes place are events, and notices that say when they begin: invitations and calls.
"""

from __future__ import annotations

import calendar
import datetime
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from cms_pages.listing import left_out
from cms_pages.publishing.models import PublishedItem, PublishedItemQuerySet
from cms_pages.selectors import LISTED, LogMoment, body_labels, live_items
from publications.models.event import FIRST_YEAR, LAST_YEAR, LONGEST, EventKind, EventState
from publications.models.notice import NoticePage

_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})", re.ASCII)
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})", re.ASCII)
DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Event:
    """An event or a notice of the log, with what the calendar shows of it. Times are those of the clock here.

    ``open_to_press`` is None for a notice, which says nothing of it: it is for everybody.
    """

    item: PublishedItem
    start: datetime.datetime
    end: datetime.datetime | None
    place: str
    people: list[str]
    open_to_press: bool | None
    is_cancelled: bool
    has_news: bool

    @property
    def last_day(self) -> datetime.date:
        # What ends at midnight ends on the day before.
        last = self.end - datetime.timedelta(microseconds=1) if self.end else self.start
        return max(last.date(), self.start.date())

    @property
    def is_long(self) -> bool:
        return self.last_day > self.start.date()

    def on(self, day: datetime.date) -> bool:
        return self.start.date() <= day <= self.last_day


@dataclass(frozen=True)
class Day:
    date: datetime.date
    events: list[Event]
    is_today: bool
    #: whether it belongs to the month that is shown; its weeks have days of others too
    is_within: bool


@dataclass(frozen=True)
class Span:
    """A week (from Monday) or a month. ``name`` is its value in an address, such as 2026-W47 or 2026-11."""

    kind: Literal["week", "month"]
    first: datetime.date
    last: datetime.date

    @classmethod
    def week_of(cls, day: datetime.date) -> Span:
        first = day - day.weekday() * DAY
        return cls("week", first, first + 6 * DAY)

    @classmethod
    def month_of(cls, day: datetime.date) -> Span:
        return cls("month", day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1]))

    @property
    def name(self) -> str:
        if self.kind == "month":
            return f"{self.first:%Y-%m}"
        year, week, _day = self.first.isocalendar()
        return f"{year:04}-W{week:02}"

    @property
    def label(self) -> str:
        if self.kind == "month":
            return date_format(self.first, "YEAR_MONTH_FORMAT")
        first, last = (date_format(day, "DATE_FORMAT") for day in (self.first, self.last))
        return _("%(first)s to %(last)s") % {"first": first, "last": last}

    @property
    def address(self) -> str:
        return urlencode([(self.kind, self.name)])

    def beside(self, step: Literal[-1, 1]) -> Span | None:
        """The one before or after it; None where the calendar ends."""
        day = self.first - DAY if step < 0 else self.last + DAY
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            return None
        return Span.week_of(day) if self.kind == "week" else Span.month_of(day)


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    selected: bool


@dataclass(frozen=True)
class Calendar:
    """What the calendar's page shows. ``corrections`` are sentences on what of the address could not be followed;
    ``feed`` is the path of the iCalendar feed of what it shows.
    """

    span: Span
    feed: str
    today: datetime.date
    weeks: list[list[Day]]
    bodies: list[Choice]
    body: str
    only_press: bool
    corrections: list[str] = field(default_factory=list)

    @property
    def days(self) -> list[Day]:
        """The days of the span, without the rest of a month's first and last week."""
        return [day for week in self.weeks for day in week if day.is_within]

    @property
    def total(self) -> int:
        return len({event.item.pk for day in self.days for event in day.events})

    @property
    def is_filtered(self) -> bool:
        return bool(self.body or self.only_press)

    @property
    def week(self) -> Span:
        """The week to turn to from a month: this one where it is in it."""
        return Span.week_of(self.today if self.span.first <= self.today <= self.span.last else self.span.first)

    @property
    def month(self) -> Span:
        # The month that most of a week's days are in.
        return Span.month_of(self.span.first + 3 * DAY if self.span.kind == "week" else self.span.first)

    @property
    def previous(self) -> Span | None:
        return self.span.beside(-1)

    @property
    def following(self) -> Span | None:
        return self.span.beside(1)

    @property
    def current(self) -> Span:
        return Span.week_of(self.today) if self.span.kind == "week" else Span.month_of(self.today)

    @property
    def kept(self) -> str:
        """What narrows it, for the end of an address."""
        given = {"body": self.body, "press": "open" if self.only_press else ""}
        return "".join(f"&{urlencode({name: value})}" for name, value in given.items() if value)


def calendar_of(page: Page, site: Site, query: Mapping[str, str]) -> Calendar:
    """The week or month, of which bodies, that an address's parameters ask for: this week without any."""
    today = timezone.localdate()
    span, corrections = _span(query, today)
    language = page.locale.language_code
    labels = body_labels(LogMoment.now(), language)
    having = taking_place(site, language).exclude(body="").order_by()
    bodies = {key: labels.get(key, key) for key in having.values_list("body", flat=True).distinct()}
    body, press = query.get("body", "").strip(), query.get("press", "").strip()
    if body and body not in bodies:
        corrections.append(left_out(_("Body"), body))
        body = ""
    events = [
        event
        for event in events_between(site, language, span.first, span.last)
        if (not body or event.item.body == body) and (press != "open" or event.open_to_press)
    ]
    first, last = span.first - span.first.weekday() * DAY, span.last + (6 - span.last.weekday()) * DAY
    dates = [first + number * DAY for number in range((last - first).days + 1)]
    days = [
        Day(date, [event for event in events if event.on(date)], date == today, span.first <= date <= span.last)
        for date in dates
    ]
    return Calendar(
        span=span,
        feed=reverse("publications_calendar", args=[language, body or "all"]),
        today=today,
        weeks=[days[start : start + 7] for start in range(0, len(days), 7)],
        bodies=sorted(
            (Choice(key, name, key == body) for key, name in bodies.items()), key=lambda each: each.label.casefold()
        ),
        body=body,
        only_press=press == "open",
        corrections=corrections,
    )


def taking_place(
    site: Site, locale: str, first: datetime.date | None = None, last: datetime.date | None = None
) -> PublishedItemQuerySet:
    """The items of what begins on these days or between them; of all days without them."""
    # An event's date is the day on which it begins; a notice's is that of its issue.
    events, notices = Q(type="event"), NoticePage.objects.filter(starts_at__isnull=False)
    if first is not None:
        events, notices = events & Q(date__gte=first), notices.filter(starts_at__gte=_begin_of(first))
    if last is not None:
        events, notices = events & Q(date__lte=last), notices.filter(starts_at__lt=_begin_of(last + DAY))
    return live_items(site, locale).filter(events | Q(type="notice", page_id__in=notices.values("pk")))


def _begin_of(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def events_between(site: Site, locale: str, first: datetime.date, last: datetime.date) -> list[Event]:
    """What takes place on any of these days, in the order in which it begins. One query, whatever their number."""
    near = taking_place(site, locale, first - LONGEST, last)
    return [event for event in events_of(near) if event.last_day >= first]


def events_of(items: PublishedItemQuerySet) -> list[Event]:
    """What the log says of them, in the order in which they begin."""
    found = filter(None, map(_event, items.only(*LISTED, "payload", "sequence")))
    return sorted(found, key=lambda event: (event.start, event.item.pk))


def upcoming(site: Site, locale: str, kinds: Iterable[EventKind], days: int, most: int) -> list[Event]:
    """The next events of these kinds that have not ended, are not cancelled, and begin within so many days."""
    today, now = timezone.localdate(), timezone.now()
    items = live_items(site, locale).filter(type="event", kind__in=kinds, date__lte=today + days * DAY)
    near = items.filter(item_state=EventState.UPCOMING, changes_at__gt=now).order_by("date", "pk")
    return events_of(near[: most * 2])[:most]


def _event(item: PublishedItem) -> Event | None:
    payload: dict[str, Any] = json.loads(item.payload)
    if payload["starts_at"] is None:  # its page says when it begins, and the log does not yet
        return None
    return Event(
        item=item,
        start=_local(payload["starts_at"]),
        end=_local(payload["ends_at"]) if payload["ends_at"] else None,
        place=payload["place"],
        people=payload.get("people", []),
        open_to_press=payload.get("open_to_press"),
        is_cancelled=payload["state"] == EventState.CANCELLED,
        has_news=bool(payload.get("news")),
    )


def _local(moment: str) -> datetime.datetime:
    parsed = parse_datetime(moment)
    if parsed is None:
        raise ValueError(moment)
    return timezone.localtime(parsed)


def _span(query: Mapping[str, str], today: datetime.date) -> tuple[Span, list[str]]:
    week, month = query.get("week", "").strip(), query.get("month", "").strip()
    if month and (found := _MONTH.fullmatch(month)) and FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        if 1 <= int(found[2]) <= 12:
            return Span.month_of(datetime.date(int(found[1]), int(found[2]), 1)), []
    elif week and (found := _WEEK.fullmatch(week)) and FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        try:
            return Span.week_of(datetime.date.fromisocalendar(int(found[1]), int(found[2]), 4)), []
        except ValueError:  # a year has 52 or 53 weeks
            pass
    wrong = month or week
    said = [_("There is no week or month “%(value)s”; this is the present one.") % {"value": wrong[:40]}]
    return Span.month_of(today) if month else Span.week_of(today), said if wrong else []
