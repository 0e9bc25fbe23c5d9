"""A video's provider hears of a reader only who agreed to it."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories import StandardPageFactory, make_site
from tests.support.fixtures import project

pytestmark = pytest.mark.django_db(transaction=True)

PLAYER = "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ"
SHOW, STOP = "Show content from YouTube", "Stop showing content from YouTube"


@pytest.fixture
def address(live_server: LiveServer) -> str:
    """A page with two videos on YouTube and one on Vimeo."""
    content = [
        ("embed", "https://www.youtube.com/watch?v=aqz-KE-bpKQ"),
        ("embed", "https://youtu.be/aqz-KE-bpKx"),
        ("embed", "https://vimeo.com/76979871"),
    ]
    page = StandardPageFactory(parent=make_site().sections["en"], content=content)
    project()
    return f"{live_server.url}{page.get_url()}"


@pytest.fixture
def asked(page: Page) -> set[str]:
    """Other hosts that the page asked for something. None of them can be reached."""
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname or ""))
    return hosts


def end_visit(page: Page) -> None:
    """What a browser forgets when it is closed, and the same page again."""
    page.evaluate("sessionStorage.clear()")
    page.reload()


def test_nothing_is_asked_of_a_provider_before(page: Page, address: str, asked: set[str]) -> None:
    page.goto(address, wait_until="networkidle")
    expect(page.get_by_role("button", name=SHOW)).to_have_count(2)
    assert asked == {"localhost"}
    assert page.locator("iframe").count() == 0


def test_agreeing_holds_for_the_provider_and_the_visit(page: Page, address: str, asked: set[str]) -> None:
    page.goto(address)
    page.get_by_role("button", name=SHOW).first.press("Enter")
    frames = page.locator("iframe")
    expect(frames).to_have_count(2)
    expect(frames.first).to_have_attribute("src", PLAYER)
    expect(frames.first).to_have_attribute("title", "Video on YouTube: aqz-KE-bpKQ")
    # Not to_be_focused: a page whose focus is in a frame of another host may count as without focus itself.
    assert frames.first.evaluate("frame => frame === document.activeElement")
    expect(page.get_by_role("button", name="Show content from Vimeo")).to_be_visible()
    page.reload()
    expect(frames).to_have_count(2)
    assert "www.youtube-nocookie.com" in asked
    assert "player.vimeo.com" not in asked
    end_visit(page)
    expect(page.get_by_role("button", name=SHOW)).to_have_count(2)


def test_remembered_only_where_that_is_chosen_and_until_it_is_withdrawn(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("Always show content from YouTube on this device").first.check()
    page.get_by_role("button", name=SHOW).first.press("Enter")
    end_visit(page)
    expect(page.locator("iframe")).to_have_count(2)
    page.get_by_role("button", name=STOP).first.press("Enter")
    expect(page.get_by_role("button", name=SHOW).first).to_be_focused()
    end_visit(page)
    expect(page.get_by_role("button", name=SHOW)).to_have_count(2)


def test_without_scripts_there_is_a_link(chromium: Browser, address: str) -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address)
        link = page.get_by_role("link", name="Watch on YouTube").first
        expect(link).to_have_attribute("href", "https://www.youtube.com/watch?v=aqz-KE-bpKQ")
        expect(page.get_by_role("button", name=SHOW)).to_have_count(0)
        assert page.locator("iframe").count() == 0
