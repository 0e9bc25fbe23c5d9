"""The calendar's page by week and month, and the feeds of it."""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms_pages.selectors import latest_items
from publications.events.calendar import Span, events_between
from publications.events.feed import _moment
from publications.models import CalendarPage
from tests.factories import (
    BodyFactory,
    CalendarPageFactory,
    EventPageFactory,
    NoticePageFactory,
    SiteTree,
    make_site,
    publish_translation,
)
from tests.support.fixtures import project
from tests.unit.site.html import get

KOSOVO = ZoneInfo("Europe/Belgrade")
NEXT_YEAR = timezone.localdate().year + 1
#: of the second week of March, and the weeks and the month to ask for
MONDAY = Span.week_of(datetime.date(NEXT_YEAR, 3, 10)).first
WEEK, WEEK_AFTER = (f"?week={Span.week_of(MONDAY + datetime.timedelta(days)).name}" for days in (0, 7))
MONTH, MONTH_AFTER = f"?month={NEXT_YEAR}-03", f"?month={NEXT_YEAR}-04"
ALL = "/ical/sq/all.ics"


@pytest.fixture
def calendar(site: SiteTree) -> CalendarPage:
    made: CalendarPage = CalendarPageFactory(parent=site.homes["sq"])
    return made


def at(day: int, hour: int = 9) -> datetime.datetime:
    """So many days after that Monday."""
    return datetime.datetime.combine(MONDAY + datetime.timedelta(day), datetime.time(hour), KOSOVO)


def in_month(month: int, day: int, hour: int = 9) -> datetime.datetime:
    return datetime.datetime(NEXT_YEAR, month, day, hour, tzinfo=KOSOVO)


def shown(client: Client, calendar: CalendarPage, query: str = "") -> Any:
    project()
    response = client.get(calendar.get_url() + query)
    assert response.status_code == 200
    return response


def days(client: Client, calendar: CalendarPage, query: str) -> dict[int, list[str]]:
    """The titles of each day that has events, by how many days it is after that Monday."""
    found = shown(client, calendar, query).context["calendar"].days
    return {(day.date - MONDAY).days: [event.item.title for event in day.events] for day in found if day.events}


def feed(client: Client, path: str = ALL) -> icalendar.Calendar:
    project()
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    read = icalendar.Calendar.from_ical(response.content)
    assert isinstance(read, icalendar.Calendar)
    return read


def entries(client: Client, path: str = ALL) -> dict[str, Any]:
    return {str(entry["summary"]): entry for entry in feed(client, path).walk("VEVENT")}


def test_events_stand_on_their_days_in_the_order_in_which_they_begin(client: Client, calendar: CalendarPage) -> None:
    EventPageFactory(parent=calendar, title="Pasdite", starts_at=at(2, 15))
    EventPageFactory(parent=calendar, title="Paradite", starts_at=at(2, 9))
    EventPageFactory(parent=calendar, title="E diel", starts_at=at(6, 23), ends_at=at(7, 0))
    EventPageFactory(parent=calendar, title="Javën tjetër", starts_at=at(7, 0))
    assert days(client, calendar, WEEK) == {2: ["Paradite", "Pasdite"], 6: ["E diel"]}
    assert days(client, calendar, WEEK_AFTER) == {7: ["Javën tjetër"]}
    assert list(days(client, calendar, MONTH)) == [2, 6, 7]
    assert days(client, calendar, MONTH_AFTER) == {}


def test_event_of_several_days_stands_on_each_of_them(client: Client, calendar: CalendarPage) -> None:
    EventPageFactory(parent=calendar, title="Panair", starts_at=in_month(3, 26), ends_at=in_month(4, 2, 12))
    found = [shown(client, calendar, query).context["calendar"].days for query in (MONTH, MONTH_AFTER)]
    assert [[day.date.day for day in each if day.events] for each in found] == [[26, 27, 28, 29, 30, 31], [1, 2]]


@pytest.mark.parametrize(("code", "named"), [("sq", "E martë, 30 mars"), ("sr-latn", "utorak, 30. marta")])
def test_days_of_a_month_that_stand_below_each_other_are_named_in_full(site: SiteTree, code: str, named: str) -> None:
    calendar = CalendarPageFactory(parent=site.homes[code])
    page = get(Client(), calendar.get_url(), month="2027-03")
    assert named in page.texts(".month-date")


@pytest.mark.parametrize(
    ("kind", "day", "name", "before", "after"),
    [
        ("week", "2026-12-30", "2026-W53", "2026-W52", "2027-W01"),
        ("week", "2027-01-03", "2026-W53", "2026-W52", "2027-W01"),
        ("week", "2024-12-31", "2025-W01", "2024-W52", "2025-W02"),
        ("month", "2028-02-29", "2028-02", "2028-01", "2028-03"),
        ("month", "2026-12-31", "2026-12", "2026-11", "2027-01"),
    ],
)
def test_one_turns_to_the_one_before_and_after(kind: str, day: str, name: str, before: str, after: str) -> None:
    make = Span.week_of if kind == "week" else Span.month_of
    span = make(datetime.date.fromisoformat(day))
    previous, following = span.beside(-1), span.beside(1)
    assert previous is not None
    assert following is not None
    assert (span.name, previous.name, following.name) == (name, before, after)


