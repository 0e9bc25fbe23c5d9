"""The calendar with the keyboard alone: turning it, choosing week or month, and reading on in it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from publications.events.calendar import Span
from tests.factories import CalendarPageFactory, EventPageFactory, NoticePageFactory, make_site, publish_translation
from tests.support.axe import violations
from tests.support.fixtures import project

pytestmark = pytest.mark.django_db(transaction=True)

#: by language: what leads to the week after and before, and to the month
WORDS = {
    "sq": ("Java pasuese", "Java paraprake", "Muaji"),
    "sr-latn": ("Sledeća nedelja", "Prethodna nedelja", "Mesec"),
}


@pytest.fixture
def addresses(live_server: LiveServer) -> dict[str, str]:
    """Of a calendar in two languages, with something in it."""
    tree = make_site()
    calendar = CalendarPageFactory(parent=tree.homes["sq"])
    event = EventPageFactory(parent=calendar, starts_at=timezone.now())
    NoticePageFactory(parent=tree.sections["sq"], kind="invitation", starts_at=timezone.now(), place="Salla")
    translated = publish_translation(calendar, "sr-latn")
    publish_translation(event, "sr-latn")
    project()
    return {"sq": f"{live_server.url}{calendar.get_url()}", "sr-latn": f"{live_server.url}{translated.get_url()}"}


def press(page: Page, name: str) -> None:
    """Go by Tab to a link and follow it: fails where the keyboard does not reach it, or does not show where it is."""
    link = page.get_by_role("link", name=name, exact=True)
    for _ in range(40):
        page.keyboard.press("Tab")
        if link.evaluate("element => element === document.activeElement"):
            break
    expect(link).to_be_focused()
    assert link.evaluate("element => getComputedStyle(element).outlineStyle") != "none"
    page.keyboard.press("Enter")


@pytest.mark.parametrize("language", WORDS)
def test_turning_and_switching_with_the_keyboard(page: Page, addresses: dict[str, str], language: str) -> None:
    after, before, month = WORDS[language]
    today = timezone.localdate()
    week, next_week = Span.week_of(today), Span.week_of(today + timedelta(days=7))
    page.goto(addresses[language])
    assert violations(page) == []
    press(page, after)
    expect(page).to_have_url(re.compile(rf"\?week={next_week.name}#calendar-span"))
    # What was turned is read next, and not the whole page again from its top.
    expect(page.locator("#calendar-span")).to_be_focused()
    press(page, before)
    expect(page).to_have_url(re.compile(rf"\?week={week.name}#"))
    press(page, month)
    expect(page).to_have_url(re.compile(rf"\?month={Span.month_of(week.first + timedelta(days=3)).name}#"))
    expect(page.locator("table.month")).to_be_visible()
    assert violations(page) == []
