"""A coordinator asks for a revocation, the director approves it, a citizen reads it: in Albanian, by keyboard."""

import re

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from cms_pages.models import OfficeGroup
from tests.factories import DecisionPageFactory, make_site
from tests.support.axe import violations
from tests.support.browser import refusals, wait_until_still
from tests.support.fixtures import project

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "fjalëkalim-i-gjatë"
WHY = "Gjykata e anuloi vendimin."


def log_in(page: Page, url: str, role: str) -> None:
    user = User.objects.create_user(role, password=PASSWORD)
    group = OfficeGroup.objects.get(role=role).group
    assert group is not None
    user.groups.add(group)
    page.context.clear_cookies()
    page.goto(f"{url}/admin/login/")
    page.locator("[name=username]").fill(role)
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/admin/$"))


def check(page: Page) -> None:
    """Nothing for axe to complain of, and nothing that is cut off."""
    page.wait_for_load_state()
    # A message that fades in has no contrast yet.
    wait_until_still(page)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_one_asks_another_approves_and_the_page_says_so(chromium: Browser, live_server: LiveServer) -> None:
    site = make_site()
    act = DecisionPageFactory(parent=site.sections["sq"], title="Vendim për ujin")
    call_command("setup_roles", verbosity=0)
    refused: list[str] = []
    with chromium.new_context(locale="sq", viewport={"width": 360, "height": 800}) as context:
        context.on("console", lambda message: refused.extend(refusals(message)))
        page = context.new_page()
        log_in(page, live_server.url, "coordinator")
        page.goto(f"{live_server.url}/admin/pages/{act.pk}/edit/")
        page.get_by_role("button", name="Veprimet", exact=True).first.press("Enter")
        page.get_by_role("link", name="Shfuqizimi").press("Enter")
        check(page)
        page.get_by_label("Nuk është më në fuqi nga").fill("01.06.2025")
        page.get_by_label("Me çka").fill("Aktgjykimi A.nr. 12/2025")
        page.locator("[name=sq]").fill(WHY)
        page.get_by_role("button", name="Kërko shfuqizimin").press("Enter")
        expect(page.get_by_role("heading", name="Pret miratimin")).to_be_visible()
        check(page)
        page.goto(f"{live_server.url}{act.url}")
        expect(page.get_by_text(WHY)).to_have_count(0)
        log_in(page, live_server.url, "director")
        page.locator("#panel-revocations-section, #revocations, [id*=revocations]").first.get_by_role(
            "link", name="Vendim për ujin"
        ).press("Enter")
        page.get_by_label("Mirato: publiku njoftohet menjëherë").press("Space")
        page.get_by_role("button", name="Vendos").press("Enter")
        expect(page.get_by_role("heading", name="Miratuar")).to_be_visible()
        project()
        page.context.clear_cookies()
        page.goto(f"{live_server.url}{act.url}")
        expect(page.locator(".item-state").first).to_have_text(re.compile("shfuqizuar", re.IGNORECASE))
        expect(page.get_by_text(WHY).first).to_be_visible()
        check(page)
    assert refused == []
