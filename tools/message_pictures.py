"""Take a picture of each message that a person can meet, in each language, into ``var/messages``, to be looked at.

Each is provoked for real on a new demo: by what is typed, uploaded, or broken. Answers of the API are not among them.
"""

from __future__ import annotations

import datetime
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, FilePayload, Page, ViewportSize, sync_playwright
from playwright.sync_api import Error as BrowserError

from tools.screenshots import ARGUMENTS, PASSWORD, ROOT, demo

FOLDER = ROOT / "var" / "messages"
#: those for development show the error in place of the message
SETTINGS = "tools.message_settings"
WIDTHS = {"wide": 1280, "narrow": 360}
#: language of the site, and what the browser says that its reader speaks
LANGUAGES = {"sq": "sq", "sr-latn": "sr-Latn", "en": "en"}
#: what the demo lacks: a document of no act, a page with a password, one for who has signed in, and passwords of users
#: that SETTINGS can check
PREPARE = f"""
from django.contrib.auth.models import User
from cms_pages.models import Picture
from wagtail.models import Page, PageViewRestriction as Restriction
from django.core.files.base import ContentFile
from publications.models import DecisionPage, NewsPage
from wagtail.documents.models import Document
Picture.objects.update(description="")
# The files of acts cannot be replaced.
document = Document.objects.create(title="Formulari", file=ContentFile(b"Formulari", "formulari.txt"))
for user in User.objects.all():
    user.set_password({PASSWORD!r})
    user.save()
for code in ("sq", "sr-latn", "en"):
    by_password, by_login = NewsPage.objects.live().filter(locale__language_code=code, alias_of=None)[:2]
    Restriction.objects.create(page=by_password, restriction_type="password", password="uji")
    Restriction.objects.create(page=by_login, restriction_type="login")
    decision = DecisionPage.objects.live().filter(locale__language_code=code, alias_of=None).first()
    body = decision.body.get_translation_or_none(decision.locale) or decision.body
    withdrawn = DecisionPage.objects.get(
        slug="vendim-per-mbeshtetjen-e-nje-familjeje-pas-zjarrit"
    ).get_translation(decision.locale)
    facts = withdrawn.get_url(), document.pk, decision.get_parent().pk, decision.number, decision.date, body.pk
    print(code, by_password.get_url(), by_login.get_url(), *facts)
"""
REFUSED = {
    "web-page.pdf": b"<!DOCTYPE html><p>Vendim",
    "old-office.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500),
    "other-kind.docx": b"no archive",
    "damaged.pdf": b"%PDF-1.7\nnothing",
    "binary.txt": bytes(range(256)) * 4,
    "program.exe": b"MZ",
    "empty.pdf": b"",
}


class Shots:
    """Takes the pictures of one language at one width."""

    def __init__(self, browser: Browser, server: str, code: str, width: str, failed: list[str]) -> None:
        self.server, self.code, self.width, self.failed = server, code, width, failed
        self.site = f"{server}/{code}"
        self._browser = browser

    @contextmanager
    def page(self) -> Iterator[Page]:
        """A page of somebody who has just come."""
        viewport: ViewportSize = {"width": WIDTHS[self.width], "height": 1500}
        with self._browser.new_context(
            viewport=viewport, locale=LANGUAGES[self.code], reduced_motion="reduce"
        ) as context:
            context.set_default_timeout(20_000)
            yield context.new_page()

    def take(self, name: str, show: Callable[[Page], object], page: Page | None = None) -> None:
        """What ``show`` leads to. What cannot be shown is told at the end, and does not stop the rest."""
        if page is None:
            with self.page() as new:
                return self.take(name, show, new)
        try:
            show(page)
            page.wait_for_load_state("networkidle")
            page.screenshot(
                path=FOLDER / f"{name}.{self.width}.{self.code}.png",
                full_page=True,
                animations="disabled",
                caret="hide",
            )
        except BrowserError as error:
            self.failed.append(f"{name}.{self.width}.{self.code}: {error.message.splitlines()[0]}")


def log_in(page: Page, server: str, name: str = "admin", password: str = PASSWORD) -> None:
    page.goto(f"{server}/admin/login/")
    page.locator("[name=username]").fill(name)
    page.locator("[name=password]").fill(password)
    page.locator("form button[type=submit]").click()
    page.wait_for_load_state()


def nobody(shots: Shots) -> str:
    """A name of nobody, another one each time: one that is tried too often is locked out."""
    return f"askush-{shots.width}-{shots.code}"


