"""Subscribing, confirming, changing and leaving, as people do: also without scripts, and with assistive technology."""

import pytest
from django.core import signing
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from alerts.links import settings_link, unsubscribe_link
from alerts.models import Subscriber
from alerts.sending import send_alerts
from tests.alerts.conftest import mail as mail
from tests.alerts.factories import ADDRESS, links_of, publish, subscribe
from tests.browser.test_accessibility import examine
from tests.factories import SiteTree, make_site
from tests.support.smtp import SmtpServer

pytestmark = pytest.mark.django_db(transaction=True)


def path(address: str) -> str:
    return address.removeprefix("http://localhost")


@pytest.fixture
def tree(live_server: LiveServer, settings: Settings) -> SiteTree:
    settings.ALERTS_LIMIT_PER_MINUTE = 2
    tree = make_site()
    publish(tree, "Ujësjellësi i ri")
    return tree


@pytest.mark.usefixtures("tree")
def test_all_of_it_without_scripts(chromium: Browser, mail: SmtpServer, live_server: LiveServer) -> None:
    with chromium.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640}) as context:
        page = context.new_page()
        page.goto(f"{live_server.url}/sq/vendimet/")
        page.get_by_role("link", name="Merrni lajmërime").click()
        page.get_by_label("Adresa juaj elektronike").fill(ADDRESS)
        page.get_by_label("Sa shpesh").select_option("weekly")
        page.get_by_role("button", name="Abonohu").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Shikoni postën tuaj elektronike")
        send_alerts()
        page.goto(live_server.url + links_of(mail.messages[0])[0])
        page.get_by_role("button", name="Konfirmo").click()
        expect(page.get_by_role("status")).to_contain_text("U konfirmua")
        assert Subscriber.objects.get().frequency == "weekly"
        page.get_by_label("Gjuha e mesazheve").select_option("en")
        page.get_by_role("button", name="Ruaj").click()
        expect(page.get_by_role("status")).to_contain_text("saved")
        page.goto(live_server.url + path(unsubscribe_link(Subscriber.objects.select_related("site").get())))
        page.get_by_role("button", name="Unsubscribe from everything").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("You are unsubscribed")
        assert not Subscriber.objects.exists()


def test_every_page_is_accessible(page: Page, tree: SiteTree, mail: SmtpServer, live_server: LiveServer) -> None:
    subscribe(tree, type="news")
    subscriber = subscribe(tree, text="ujesjellesi")
    old = signing.TimestampSigner(salt="alerts.settings", key="x" * 50).sign("none")
    problems = []
    for address in (
        "/sr-latn/alerts/?type=news&q=vodovod",
        "/en/alerts/asked/",
        "/sq/alerts/link/",
        path(settings_link(subscriber)) + "?changed=1",
        path(unsubscribe_link(subscriber)),
        f"/sq/alerts/settings/{old}/",
    ):
        page.goto(live_server.url + address)
        problems += [f"{address} at {problem}" for problem in examine(page)]
    for number in range(3):
        page.goto(f"{live_server.url}/sr-latn/alerts/")
        page.locator("main button").click()
        expect(page.locator("main h1" if number == 2 else ".errorlist")).to_be_visible()
        problems += [f"form {number} at {problem}" for problem in (examine(page) if number else [])]
    expect(page.locator("main h1")).to_have_text("Previše zahteva")
    assert problems == []
