"""Calendars to subscribe to: iCalendar, of a body or of all, in one language.

Source: RFC 5545 (iCalendar), RFC 7986 (properties of a calendar as a whole)
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable
from zoneinfo import ZoneInfo

import icalendar
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.coreutils import get_content_languages
from wagtail.models import Site

from cms_pages.conditional import answer_by_etag
from cms_pages.listing import kind_labels
from cms_pages.selectors import LogMoment, body_labels, live_items
from cms_pages.text import language_tag
from publications.events.calendar import Event, events_of, taking_place

ALL = "all"
#: so much of what is over stays in a feed: who was there can still look it up
KEPT = datetime.timedelta(days=92)
#: how often a subscriber's program should ask again
REFRESHED = datetime.timedelta(hours=1)
PRODUCT = "-//Kuvendi//Calendar//EN"


@require_safe
def feed(request: HttpRequest, language: str, body: str) -> HttpResponseBase:
    """The events of a body, by its key, or of all. 404 for a body or a language that is not there."""
    site = Site.find_for_request(request)
    if site is None or language not in get_content_languages():
        raise Http404
    with translation.override(language):
        name = _name_of(body, language)
        items = taking_place(site, language, timezone.localdate() - KEPT)
        if body != ALL:
            items = items.filter(body=body)
        events = events_of(items)
        home = live_items(site, language).filter(type="home").first()
        title = f"{home.title if home else site.site_name or site.hostname}: {name}"
        content = calendar_file(events, title, language)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{body}.{language}.ics"'
    response["Content-Language"] = language_tag(language)
    # May be kept by anyone, and is asked for again each time: what is withdrawn disappears at once.
    response["Cache-Control"] = "public, max-age=0, must-revalidate"
    response["ETag"] = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    return answer_by_etag(request, response["ETag"], response=response) or response


def calendar_file(events: Iterable[Event], title: str, language: str) -> bytes:
    """Events as an iCalendar file, in the active language. The same events give the same bytes."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("name", title, parameters={"language": language_tag(language)})
    calendar.add("x-wr-calname", title)
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    calendar.add("refresh-interval", REFRESHED, parameters={"value": "DURATION"})
    for event in events:
        calendar.add_component(_entry(event, language))
    # Says when clocks change, so that an hour is the one on the wall whatever the subscriber's own zone.
    calendar.add_missing_timezones()
    content: bytes = calendar.to_ical()
    return content


def _entry(event: Event, language: str) -> icalendar.Event:
    item = event.item
    entry = icalendar.Event()
    # The same in all languages, and whatever else of the event changes.
    entry.add("uid", str(item.translation_key))
    entry.add("sequence", item.sequence)
    for name in ("dtstamp", "last-modified"):
        entry.add(name, item.changed_at.astimezone(datetime.UTC))
    entry.add("dtstart", _moment(event.start))
    if event.end is not None:
        entry.add("dtend", _moment(event.end))
    text = {"language": language_tag(language)}
    # Many programs show a cancelled event as any other: its title says it too.
    title = _("Cancelled: %(title)s") % {"title": item.title} if event.is_cancelled else item.title
    entry.add("summary", title, parameters=text)
    entry.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    if event.place:
        entry.add("location", event.place, parameters=text)
    entry.add("description", "\n".join(_description(event)), parameters=text)
    entry.add("url", item.url)
    entry.add("categories", [kind_labels().get(item.kind, item.kind)])
    # Who subscribes to a calendar is not busy because of it.
    entry.add("transp", "TRANSPARENT")
    return entry


def _moment(moment: datetime.datetime) -> datetime.datetime:
    """On the wall's clock; in UTC where that would be read as an hour earlier, the first time it shows it in October.

    Source: RFC 5545, 3.3.5
    """
    local = moment.astimezone(ZoneInfo(settings.TIME_ZONE))
    return moment.astimezone(datetime.UTC) if local.fold else local


def _description(event: Event) -> list[str]:
    lines = [event.item.summary, event.item.body_name, *event.people]
    if event.open_to_press is not None:
        lines.append(_("Open to the press") if event.open_to_press else _("Not open to the press"))
    return [line for line in [*lines, event.item.url] if line]


def _name_of(body: str, language: str) -> str:
    """What a calendar is called. Raises Http404 where there is no such body."""
    if body == ALL:
        return _("All events")
    labels = body_labels(LogMoment.now(), language)
    if body not in labels:
        raise Http404
    return labels[body]
