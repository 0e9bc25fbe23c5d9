"""The editor tells an author of what would shut people out, in the author's language, before it is published."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories import NewsPageFactory, SiteTree, make_site

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "fjalëkalim-i-gjatë"
#: a level is skipped, and a heading is empty
MISTAKES = "<h4>Pa nivel të tretë</h4><p>Fundi.</p><h3></h3>"


@pytest.fixture
def tree(live_server: LiveServer) -> SiteTree:
    tree = make_site()
    tree.site.port = int(live_server.url.rpartition(":")[2])
    tree.site.save()
    return tree


@pytest.fixture
def editor(chromium: Browser, live_server: LiveServer) -> Iterator[Page]:
    """Somebody who has logged in and reads Albanian."""
    User.objects.create_superuser("redaktore", "redaktore@example.org", PASSWORD)
    with chromium.new_context(locale="sq", viewport={"width": 1400, "height": 900}) as context:
        page = context.new_page()
        page.goto(f"{live_server.url}/admin/")
        page.locator("[name=username]").fill("redaktore")
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("form button[type=submit]").click()
        expect(page).to_have_url(f"{live_server.url}/admin/")
        yield page


def open_checks(editor: Page, server: str, page_id: int) -> None:
    editor.goto(f"{server}/admin/pages/{page_id}/edit/")
    editor.get_by_role("button", name="Hap ose mbyll kontrollet").click()


def test_mistakes_are_named_beside_the_text(editor: Page, live_server: LiveServer, tree: SiteTree) -> None:
    content = [("heading", "Neni 1"), ("rich_text", MISTAKES)]
    page = NewsPageFactory(parent=tree.sections["sq"], content=content)
    open_checks(editor, live_server.url, page.pk)
    checks = editor.locator("[data-side-panel=checks]")
    for mistake in ("Ka titull të zbrazët", "Renditja e titujve është e gabuar"):
        expect(checks.get_by_text(mistake)).to_be_visible()


def test_page_without_mistakes_has_none(editor: Page, live_server: LiveServer, tree: SiteTree) -> None:
    content = [("heading", "Neni 1"), ("rich_text", "<h3>Arsye</h3><p>Teksti i lajmit.</p>")]
    page = NewsPageFactory(parent=tree.sections["sq"], content=content)
    open_checks(editor, live_server.url, page.pk)
    checks = editor.locator("[data-side-panel=checks]")
    # The time for reading comes from the same preview as the mistakes.
    expect(checks.locator("[data-content-word-count]")).not_to_have_text("-")
    expect(checks.locator("[data-content-checker-row]:visible")).to_have_count(0)
