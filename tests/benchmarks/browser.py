"""What a browser makes of the pages: bytes, shifts of what is shown, and how long scripts hold it up."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, sync_playwright

from tests.benchmarks.figures import Figure, record
from tests.benchmarks.servers import environment, gunicorn, prepare, read, seed
from tests.support.browser import ARGUMENTS

PAGES = 1000
#: web.dev's "good": https://web.dev/articles/cls
SHIFT_GOAL = 0.1
#: milliseconds in tasks of more than 50 ms
BLOCKED_GOAL = 100
#: kB of a first visit, everything included
BYTES_GOAL = 300
OBSERVE = """
window.kuvendi = {shift: 0, blocked: 0};
new PerformanceObserver(list => { for (const e of list.getEntries()) if (!e.hadRecentInput) kuvendi.shift += e.value })
  .observe({type: 'layout-shift', buffered: true});
new PerformanceObserver(list => { for (const e of list.getEntries()) kuvendi.blocked += e.duration - 50 })
  .observe({type: 'longtask', buffered: true});
"""
TRANSFERRED = """
() => performance.getEntriesByType('navigation').concat(performance.getEntriesByType('resource'))
  .reduce((sum, entry) => sum + entry.transferSize, 0)
"""


def main() -> None:
    executable = shutil.which("chromium")
    if executable is None:
        raise RuntimeError("Chromium is needed: apt-get install chromium")
    with tempfile.TemporaryDirectory(prefix="kuvendi-benchmark-") as folder:
        env = environment(f"sqlite:///{folder}/benchmark.sqlite3", Path(folder))
        prepare(env)
        seed(env, PAGES)
        with gunicorn(env) as server, sync_playwright() as playwright:
            decision = json.loads(read(f"{server.base}/api/content/items/?type=decision&locale=sq"))["items"][0]["url"]
            browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
            pages = {
                "home page": "/sq/",
                "section page": "/sq/benchmark-decisions-sq/",
                "page of a decision": urlsplit(decision).path,
                "search": "/sq/search/?q=buxheti",
            }
            for width in (360, 1280):
                for name, path in pages.items():
                    # Each a first visit.
                    with browser.new_context(viewport={"width": width, "height": 800}) as context:
                        measure(context.new_page(), f"{name}, {width} px", server.base + path)
            browser.close()


def measure(page: Page, name: str, url: str) -> None:
    page.add_init_script(OBSERVE)
    page.goto(url, wait_until="networkidle")
    page.wait_for_timeout(500)
    found = page.evaluate("kuvendi")
    kilobytes = page.evaluate(TRANSFERRED) / 1000
    record(Figure("browser", "Chromium", f"{name}: layout shift", found["shift"], SHIFT_GOAL, at_most=True))
    record(Figure("browser", "Chromium", f"{name}: blocked by scripts", found["blocked"], BLOCKED_GOAL, True, "ms"))
    record(Figure("browser", "Chromium", f"{name}: transferred", kilobytes, BYTES_GOAL, True, "kB"))
