"""A real browser: Debian's Chromium, driven by Playwright."""

import re
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A page that needs another host is broken: it gets an error at once and not after a time-out.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
TIMEOUT_MILLISECONDS = 15_000


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Chromium. Open a context of your own for another language, window size, or without JavaScript; else use ``page``.

    It lives for one module and not for the session: as long as Playwright runs, the thread has a running event loop, in
    which ``async_to_sync`` fails and Django refuses to touch the database (allowed here, as nothing of the project runs
    in that loop). Tests of other modules must not see that.
    """
    executable = shutil.which("chromium")
    if executable is None:
        pytest.fail("Chromium is needed for browser tests: apt-get install chromium")
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as playwright:
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """An empty page in a context of its own.

    The test fails where a script of a page throws, or the browser refuses something by the site's own policy: in this
    page, its frames, and the windows it opens.
    """
    with chromium.new_context() as context:
        context.set_default_timeout(TIMEOUT_MILLISECONDS)
        errors: list[str] = []
        context.on("weberror", lambda error: errors.append(str(error.error)))
        context.on("console", lambda message: errors.extend(refusals(message)))
        yield context.new_page()
    assert errors == []


def refusals(message: ConsoleMessage) -> list[str]:
    """What a message of the browser says that a policy forbids (content security, permissions, framing)."""
    return (
        [message.text] if re.search(r"Content Security Policy|Permissions.Policy|X-Frame-Options", message.text) else []
    )


def wait_until_still(page: Page) -> None:
    """Until nothing moves any more: what fades in has less contrast than it will have.

    What does so again and again is not waited for: a badge in Wagtail's menu pulses for 25 seconds.
    """
    page.evaluate(
        "Promise.allSettled(document.getAnimations().filter((each) => each.effect.getComputedTiming().iterations === 1)"
        ".map((each) => each.finished))"
    )
