"""Events: what the form refuses, what is public of them, what becomes of them with time, and their news."""

import datetime
import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms_pages.models import LogState, PublishedItem
from cms_pages.publishing.projector import project_due
from publications.models import CalendarPage, EventPage
from tests.factories import (
    BodyFactory,
    CalendarPageFactory,
    EventPageFactory,
    NewsPageFactory,
    SiteTree,
    publish_translation,
)
from tests.support.fixtures import project

DAY = datetime.timedelta(days=1)
NEXT_YEAR = timezone.localdate().year + 1


@pytest.fixture
def calendar(site: SiteTree) -> CalendarPage:
    made: CalendarPage = CalendarPageFactory(parent=site.homes["sq"])
    return made


def payload(page: Any) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(PublishedItem.objects.get(page_id=page.pk).payload)
    return content


def add(client: Client, calendar: CalendarPage, **values: str) -> dict[str, list[str]]:
    """What the form refuses of an event that is otherwise right."""
    sent = {
        "title": "Takim",
        "slug": "takim",
        "kind": "meeting",
        "starts_at": f"{NEXT_YEAR}-03-10 10:00",
        "ends_at": f"{NEXT_YEAR}-03-10 12:00",
        "body": "",
        "place": "Salla",
        "people": "",
        "summary": "",
        "content": streamfield([]),
        "comments": inline_formset([]),
        "action-publish": "1",
        **values,
    }
    address = reverse("wagtailadmin_pages:add", args=["publications", "eventpage", calendar.pk])
    response: Any = client.post(address, nested_form_data(sent), HTTP_ACCEPT_LANGUAGE="en")
    return {} if response.status_code == 302 else dict(response.context["form"].errors)


def test_what_cannot_be_is_said_at_its_field_and_nothing_is_saved(client: Client, calendar: CalendarPage) -> None:
    client.force_login(User.objects.create_superuser("admin", password="x"))
    before = ["The event ends before it begins. Check day and time."]
    assert add(client, calendar, ends_at=f"{NEXT_YEAR}-03-10 09:59") == {"ends_at": before}
    assert add(client, calendar, ends_at=f"{NEXT_YEAR}-03-10 10:00") == {"ends_at": before}
    assert set(add(client, calendar, ends_at=f"{NEXT_YEAR}-04-11 10:00")) == {"ends_at"}
    assert set(add(client, calendar, starts_at="2092-03-10 10:00", ends_at="")) == {"starts_at"}
    assert set(add(client, calendar, starts_at="", ends_at="")) == {"starts_at"}
    long_ago = ["This is before the year 2000. Check the year."]
    assert add(client, calendar, starts_at="0001-01-01 00:00", ends_at="") == {"starts_at": long_ago}
    assert not EventPage.objects.exists()
    assert add(client, calendar, ends_at="") == {}
    assert EventPage.objects.get().ends_at is None


def test_end_before_the_beginning_is_refused_however_it_is_made(calendar: CalendarPage) -> None:
    start = timezone.now()
    with pytest.raises(ValidationError) as refused:
        EventPageFactory(parent=calendar, starts_at=start, ends_at=start - DAY)
    assert [error.code for error in refused.value.error_dict["ends_at"]] == ["ends_too_early"]


def test_all_that_is_shown_is_in_the_item(calendar: CalendarPage) -> None:
    body = BodyFactory(key="mayor", name="Kryetari")
    page = EventPageFactory(
        parent=calendar, body=body, open_to_press=True, people="Arta Krasniqi, Kryetare\n\n Luan Berisha \n"
    )
    project()
    item = PublishedItem.objects.get(page_id=page.pk)
    assert (item.type, item.kind, item.body, item.date) == (
        "event",
        "meeting",
        "mayor",
        datetime.date(NEXT_YEAR, 3, 10),
    )
    shown = payload(page)
    assert datetime.datetime.fromisoformat(shown["starts_at"]) == page.starts_at
    assert datetime.datetime.fromisoformat(shown["ends_at"]) == page.ends_at
    assert shown["people"] == ["Arta Krasniqi, Kryetare", "Luan Berisha"]
    assert (shown["place"], shown["open_to_press"], shown["body"]["key"]) == ("Salla e Kuvendit", True, "mayor")
    assert (shown["state"], shown["news"]) == ("upcoming", [])


def test_the_day_of_an_event_is_the_one_on_the_clock_here(calendar: CalendarPage) -> None:
    midnight = datetime.datetime(NEXT_YEAR, 7, 1, 22, 30, tzinfo=datetime.UTC)
    page = EventPageFactory(parent=calendar, starts_at=midnight)
    project()
    assert PublishedItem.objects.get(page_id=page.pk).date == datetime.date(NEXT_YEAR, 7, 2)


