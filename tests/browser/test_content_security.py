"""Editors' pages work under the policies that browsers are given, and the policies hold.

That nothing is refused, the ``page`` fixture checks: so here, and in all tests of the public site and the API's docs.
"""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from publications.models import NewsPage
from tests.factories import ImageFactory, NewsPageFactory, make_site
from tests.support.browser import refusals
from tests.support.fixtures import project

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def news(live_server: LiveServer) -> NewsPage:
    section = make_site().sections["sq"]
    video = ("embed", "https://www.youtube.com/watch?v=aqz-KE-bpKQ")
    page: NewsPage = NewsPageFactory(parent=section, title="Ura e re", content=[video])
    ImageFactory()
    project()
    return page


@pytest.fixture
def editor(page: Page, live_server: LiveServer, settings: Settings) -> Page:
    """A page whose reader is signed in as an editor."""
    client = Client()
    client.force_login(User.objects.create_superuser("redaktore"))
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    page.set_viewport_size({"width": 1400, "height": 900})
    return page


def test_what_is_inline_is_refused_and_told(chromium: Browser, news: NewsPage, live_server: LiveServer) -> None:
    messages: list[ConsoleMessage] = []
    with chromium.new_context() as context:
        context.on("console", lambda message: messages.append(message))
        page = context.new_page()
        page.goto(f"{live_server.url}/sq/")
        page.evaluate(
            "() => { const script = document.createElement('script'); script.textContent = 'window.ran = true';"
            "document.body.append(script) }"
        )
        assert page.evaluate("window.ran") is None
    assert [refusal for message in messages for refusal in refusals(message)] != []


def test_editors_see_the_userbar_and_the_preview(editor: Page, news: NewsPage, live_server: LiveServer) -> None:
    editor.goto(live_server.url + news.get_url(), wait_until="networkidle")
    editor.get_by_role("button", name=re.compile("Wagtail")).click()
    expect(editor.locator("wagtail-userbar .w-userbar-items")).to_be_visible()
    editor.goto(f"{live_server.url}/admin/pages/{news.pk}/edit/")
    editor.locator("[data-side-panel-toggle=preview]").click()
    preview = editor.frame_locator("#w-preview-iframe")
    expect(preview.get_by_role("heading", level=1)).to_have_text("Ura e re")


def test_previews_look_as_on_paper_and_as_shared(editor: Page, news: NewsPage, live_server: LiveServer) -> None:
    """By the site's own style sheets: what they hide on paper is hidden, at whatever width and in the dark."""
    editor.emulate_media(color_scheme="dark")
    editor.goto(f"{live_server.url}/admin/pages/{news.pk}/edit/")
    editor.locator("[data-side-panel-toggle=preview]").click()
    preview = editor.frame_locator("#w-preview-iframe")
    expect(preview.locator(".site-footer")).to_be_visible()
    editor.locator("#id_preview_mode").select_option("printed")
    expect(preview.locator(".skip-link, .site-footer")).to_have_count(2)
    for hidden in preview.locator(".skip-link, .site-footer").all():
        expect(hidden).to_be_hidden()
    expect(preview.get_by_role("heading", level=1)).to_be_visible()
    expect(preview.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(preview.locator("body")).to_have_css("color", "rgb(28, 43, 48)")
    editor.locator("#id_preview_mode").select_option("shared")
    expect(preview.locator(".card h2")).to_have_text("Ura e re")


def test_editors_choose_a_picture_and_publish(editor: Page, news: NewsPage, live_server: LiveServer) -> None:
    editor.goto(f"{live_server.url}/admin/pages/{news.pk}/edit/")
    editor.locator("#id_image-chooser [data-chooser-action-choose]").first.click()
    editor.get_by_role("dialog").locator("[data-chooser-modal-choice]").first.click()
    editor.locator("#id_image_alt").fill("Ura e re mbi lumë")
    editor.locator("footer [data-w-dropdown-target=toggle]").click()
    editor.get_by_role("button", name="Publish").click()
    expect(editor.locator(".messages .success")).to_be_visible()


def test_lists_and_forms_of_the_admin(editor: Page, news: NewsPage, live_server: LiveServer) -> None:
    for path in ("", "pages/", "images/", "images/add/", "documents/add/", "account/", "users/"):
        response = editor.goto(f"{live_server.url}/admin/{path}", wait_until="networkidle")
        assert response is not None
        assert response.status == 200
