"""The municipal site as people use it: on a phone and a desk, with a keyboard, without scripts."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.site_tree import Pages

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def phone(page: Page) -> Page:
    page.set_viewport_size({"width": 320, "height": 640})
    return page


@pytest.fixture
def without_scripts(chromium: Browser) -> Iterator[Page]:
    with chromium.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640}) as context:
        yield context.new_page()


def test_skip_link_comes_first_and_leads_to_the_content(page: Page, pages: Pages, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/sq/")
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Kalo te përmbajtja")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_search_with_the_keyboard_alone(page: Page, pages: Pages, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/sq/")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "q":
            break
    page.keyboard.type("ujin")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{live_server.url}/sq/search/?q=ujin")
    expect(page.get_by_role("link", name="Vendim për ujin")).to_be_visible()


def test_menu_of_a_phone_with_the_keyboard(phone: Page, pages: Pages, live_server: LiveServer) -> None:
    phone.goto(f"{live_server.url}/sq/")
    button, link = phone.locator(".menu-button"), phone.locator("#menu a").first
    expect(link).to_be_hidden()
    button.focus()
    phone.keyboard.press("Enter")
    expect(link).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")
    phone.keyboard.press("Tab")
    expect(link).to_be_focused()
    phone.keyboard.press("Escape")
    expect(link).to_be_hidden()
    expect(button).to_be_focused()


def test_filters_need_no_unfolding_where_there_is_room(page: Page, pages: Pages, live_server: LiveServer) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(live_server.url + pages.by_name["section"])
    expect(page.get_by_label("Viti")).to_be_visible()
    page.set_viewport_size({"width": 320, "height": 640})
    expect(page.get_by_label("Viti")).to_be_hidden()


def test_everything_works_without_scripts(without_scripts: Page, pages: Pages, live_server: LiveServer) -> None:
    page = without_scripts
    page.goto(f"{live_server.url}/sq/")
    expect(page.locator(".menu-button")).to_be_hidden()
    page.locator("#menu").get_by_role("link", name="Vendimet").click()
    page.locator(".filters summary").click()
    page.get_by_label("Viti").select_option("2024")
    page.locator(".filters").get_by_role("button").click()
    expect(page.locator(".item-title")).to_have_text(["Vendim për ujin"])
    page.get_by_role("link", name="Vendim për ujin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vendim për ujin")
    page.locator(".checksum summary").click()
    expect(page.locator(".hash")).to_be_visible()
    page.get_by_role("link", name="Srpski").click()
    expect(page).to_have_url(f"{live_server.url}/sr-latn/vendimet/")
    page.get_by_role("searchbox").fill("buxhetin")
    page.keyboard.press("Enter")
    expect(page.locator("mark").first).to_be_visible()


def test_nothing_is_asked_of_other_hosts(page: Page, pages: Pages, live_server: LiveServer) -> None:
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
    for name in ("home", "section", "search", "news", "minutes", "missing en"):
        page.goto(live_server.url + pages.by_name[name], wait_until="networkidle")
    assert asked == {urlsplit(live_server.url).netloc}


def test_no_button_for_the_poster_on_the_paper_of_a_notice(page: Page, pages: Pages, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}{pages.by_name['notice']}")
    poster = page.locator(".poster-link")
    expect(poster).to_be_visible()
    page.emulate_media(media="print")
    expect(poster).to_be_hidden()
