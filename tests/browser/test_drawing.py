"""How a page is drawn: nothing jumps while it loads, and on paper it is a document."""

import io
from collections.abc import Iterator

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.site_tree import Pages

pytestmark = pytest.mark.django_db(transaction=True)

#: source: https://web.dev/articles/cls - what moves without anybody having done something
WATCH = """
    window.moved = [];
    new PerformanceObserver((list) => {
        for (const shift of list.getEntries())
            moved.push(`${shift.value}: ${shift.sources.map(({node}) => node?.className || node?.nodeName)}`);
    }).observe({type: 'layout-shift', buffered: true});
    window.long = [];
    new PerformanceObserver((list) => long.push(...list.getEntries().map((task) => Math.round(task.duration))))
        .observe({type: 'longtask', buffered: true});
"""


@pytest.fixture(params=[(320, 640), (1280, 800)], ids=["phone", "desk"])
def watched(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    width, height = request.param
    with chromium.new_context(viewport={"width": width, "height": height}) as context:
        context.add_init_script(WATCH)
        yield context.new_page()


def test_nothing_moves_while_a_page_loads(watched: Page, pages: Pages, live_server: LiveServer) -> None:
    moved = {}
    for name in ("home", "section", "decision", "minutes", "news", "standard", "search", "missing en"):
        watched.goto(live_server.url + pages.by_name[name], wait_until="networkidle")
        watched.evaluate("scrollTo(0, document.body.scrollHeight)")
        watched.wait_for_function("[...document.images].every((image) => image.complete)")
        watched.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
        moved[name] = watched.evaluate("moved")
        # Not asserted: how long a task takes depends on what else the machine does.
        print(f"{name}: long tasks of {watched.evaluate('long')} ms")  # noqa: T201
    assert {name: shifts for name, shifts in moved.items() if shifts} == {}


@pytest.mark.parametrize("name", ["decision", "minutes", "news"])
def test_page_on_paper_is_a_document(page: Page, pages: Pages, live_server: LiveServer, name: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(live_server.url + pages.by_name[name], wait_until="networkidle")
    title = page.get_by_role("heading", level=1).inner_text()
    document = pypdfium2.PdfDocument(io.BytesIO(page.pdf(format="A4", print_background=True)))
    text = " ".join("".join(sheet.get_textpage().get_text_range() for sheet in document).split())
    first = document[0].render(scale=0.2).to_pil()
    document.close()
    assert "Komuna" in text
    assert title in text
    assert pages.by_name[name] in text.replace(" ", ""), "where it is from"
    for screen_only in ("Kalo te përmbajtja", "Kërko", "RSS"):
        assert screen_only not in text
    page.emulate_media(media="print")
    assert not page.locator(".languages").is_visible()
    assert first.getpixel((2, 2)) == (255, 255, 255), "paper is white in the dark too"
