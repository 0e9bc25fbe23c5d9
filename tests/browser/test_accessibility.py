"""WCAG 2.2 AA: every kind of page, in three languages, narrow and wide, light and dark."""

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.site_tree import Pages
from tests.support.axe import CONTRAST, EVERYTHING, violations

pytestmark = pytest.mark.django_db(transaction=True)

#: 320 pixels are also what 1280 are at a zoom of 400 % (1.4.10)
SIZES = ((320, 640), (1280, 800))


def examine(page: Page, *, in_the_dark: bool = True) -> list[str]:
    """All that is wrong with the page that is open."""
    problems = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for scheme, options in (("light", EVERYTHING), ("dark", CONTRAST))[: 1 + in_the_dark]:
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] # one of its literals
            problems += [f"{width} {scheme}: {violation}" for violation in violations(page, options)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            problems.append(f"{width}: wider than the screen")
    return problems


def test_every_kind_of_page_is_accessible(page: Page, pages: Pages, live_server: LiveServer) -> None:
    problems = []
    kinds: set[str] = set()
    for name, path in pages.by_name.items():
        response = page.goto(live_server.url + path, wait_until="domcontentloaded")
        assert response is not None
        assert response.status == (404 if name.startswith("missing") else 200), path
        # Its colours are the same in every language.
        kind = name.removesuffix(" sr-latn").removesuffix(" en")
        problems += [f"{name} at {problem}" for problem in examine(page, in_the_dark=kind not in kinds)]
        kinds.add(kind)
    assert problems == []


def test_page_of_a_broken_site_is_accessible(page: Page, live_server: LiveServer) -> None:
    def broken(route: Route) -> None:
        route.fulfill(status=500, content_type="text/html; charset=utf-8", body=render_to_string("500.html"))

    page.route("**/sq/", broken)
    page.goto(f"{live_server.url}/sq/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert examine(page) == []


def test_what_unfolds_is_accessible(page: Page, pages: Pages, live_server: LiveServer) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    for name, opens in (("section sr-latn", ".menu-button"), ("decision", ".checksum summary")):
        page.goto(live_server.url + pages.by_name[name])
        page.locator(opens).click()
        assert violations(page) == []


def test_what_cannot_be_read_or_reached_is_found(page: Page, pages: Pages, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/sq/vendimet/")
    page.evaluate("document.querySelector('h1').style.color = '#2a4a4c'")
    page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    found = {problem.split(": ")[0] + ": " + problem.split(": ")[1] for problem in examine(page)}
    assert {"320 dark: color-contrast", "1280 dark: color-contrast", "320 light: button-name"} <= found
    assert "320 light: color-contrast" not in found


def test_focus_is_always_seen(page: Page, pages: Pages, live_server: LiveServer) -> None:
    page.emulate_media(reduced_motion="reduce")
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.goto(live_server.url + pages.by_name["section"])
        seen = []
        for _ in range(20):
            page.keyboard.press("Tab")
            seen.append(
                page.evaluate(
                    """() => {
                        const focused = document.activeElement, style = getComputedStyle(focused);
                        const box = focused.getBoundingClientRect();
                        const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
                        return [focused.tagName, style.outlineStyle, parseFloat(style.outlineWidth) >= 2,
                            focused.contains(top)];
                    }"""
                )
            )
        assert {"A", "INPUT", "BUTTON"} <= {focused[0] for focused in seen}
        assert [focused for focused in seen if focused[1:] != ["solid", True, True]] == []


def test_language_is_switched_by_keyboard_and_keeps_the_place(
    page: Page, pages: Pages, live_server: LiveServer
) -> None:
    page.goto(live_server.url + pages.by_name["decision"])
    for _ in range(4):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.hreflang") == "sr-Latn":
            break
    page.keyboard.press("Enter")
    expect(page).to_have_url(live_server.url + pages.by_name["decision sr-latn"])
    expect(page.locator(".languages [aria-current]")).to_have_text("Srpski")


def test_wishes_of_the_system_are_followed(page: Page, pages: Pages, live_server: LiveServer) -> None:
    page.emulate_media(reduced_motion="reduce", forced_colors="active")
    page.goto(live_server.url + pages.by_name["section"])
    moving = page.evaluate(
        "[...document.querySelectorAll('*')].filter(e => parseFloat(getComputedStyle(e).transitionDuration) > 0"
        " || getComputedStyle(e).animationName !== 'none').length"
    )
    assert moving == 0
    outline = "getComputedStyle(document.querySelector('.languages [aria-current]')).outlineStyle"
    assert page.evaluate(outline) == "solid", "colours alone would not show it"