def test_without_a_parameter_it_is_the_present_week(client: Client, calendar: CalendarPage) -> None:
    EventPageFactory(parent=calendar, title="Sot", starts_at=timezone.now())
    found = shown(client, calendar).context["calendar"]
    assert [event.item.title for day in found.days for event in day.events if day.is_today] == ["Sot"]
    assert found.span == found.current


@pytest.mark.parametrize(
    "query", ["?week=2027-W60", "?week=2026-W54", "?month=2027-13", "?week=x", "?month=0001-01", "?month=9999-12"]
)
def test_what_cannot_be_is_corrected_and_said(client: Client, calendar: CalendarPage, query: str) -> None:
    found = shown(client, calendar, query).context["calendar"]
    assert found.span == found.current
    assert len(found.corrections) == 1


def test_it_is_narrowed_to_a_body_and_to_what_the_press_may_see(client: Client, calendar: CalendarPage) -> None:
    mayor, assembly = BodyFactory(key="mayor", name="Kryetari"), BodyFactory(key="assembly", name="Kuvendi")
    EventPageFactory(parent=calendar, title="A", body=mayor, starts_at=at(2))
    EventPageFactory(parent=calendar, title="B", body=assembly, starts_at=at(2), open_to_press=True)
    assert days(client, calendar, f"{WEEK}&body=mayor") == {2: ["A"]}
    assert days(client, calendar, f"{WEEK}&press=open") == {2: ["B"]}
    assert days(client, calendar, f"{WEEK}&body=mayor&press=open") == {}
    page = shown(client, calendar, f"{WEEK}&body=mayor&press=open").content.decode()
    assert f"{WEEK_AFTER}&amp;body=mayor&amp;press=open" in page, "turning keeps what was chosen"
    corrected = shown(client, calendar, f"{WEEK}&body=nobody").context["calendar"]
    assert (len(corrected.corrections), corrected.total) == (1, 2)


def test_only_this_language_and_this_site(client: Client, site: SiteTree, calendar: CalendarPage) -> None:
    here = EventPageFactory(parent=calendar, title="Këtu", starts_at=at(2))
    publish_translation(calendar, "en")
    publish_translation(here, "en", {"Këtu": "Here"})
    other = make_site("other.example.org", is_default=False, slug="tjeter")
    EventPageFactory(parent=CalendarPageFactory(parent=other.homes["sq"]), title="Atje", starts_at=at(2))
    assert days(client, calendar, WEEK) == {2: ["Këtu"]}
    assert set(entries(client)) == {"Këtu"}
    assert set(entries(client, "/ical/en/all.ics")) == {"Here"}
    assert entries(client)["Këtu"]["uid"] == entries(client, "/ical/en/all.ics")["Here"]["uid"]


@pytest.mark.once
def test_as_many_questions_for_twenty_events_as_for_two(client: Client, calendar: CalendarPage) -> None:
    counts = []
    for number in (2, 18):
        for _ in range(number):
            body = BodyFactory(key=f"drejtoria-{number}-{_}")
            EventPageFactory(parent=calendar, starts_at=at(2), body=body)
        project()
        for address in (calendar.get_url() + WEEK, calendar.get_url() + MONTH, ALL):
            client.get(address)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address).status_code == 200
            counts.append(len(captured))
    assert counts[:3] == counts[3:]


def test_invitations_stand_in_the_calendar_with_place_and_time(
    client: Client, site: SiteTree, calendar: CalendarPage
) -> None:
    parent, body = site.sections["sq"], BodyFactory(key="mayor", name="Kryetari")
    call = {"parent": parent, "kind": "invitation", "deadline": None, "date": MONDAY - datetime.timedelta(30)}
    NoticePageFactory(title="Dëgjim", starts_at=at(1, 17), ends_at=at(1, 19), place="Salla", body=body, **call)
    NoticePageFactory(title="Pa orë", **call)
    EventPageFactory(parent=calendar, title="Paradite", starts_at=at(1, 9), body=body)
    hidden = NoticePageFactory(title="Draft", starts_at=at(1, 9), live=False, **call)
    assert days(client, calendar, WEEK) == {1: ["Paradite", "Dëgjim"]}
    assert days(client, calendar, MONTH) == {1: ["Paradite", "Dëgjim"]}
    assert days(client, calendar, f"{WEEK}&body=mayor") == {1: ["Paradite", "Dëgjim"]}
    assert days(client, calendar, f"{WEEK}&press=open") == {}
    html = shown(client, calendar, WEEK).content.decode()
    assert "Salla" in html
    assert "Ftesë" in html
    found = entries(client, "/ical/sq/mayor.ics")
    assert set(found) == {"Paradite", "Dëgjim"}
    assert (found["Dëgjim"]["dtend"].dt, str(found["Dëgjim"]["location"])) == (at(1, 19), "Salla")
    assert "shtyp" not in str(found["Dëgjim"]["description"])
    assert hidden.title not in entries(client)


