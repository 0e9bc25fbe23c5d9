"""The search page as people use it: with a keyboard, in both schemes, on a phone and a desk."""

from __future__ import annotations

import datetime

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from cms_pages.publishing.worker import work_once
from tests.factories import DecisionPageFactory, NewsPageFactory, make_site
from tests.support.axe import violations

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def server(live_server: LiveServer) -> str:
    """A site with 21 news items of 2025, and a decision of 2024 in Albanian and one in Serbian."""
    tree = make_site()
    for number in range(21):
        date = datetime.date(2025, 1, 1) + datetime.timedelta(days=number)
        NewsPageFactory(parent=tree.sections["sq"], slug=f"lajm-{number}", title=f"Lumi {number}", date=date)
    date = datetime.date(2024, 5, 1)
    DecisionPageFactory(parent=tree.sections["sq"], title="Vendim për lumin", date=date)
    DecisionPageFactory(parent=tree.sections["sr-latn"], title="Odluka o reci Lumbardi", date=date)
    while work_once():
        pass
    return str(live_server.url)


def test_every_state_is_accessible_and_fits_the_screen(page: Page, server: str) -> None:
    paths = [
        "/sq/search/?q=lumi&page=2",
        "/sq/search/?q=lumii&year=2024",
        "/sr-latn/search/?q=одлка&type=decision",
        "/sr-latn/search/?q=река+лумбарда&date_from=2025-01-01",
        "/en/search/?q=lumi&type=news&year=2025&page=9",
        "/en/search/?q=lumin+xhirafa",
        "/en/search/",
    ]
    problems = []
    for path in paths:
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(server + path, wait_until="domcontentloaded")
            if width == 320 and (summary := page.locator(".filters summary")).count():
                if page.locator(".filters[open]").count() == 0:
                    summary.click()
                expect(page.locator(".filters-fields")).to_be_visible()
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                problems += [f"{path} {width} {scheme}: {violation}" for violation in violations(page)]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                problems.append(f"{path} {width}: wider than the screen")
    assert problems == []


def tab_to(page: Page, css: str) -> None:
    """Press Tab until an element that is so has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("css => document.activeElement.matches(css)", css):
            return
    pytest.fail(f"the Tab key does not come to {css}")


def test_filters_chips_and_pages_with_the_keyboard_alone(page: Page, server: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{server}/sq/search/?q=lumi")
    tab_to(page, "#filter-year")
    page.keyboard.type("2024")
    tab_to(page, ".filters button")
    page.keyboard.press("Enter")
    expect(page.locator(".item-title")).to_have_text(["Vendim për lumin"])
    expect(page.locator(".chip")).to_have_count(1)
    tab_to(page, ".chip")
    page.keyboard.press("Enter")
    expect(page.locator(".chip")).to_have_count(0)
    tab_to(page, ".pagination [rel=next]")
    page.keyboard.press("Enter")
    expect(page.locator(".pagination [aria-current]")).to_contain_text("2")
    expect(page).to_have_title("Kërkimi: lumi (22 rezultate) – faqja 2 nga 2 – Komuna")


def test_a_misspelt_word_leads_on_with_the_keyboard_alone(page: Page, server: str) -> None:
    page.goto(f"{server}/sr-latn/search/")
    tab_to(page, "[name=q]")
    page.keyboard.type("одлка лумбарди")
    page.keyboard.press("Enter")
    expect(page.locator(".listing-count")).to_contain_text("одлка")
    tab_to(page, ".did-you-mean a")
    page.keyboard.press("Enter")
    expect(page.locator(".item-title mark")).to_have_text(["Odluka", "Lumbardi"])


def test_on_paper_there_are_the_results_and_what_was_searched(page: Page, server: str) -> None:
    page.goto(f"{server}/sq/search/?q=lumi&year=2024")
    page.emulate_media(media="print")
    for css in (".listing-count", ".item-title", ".chip"):
        expect(page.locator(css)).to_be_visible()
    for css in (".filters", ".search-box .button", ".search-box-hint", ".subscribe-link"):
        expect(page.locator(css).first).to_be_attached()
        expect(page.locator(css).first).to_be_hidden()