def of_the_site(shots: Shots, by_password: str, by_login: str, withdrawn: str) -> None:
    def wrong_password(page: Page) -> None:
        page.goto(shots.server + by_password)
        page.locator("[name=password]").fill("gabim")
        page.locator("form.sign-in button").click()

    def wrong_login(page: Page) -> None:
        page.goto(shots.server + by_login)
        page.locator("[name=username]").fill(nobody(shots))
        page.locator("[name=password]").fill("gabim")
        page.locator("form.sign-in button").click()

    def wrong_address(page: Page) -> None:
        page.goto(f"{shots.site}/alerts/")
        page.locator("[name=address]").fill("pa-shenje")
        page.locator("form.sign-in button").click()

    def without_cookies(page: Page) -> None:
        page.goto(f"{shots.site}/alerts/")
        page.context.clear_cookies()
        page.locator("[name=address]").fill("ana@example.org")
        page.locator("form.sign-in button").click()

    def at(path: str) -> Callable[[Page], object]:
        return lambda page: page.goto(shots.site + path)

    for name, path in {
        "site-404": "/s-ka/",
        "search-nothing": "/search/?q=xhirafa",
        "search-did-you-mean": "/search/?q=buxhettit",
        "search-nothing-filtered": "/search/?q=2025&type=decision&date_from=2001-01-01&date_to=2001-02-01",
        "search-corrected": "/search/?q=2025&year=19x&type=x&date_from=2025-02-01&date_to=2025-01-01&page=99",
        "search-corrected-day": "/search/?q=2025&date_from=2025-02-30",
        "alerts-dead-link": "/alerts/confirm/x/",
        "alerts-none": "/alerts/unsubscribe/x/",
        "report-corrected": "/activity-report/2025/publications/?period=x&category=x",
    }.items():
        shots.take(name, at(path))
    shots.take("act-withdrawn", lambda page: page.goto(shots.server + withdrawn))
    shots.take("alerts-wrong-address", wrong_address)
    shots.take("form-without-cookies", without_cookies)
    shots.take("password-wrong", wrong_password)
    shots.take("page-login-wrong", wrong_login)


def of_logging_in(shots: Shots) -> None:
    shots.take("login-wrong", lambda page: log_in(page, shots.server, nobody(shots), "gabim"))


def of_the_second_factor(shots: Shots) -> None:
    def wrong_code(page: Page) -> None:
        page.locator("[name=password]").fill("gabim")
        page.locator("[name=code]").fill("123456")
        page.locator("form button[type=submit]").first.click()

    with shots.page() as page:
        log_in(page, shots.server)
        page.goto(f"{shots.server}/admin/account/second-factor/")
        shots.take("second-factor-empty", lambda page: page.locator("form button[type=submit]").first.click(), page)
        shots.take("second-factor-wrong", wrong_code, page)


def of_forms(shots: Shots, section: str, number: str, date: str, body: str) -> None:
    """``section`` is the primary key of that of decisions; one of them has the rest."""
    with shots.page() as page:
        log_in(page, shots.server)
        add = f"{shots.server}/admin/pages/add/publications"

        def empty(model: str) -> Callable[[Page], None]:
            def show(page: Page) -> None:
                page.goto(f"{add}/{model}/{section}/")
                _publish(page)

            return show

        def decision(date: str) -> Callable[[Page], None]:
            def show(page: Page) -> None:
                page.goto(f"{add}/decisionpage/{section}/")
                page.locator("#id_title").fill("Vendim")
                page.locator("#id_number").fill(number)
                page.locator("#id_date").fill(f"{datetime.date.fromisoformat(date):%d.%m.%Y}")
                page.keyboard.press("Escape")
                page.locator("#id_body").select_option(body)
                _publish(page)

            return show

        def without_description(page: Page) -> None:
            page.goto(f"{add}/newspage/{section}/")
            page.locator("#id_title").fill("Lajm")
            page.locator("#id_image-chooser [data-chooser-action-choose]").first.click()
            page.get_by_role("dialog").locator("[data-chooser-modal-choice]").first.click()
            page.get_by_role("dialog").wait_for(state="hidden")
            _publish(page)

        def colour_unreadable(page: Page) -> None:
            page.goto(f"{shots.server}/admin/settings/municipality/municipalitysettings/")
            page.locator("[name=brand_colour]").fill("#ffff00")
            page.locator("[name=accent_colour]").fill("blu")
            page.locator("footer button[type=submit]").first.click()

        for model in ("decisionpage", "minutespage", "newspage"):
            shots.take(f"form-empty-{model}", empty(model), page)
        shots.take("form-number_taken", decision(date), page)
        shots.take("form-far_ahead", decision("2090-12-31"), page)
        for show in (without_description, colour_unreadable):
            shots.take(f"form-{show.__name__}", show, page)


