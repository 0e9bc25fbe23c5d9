"""Take the pictures of the documentation from the demo, in Albanian, in a browser. Loads the demo anew each time."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tools.ports import free_port

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
WIDTH, HEIGHT = 1280, 800
#: colours of a picture: enough for an interface, and a third of the size
COLOURS = 128
PASSWORD = "kuvendi-demo"  # noqa: S105 - the demo's, which load_demo prints
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--force-color-profile=srgb"]
DEVELOPMENT = "config.settings.dev"
TITLE = "Vendim për ndihmën e dimrit 2026"


@contextmanager
def demo(folder: Path, served_with: str = DEVELOPMENT) -> Iterator[str]:
    """The demo, new, on a port of its own; its database and files are in ``folder``. Yields its address.

    ``served_with`` are the settings to answer with: it can only be loaded with those for development.
    """
    port = free_port()
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{folder}/demo.sqlite3",
        "MEDIA_ROOT": f"{folder}/media",
        "PORT": str(port),
        "DJANGO_SETTINGS_MODULE": DEVELOPMENT,
    }
    manage = [sys.executable, str(ROOT / "site" / "manage.py")]
    for command in (["migrate", "--verbosity", "0"], ["load_demo"]):
        subprocess.run([*manage, *command], env=environment, check=True)
    environment["DJANGO_SETTINGS_MODULE"] = served_with
    server = subprocess.Popen([*manage, "runserver", "--noreload", "--insecure", str(port)], env=environment)
    try:
        address = f"http://localhost:{port}"
        _wait_for(address)
        yield address
    finally:
        server.terminate()
        server.wait()


def _wait_for(address: str) -> None:
    for _attempt in range(120):
        try:
            urllib.request.urlopen(f"{address}/admin/login/").close()
        except urllib.error.URLError:
            time.sleep(1)
        else:
            return
    raise TimeoutError(f"{address} does not answer")


def home(page: Page, server: str) -> None:
    page.goto(f"{server}/sq/")


def login(page: Page, server: str) -> None:
    page.goto(f"{server}/admin/login/")
    page.locator("[name=username]").fill("drejtori")
    page.locator("[name=password]").fill(PASSWORD)


def write(page: Page, server: str) -> None:
    """Logs in, as everything after it needs, and fills in a decision."""
    login(page, server)
    page.locator("form button[type=submit]").click()
    page.goto(f"{server}/admin/pages/add/publications/decisionpage/{_section(page, server)}/")
    page.locator("#id_title").fill(TITLE)
    page.locator("#id_number").fill("01-400/26-0301")
    page.locator("#id_date").fill("03.11.2026")
    calendar = page.locator(".xdsoft_datetimepicker:visible")
    calendar.wait_for()  # opens a moment later, above the rest of the form
    page.locator("#id_title").click()
    calendar.wait_for(state="hidden")
    page.locator("#id_body").select_option(label="Kuvendi i Komunës")
    page.locator("#id_number").focus()


def attach(page: Page, server: str) -> None:
    page.locator("#id_signed_pdf-chooser [data-chooser-action-choose]").first.click()
    page.get_by_role("tab", name="Ngarko").click()


def save(page: Page, server: str) -> None:
    page.get_by_role("dialog").get_by_role("button", name="Mbyll").first.click()
    page.locator("#id_summary").fill("Familjet me të ardhura të ulëta marrin ndihmë për ngrohje.")
    page.get_by_role("button", name="Ruaj skicën").click()
    page.wait_for_url("**/edit/**")
    page.get_by_role("button", name="Hap ose mbyll parashikimin").click()
    page.wait_for_timeout(4000)


def checks(page: Page, server: str) -> None:
    page.get_by_role("button", name="Hap ose mbyll kontrollet").click()
    page.wait_for_timeout(4000)


def schedule(page: Page, server: str) -> None:
    page.get_by_role("button", name="Hap ose mbyll statusin").click()
    page.get_by_role("button", name="Cakto kohën").click()
    page.wait_for_timeout(500)


def dashboard(page: Page, server: str) -> None:
    # Else the panel at the side stays open on every page.
    page.evaluate("localStorage.clear()")
    page.goto(f"{server}/admin/")


def decisions(page: Page, server: str) -> None:
    page.goto(f"{server}/admin/decisions/?locale=sq&year=2025")


def submit_translation(page: Page, server: str) -> None:
    page.goto(f"{server}/admin/decisions/?locale=sq&q=Tregun")
    page.goto(f"{server}/admin/localize/submit/page/{_listed(page)}/")


def translation(page: Page, server: str) -> None:
    page.goto(f"{server}/admin/decisions/?locale=en&q=flood")
    page.goto(f"{server}/admin/pages/{_listed(page)}/edit/")
    page.wait_for_timeout(1500)


def publication_log(page: Page, server: str) -> None:
    page.goto(f"{server}/admin/reports/publication-log/")


#: the pictures in the order in which they are taken: each begins where the one before it ended
SHOTS: dict[str, Callable[[Page, str], None]] = {
    "home": home,
    "editor-login": login,
    "editor-decision": write,
    "editor-attach": attach,
    "editor-preview": save,
    "editor-checks": checks,
    "editor-schedule": schedule,
    "editor-dashboard": dashboard,
    "editor-decisions": decisions,
    "editor-submit-translation": submit_translation,
    "editor-translation": translation,
    "editor-publication-log": publication_log,
}


def _section(page: Page, server: str) -> int:
    """The primary key of the Albanian section of decisions."""
    found = page.request.get(f"{server}/admin/api/main/pages/?slug=vendimet&fields=_,id").json()
    return int(found["items"][0]["id"])


def _listed(page: Page) -> str:
    """The primary key of the first page in a list."""
    link = page.locator("td.title a[href*='/edit/']").first.get_attribute("href")
    return str(link).rstrip("/").split("/")[-2]


def take(server: str, folder: Path) -> None:
    """Take all pictures of a running demo."""
    executable = shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        context = browser.new_context(
            viewport={"width": WIDTH, "height": HEIGHT},
            locale="sq",
            timezone_id="Europe/Belgrade",
            reduced_motion="reduce",
        )
        page = context.new_page()
        for name, show in SHOTS.items():
            show(page, server)
            page.wait_for_load_state("networkidle")
            _write(page.screenshot(animations="disabled", caret="hide"), folder / f"{name}.png")
            print(f"{name}.png")
        browser.close()


def _write(picture: bytes, path: Path) -> None:
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch, demo(Path(scratch)) as address:
        take(address, IMAGES)
