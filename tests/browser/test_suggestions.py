"""Suggestions while typing, with a keyboard, a mouse, and when the server does not play along."""

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from cms_pages.publishing.worker import work_once
from tests.factories import DecisionPageFactory, make_site
from tests.support.axe import violations

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def home(page: Page, live_server: LiveServer) -> Page:
    """The home page of a site with two decisions in Albanian and one in Serbian."""
    tree = make_site()
    for title in ("Vendim për ujin", "Vendim për buxhetin"):
        DecisionPageFactory(parent=tree.sections["sq"], title=title)
    DecisionPageFactory(parent=tree.sections["sr-latn"], title="Odluka o živoj muzici")
    while work_once():
        pass
    page.goto(f"{live_server.url}/sq/")
    return page


def field(page: Page) -> Locator:
    return page.get_by_role("combobox").first


def options(page: Page) -> Locator:
    return page.get_by_role("listbox").get_by_role("option")


def chosen(page: Page) -> str | None:
    """The suggestion that a screen reader is told of."""
    title: str | None = page.evaluate(
        "(field => document.getElementById(field.getAttribute('aria-activedescendant'))?.firstChild.textContent)"
        "(document.activeElement)"
    )
    return title


def type_into_the_field(page: Page, text: str) -> None:
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "q":
            break
    page.keyboard.type(text)


def test_with_the_keyboard_alone(home: Page, live_server: LiveServer) -> None:
    type_into_the_field(home, "vendim p")
    expect(options(home)).to_have_count(2)
    expect(field(home)).to_have_attribute("aria-expanded", "true")
    assert chosen(home) is None
    first, second = (options(home).nth(place).locator(".suggestion-title").inner_text() for place in (0, 1))
    seen = []
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp", "Home", "ArrowDown", "End"):
        home.keyboard.press(key)
        seen.append(chosen(home))
    assert seen == [first, second, None, second, first, None, first, None]
    home.keyboard.press("Escape")
    expect(field(home)).to_have_attribute("aria-expanded", "false")
    expect(options(home).first).to_be_hidden()
    expect(field(home)).to_have_value("vendim p")
    home.keyboard.press("ArrowDown")
    assert chosen(home) == first
    home.keyboard.press("Enter")
    expect(home.get_by_role("heading", level=1)).to_have_text(first)


def test_enter_without_a_choice_searches(home: Page, live_server: LiveServer) -> None:
    type_into_the_field(home, "vendim p")
    expect(options(home)).to_have_count(2)
    home.keyboard.press("Enter")
    expect(home).to_have_url(f"{live_server.url}/sq/search/?q=vendim+p")


def test_leaving_the_field_closes_the_list(home: Page) -> None:
    type_into_the_field(home, "vendim p")
    expect(options(home)).to_have_count(2)
    home.keyboard.press("Tab")
    expect(options(home)).to_have_count(0)


def test_how_many_there_are_is_said_in_the_pages_language(home: Page, live_server: LiveServer) -> None:
    for language, typed, said, nothing in (
        ("sq", "vendim p", "Sugjerime: 2", "Nuk ka sugjerime."),
        ("sr-latn", "ЖИВ", "Predlozi: 1", "Nema predloga."),
        ("en", "vendim p", "Suggestions: 2", "No suggestions."),
    ):
        home.goto(f"{live_server.url}/{language}/search/")
        status = home.locator("form[data-suggestions] [role=status]")
        field(home).fill(typed)
        expect(status).to_contain_text(said)
        field(home).fill("xhirafa")
        expect(status).to_have_text(nothing)
        expect(options(home)).to_have_count(0)


def test_with_a_mouse(home: Page) -> None:
    field(home).click()
    home.keyboard.type("ujin")
    options(home).first.click()
    expect(home.get_by_role("heading", level=1)).to_have_text("Vendim për ujin")


def test_one_pause_is_one_question_and_a_late_answer_is_dropped(home: Page) -> None:
    asked: list[str] = []
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) == 1:
            held.append(route)
        else:
            route.continue_()

    home.route("**/suggest/*", hold_the_first)
    type_into_the_field(home, "buxhet")
    home.wait_for_timeout(400)
    assert [url.partition("q=")[2] for url in asked] == ["buxhet&prefer=sq&limit=8"]
    field(home).fill("ujin")
    expect(options(home)).to_have_count(1)
    held[0].continue_()
    home.wait_for_timeout(300)
    expect(options(home)).to_contain_text(["Vendim për ujin"])


def test_a_server_that_refuses_leaves_a_plain_search(home: Page, settings: Settings, live_server: LiveServer) -> None:
    settings.SUGGEST_LIMIT_PER_MINUTE = 1
    asked: list[int] = []
    home.on("response", lambda answer: asked.append(answer.status) if "suggest" in answer.url else None)
    type_into_the_field(home, "vendim p")
    expect(options(home)).to_have_count(2)
    for text in ("ujin", "ujin i", "ujin"):
        field(home).fill(text)
        home.wait_for_timeout(400)
        expect(options(home)).to_have_count(0)
    # Once refused, it is not asked again before its time.
    assert asked == [200, 429]
    field(home).press("Enter")
    expect(home.get_by_role("main").get_by_role("link", name="Vendim për ujin")).to_be_visible()


def test_without_a_connection_nothing_is_shown(home: Page) -> None:
    home.context.set_offline(True)
    field(home).fill("vendim p")
    home.wait_for_timeout(400)
    expect(options(home)).to_have_count(0)
    home.context.set_offline(False)
    field(home).fill("vendim pë")
    expect(options(home)).to_have_count(2)


def test_open_suggestions_are_accessible_and_fit_the_screen(home: Page, live_server: LiveServer) -> None:
    problems = []
    for path in ("/sq/", "/sr-latn/search/", "/en/search/"):
        home.goto(live_server.url + path)
        for scheme in ("light", "dark"):
            home.emulate_media(color_scheme=scheme)
            for width in (320, 1280):
                home.set_viewport_size({"width": width, "height": 700})
                field(home).fill("")
                field(home).fill("vendim p")
                expect(options(home)).to_have_count(2)
                field(home).press("ArrowDown")
                found = violations(home)
                if home.evaluate("document.documentElement.scrollWidth > innerWidth"):
                    found.append("wider than the screen")
                problems += [f"{path} {scheme} {width}: {violation}" for violation in found]
    assert problems == []
