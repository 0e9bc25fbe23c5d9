"""The admin pages of translators: usable with a keyboard and a screen reader, also on a narrow screen."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from wagtail_localize.models import StringTranslation

from tests.browser.test_authors_checker import editor, tree
from tests.factories import NewsPageFactory, SiteTree, publish_translation
from tests.support.fixtures import project

__all__ = ["editor", "tree"]

pytestmark = pytest.mark.django_db(transaction=True)


def test_translations_to_make(editor: Page, live_server: LiveServer, tree: SiteTree) -> None:
    page = NewsPageFactory(parent=tree.sections["sq"], title="Lajm")
    page.save_revision().publish()
    project()
    editor.goto(f"{live_server.url}/admin/reports/translations-to-make/")
    editor.get_by_label("Lajm, Anglisht").select_option(label="redaktore")
    editor.get_by_role("row").filter(has_text="Anglisht").get_by_role("button").click()
    expect(editor.get_by_text("tani e ka redaktore")).to_be_visible()
    # Without the message, whose colours come in slowly.
    editor.reload()
    for width in (1400, 360):
        editor.set_viewport_size({"width": width, "height": 900})
        results = Axe().run(editor, context="main")
        assert results.response["violations"] == [], results.generate_report()


def test_confirmation(editor: Page, live_server: LiveServer, tree: SiteTree) -> None:
    page = NewsPageFactory(parent=tree.sections["sq"])
    page.save_revision().publish()
    target = publish_translation(page, "en")
    StringTranslation.objects.update(translation_type="machine", tool_name="LibreTranslate")
    editor.goto(f"{live_server.url}/admin/translation/{target.pk}/confirm/")
    results = Axe().run(editor, context="main")
    assert results.response["violations"] == [], results.generate_report()
    editor.get_by_role("button", name="I kam lexuar").click()
    assert not StringTranslation.objects.filter(translation_type="machine").exists()
