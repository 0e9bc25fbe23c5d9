"""An editor sets up the second factor and logs in with it: by keyboard, on a narrow screen, in Albanian."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories import make_site
from tests.support.browser import refusals

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "fjalëkalim-i-gjatë"


def check(page: Page) -> None:
    """Nothing for axe to complain of, and nothing that is cut off."""
    results = Axe().run(page)
    assert results.response["violations"] == [], results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def log_in(page: Page, url: str) -> None:
    page.goto(f"{url}/admin/login/")
    page.locator("[name=username]").fill("redaktorja")
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile(r"/admin/login/$"))


def test_editor_sets_it_up_and_logs_in_with_it(chromium: Browser, live_server: LiveServer) -> None:
    make_site()
    User.objects.create_superuser("redaktorja", password=PASSWORD)
    refused: list[str] = []
    with chromium.new_context(locale="sq", viewport={"width": 320, "height": 800}) as context:
        context.on("console", lambda message: refused.extend(refusals(message)))
        page = context.new_page()
        log_in(page, live_server.url)
        page.goto(f"{live_server.url}/admin/account/second-factor/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Aktivizimi i hapit të dytë")
        expect(page.get_by_role("img", name="Kodi QR për aplikacionin e vërtetimit")).to_be_visible()
        check(page)
        secret = page.locator(".second-factor-key").inner_text().replace(" ", "")
        now = int(time.time()) // 30
        page.get_by_role("textbox", name="Fjalëkalimi juaj").fill(PASSWORD)
        page.get_by_role("textbox", name="Kodi").fill(format_hotp_value(hotp_value(secret, now)))
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Kodet tuaja rezervë")
        check(page)
        recovery_code = page.locator(".second-factor-codes code").first.inner_text()
        page.get_by_role("button", name="I kam ruajtur").click()
        page.goto(f"{live_server.url}/admin/account/second-factor/")
        expect(page.get_by_text("Ju kanë mbetur 10 kode rezervë.")).to_be_visible()
        check(page)
        context.clear_cookies()
        log_in(page, live_server.url)
        field = page.get_by_role("textbox", name="Kodi")
        expect(field).to_have_attribute("autocomplete", "one-time-code")
        check(page)
        field.fill("123")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Ky kod nuk është i saktë")).to_be_visible()
        check(page)
        page.get_by_role("textbox", name="Kodi").fill(recovery_code)
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(r"/admin/$"))
    assert refused == []
