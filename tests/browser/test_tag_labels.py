"""The field for tags, in whatever form it is, has the name that its label gives it."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.test_authors_checker import tree
from tests.browser.test_import_acts import examine
from tests.browser.test_recordings import sign_in
from tests.factories import DocumentFactory

__all__ = ["tree"]

pytestmark = pytest.mark.django_db(transaction=True)


def test_tags_are_typed_into_the_field_that_the_label_names(page: Page, live_server: LiveServer, db: None) -> None:
    document = DocumentFactory()
    sign_in(page, live_server.url, "sq")
    page.goto(f"{live_server.url}/admin/documents/edit/{document.pk}/")
    assert examine(page) == []
    page.get_by_text("Etiketat", exact=True).click()
    page.keyboard.type("ujësjellësi,")
    expect(page.get_by_label("Etiketat")).to_be_focused()
    page.get_by_role("button", name="Ruaj").click()
    page.wait_for_url(f"{live_server.url}/admin/documents/")
    assert [tag.name for tag in document.tags.all()] == ["ujësjellësi"]