def test_feed_has_the_hour_on_the_wall_and_the_same_moment(client: Client, calendar: CalendarPage) -> None:
    EventPageFactory(parent=calendar, title="Para", starts_at=in_month(3, 20))
    EventPageFactory(parent=calendar, title="Pas", starts_at=in_month(4, 5), ends_at=None)
    found = entries(client)
    for title, utc in (("Para", 8), ("Pas", 7)):
        begins = found[title]["dtstart"]
        assert begins.params["TZID"] == "Europe/Belgrade"
        assert (begins.dt.hour, begins.dt.astimezone(datetime.UTC).hour) == (9, utc), title
    assert found["Para"]["dtend"].dt.hour == 11
    assert "dtend" not in found["Pas"]
    zones = [str(zone["tzid"]) for zone in feed(client).walk("VTIMEZONE")]
    assert zones == ["Europe/Belgrade"]


def test_feed_says_place_people_press_and_where_to_read_more(client: Client, calendar: CalendarPage) -> None:
    page = EventPageFactory(parent=calendar, title="Takim; me, ç", open_to_press=True)
    entry = entries(client)["Takim; me, ç"]
    assert (str(entry["location"]), str(entry["url"])) == ("Salla e Kuvendit", page.full_url)
    for said in ("Një takim.", "Arta Krasniqi, Kryetare", "E hapur për mediat", page.full_url):
        assert said in str(entry["description"])


def test_cancelled_event_is_said_to_be_so_under_the_same_name(client: Client, calendar: CalendarPage) -> None:
    page = EventPageFactory(parent=calendar, title="Takim")
    before = entries(client)["Takim"]
    page.cancelled = True
    page.save_revision().publish()
    ((title, after),) = entries(client).items()
    assert (title, str(after["status"]), str(before["status"])) == ("Anuluar: Takim", "CANCELLED", "CONFIRMED")
    assert after["uid"] == before["uid"]
    assert int(after["sequence"]) > int(before["sequence"])


def test_what_is_to_come_is_not_the_newest(site: SiteTree, calendar: CalendarPage) -> None:
    EventPageFactory(parent=calendar, title="Dje", starts_at=timezone.now() - datetime.timedelta(days=1))
    EventPageFactory(parent=calendar, title="Vjet tjetër")
    project()
    assert [item.title for item in latest_items(site.site, "sq", ["event"], 5)] == ["Dje"]


def test_each_body_has_a_feed(client: Client, calendar: CalendarPage) -> None:
    EventPageFactory(parent=calendar, title="A", body=BodyFactory(key="mayor", name="Kryetari"))
    EventPageFactory(parent=calendar, title="B", body=BodyFactory(key="assembly", name="Kuvendi"))
    assert set(entries(client, "/ical/sq/mayor.ics")) == {"A"}
    assert "Kryetari" in str(feed(client, "/ical/sq/mayor.ics")["x-wr-calname"])
    assert client.get("/ical/sq/nobody.ics").status_code == client.get("/ical/xx/all.ics").status_code == 404


def test_feed_is_sent_once_until_it_changes(client: Client, calendar: CalendarPage) -> None:
    page = EventPageFactory(parent=calendar)
    project()
    etag = client.get(ALL)["ETag"]
    assert client.get(ALL, HTTP_IF_NONE_MATCH=etag).status_code == 304
    page.place = "Tjetër sallë"
    page.save_revision().publish()
    project()
    assert client.get(ALL, HTTP_IF_NONE_MATCH=etag).status_code == 200


def test_what_is_long_over_leaves_the_feed_and_stays_in_the_calendar(
    client: Client, site: SiteTree, calendar: CalendarPage
) -> None:
    long_ago = timezone.now() - datetime.timedelta(days=100)
    EventPageFactory(parent=calendar, title="Dikur", starts_at=long_ago)
    assert entries(client) == {}
    day = timezone.localdate(long_ago)
    assert [event.item.title for event in events_between(site.site, "sq", day, day)] == ["Dikur"]


def test_the_repeated_hour_of_october_is_told_apart() -> None:
    moments = [datetime.datetime(2026, 10, 25, hour, 30, tzinfo=datetime.UTC) for hour in (0, 1, 2)]
    assert [str(_moment(moment).tzinfo) for moment in moments] == ["Europe/Belgrade", "UTC", "Europe/Belgrade"]