def test_event_is_past_at_its_end_by_itself(calendar: CalendarPage) -> None:
    now = timezone.now()
    page = EventPageFactory(parent=calendar, starts_at=now - DAY, ends_at=now + DAY)
    project()
    assert payload(page)["state"] == "upcoming"
    assert PublishedItem.objects.get(page_id=page.pk).changes_at == page.ends_at
    EventPage.objects.filter(pk=page.pk).update(ends_at=now - datetime.timedelta(minutes=1))
    PublishedItem.objects.filter(page_id=page.pk).update(changes_at=now - datetime.timedelta(minutes=1))
    LogState.objects.update(next_change=now - datetime.timedelta(minutes=1))
    assert project_due() == 1
    assert payload(page)["state"] == "past"


def test_event_without_an_end_is_past_when_its_day_is(db: None) -> None:
    page = EventPage(starts_at=datetime.datetime(2027, 3, 10, 9, tzinfo=datetime.UTC))
    assert page.over_at == datetime.datetime(2027, 3, 10, 23, tzinfo=datetime.UTC)


def test_cancelled_event_stays_and_is_said_to_be_so(client: Client, calendar: CalendarPage) -> None:
    page = EventPageFactory(parent=calendar, cancelled=True)
    project()
    assert payload(page)["state"] == PublishedItem.objects.get(page_id=page.pk).item_state == "cancelled"
    assert "Kjo ngjarje u anulua: nuk mbahet." in client.get(page.get_url()).content.decode()


def test_facts_are_the_same_in_every_language_and_texts_are_translated(site: SiteTree, calendar: CalendarPage) -> None:
    page = EventPageFactory(parent=calendar, open_to_press=True)
    publish_translation(calendar, "en")
    translated = publish_translation(page, "en", {page.title: "Meeting", page.place: "Assembly hall"})
    assert (translated.starts_at, translated.open_to_press, translated.place) == (page.starts_at, True, "Assembly hall")
    page.cancelled = True
    page.save_revision().publish()
    project()
    assert payload(translated)["state"] == "cancelled"


def test_event_and_news_lead_to_each_other_in_the_readers_language(
    client: Client, site: SiteTree, calendar: CalendarPage
) -> None:
    page = EventPageFactory(parent=calendar)
    publish_translation(calendar, "en")
    english = publish_translation(page, "en", {page.title: "Meeting"})
    news = NewsPageFactory(parent=site.sections["sq"], title="Si ishte", event=page)
    english_news = publish_translation(news, "en", {news.title: "How it was"})
    project()
    assert [each["title"] for each in payload(page)["news"]] == ["Si ishte"]
    assert [each["title"] for each in payload(english)["news"]] == ["How it was"]
    assert payload(news)["event"]["url"] == page.full_url
    assert payload(english_news)["event"]["title"] == "Meeting"
    assert news.get_url() in client.get(page.get_url()).content.decode()
    assert page.get_url() in client.get(news.get_url()).content.decode()


def test_news_that_tell_of_another_event_or_are_withdrawn_leave_the_first(
    site: SiteTree, calendar: CalendarPage
) -> None:
    first, second = EventPageFactory(parent=calendar), EventPageFactory(parent=calendar)
    news = NewsPageFactory(parent=site.sections["sq"], event=first)
    project()
    assert len(payload(first)["news"]) == 1
    news.event = second
    news.save_revision().publish()
    project()
    assert (payload(first)["news"], len(payload(second)["news"])) == ([], 1)
    second.title = "Tjetër titull"
    second.save_revision().publish()
    project()
    assert payload(news)["event"]["title"] == "Tjetër titull"
    news.unpublish()
    project()
    assert payload(second)["news"] == []


def test_event_that_is_not_public_is_not_named_by_its_news(site: SiteTree, calendar: CalendarPage) -> None:
    page = EventPageFactory(parent=calendar)
    news = NewsPageFactory(parent=site.sections["sq"], event=page)
    project()
    page.unpublish()
    project()
    assert payload(news)["event"] is None


def test_events_are_made_in_calendars_only(site: SiteTree, calendar: CalendarPage) -> None:
    assert EventPage.can_create_at(calendar)
    assert not EventPage.can_create_at(site.sections["sq"])
    assert CalendarPage.can_create_at(site.homes["sq"])
    assert calendar.allowed_subpage_models() == [EventPage]