def of_uploads(shots: Shots, document: str) -> None:
    """``document`` is the primary key of one that no act was published with."""

    def upload(where: str, name: str, content: bytes) -> Callable[[Page], None]:
        def show(page: Page) -> None:
            page.goto(f"{shots.server}/admin/{where}/")
            file: FilePayload = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
            page.locator("[name=file]").set_input_files(file)
            page.locator("[name=file]").locator("xpath=ancestor::form").locator("[type=submit]").first.click()

        return show

    with shots.page() as page:
        log_in(page, shots.server)
        for name, content in REFUSED.items():
            shots.take(f"upload-{name}", upload(f"documents/edit/{document}", name, content), page)
        shots.take("upload-picture.jpg", upload("images/1", "picture.jpg", b"no picture"), page)


def _publish(page: Page) -> None:
    page.locator("footer [data-w-dropdown-target=toggle]").click()
    page.locator("[name=action-publish]").click()


def of_limits(shots: Shots) -> None:
    def too_many(page: Page) -> None:
        for _ in range(40):
            if page.request.get(f"{shots.site}/search/?q=uji").status == 429:
                break
        else:
            raise BrowserError("the limit of searches was not reached: too slow for it")
        page.goto(f"{shots.site}/search/?q=uji&year=2025")

    def locked_out(page: Page) -> None:
        for _ in range(6):
            log_in(page, shots.server, "redaktor", "gabim")

    shots.take("search-too-many", too_many)
    shots.take("login-locked-out", locked_out)


def of_what_is_broken(shots: Shots, document: str, database: Path, media: Path) -> None:
    def without(table: str, path: str) -> Callable[[Page], object]:
        def show(page: Page) -> None:
            _run(database, f"ALTER TABLE {table} RENAME TO away")
            try:
                page.goto(shots.site + path)
            finally:
                _run(database, f"ALTER TABLE away RENAME TO {table}")

        return show

    def no_store(page: Page) -> None:
        log_in(page, shots.server)
        page.goto(f"{shots.server}/admin/documents/edit/{document}/")
        page.locator("[name=file]").set_input_files({"name": "a.txt", "mimeType": "text/plain", "buffer": b"Vendim"})
        folder = media / "documents"
        folder.rename(media / "away")
        folder.touch()
        try:
            page.locator("form[action*=documents] button[type=submit]").first.click()
            page.wait_for_load_state()
        finally:
            folder.unlink()
            (media / "away").rename(folder)

    shots.take("upload-not-kept", no_store)
    shots.take("search-unavailable", without("kuvendi_search_searchentry", "/search/?q=uji"))
    shots.take("site-500", without("wagtailcore_page", "/"))


def _run(database: Path, statement: str) -> None:
    with sqlite3.connect(database, timeout=30) as connection:
        connection.execute("PRAGMA legacy_alter_table=ON")
        connection.execute(statement)
    connection.close()


def main() -> int:
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    failed: list[str] = []
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        scratch = Path(name)
        with demo(scratch, SETTINGS) as server:
            environment = os.environ | {
                "DATABASE_URL": f"sqlite:///{scratch}/demo.sqlite3",
                "MEDIA_ROOT": f"{scratch}/media",
                "DJANGO_SETTINGS_MODULE": SETTINGS,
            }
            shell = [sys.executable, str(ROOT / "site" / "manage.py"), "shell", "--verbosity", "0", "-c", PREPARE]
            prepared = subprocess.run(shell, env=environment, check=True, capture_output=True, text=True).stdout
            pages = {code: rest for code, *rest in (line.split() for line in prepared.splitlines())}
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
            for width in WIDTHS:
                every = [Shots(browser, server, code, width, failed) for code in LANGUAGES]
                for shots in every:
                    by_password, by_login, withdrawn, document, *decision = pages[shots.code]
                    of_the_site(shots, by_password, by_login, withdrawn)
                    of_logging_in(shots)
                    of_the_second_factor(shots)
                    if width == "wide":
                        of_forms(shots, *decision)
                        of_uploads(shots, document)
                for shots in every:
                    of_what_is_broken(shots, document, scratch / "demo.sqlite3", scratch / "media")
            for width in WIDTHS:
                # Nobody can search or log in after these.
                for code in LANGUAGES:
                    of_limits(Shots(browser, server, code, width, failed))
            browser.close()
    print(f"{len(list(FOLDER.iterdir()))} pictures in {FOLDER.relative_to(ROOT)}", *failed, sep="\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
