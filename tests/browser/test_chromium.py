"""The browser that tests use, beside the database and the live site."""

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from wagtail.models import Page as WagtailPage


@pytest.mark.django_db
def test_page_can_be_used_beside_the_database(page: Page) -> None:
    user = get_user_model()
    user.objects.create_user("editor")
    page.set_content("<button onclick=\"this.textContent = 'Gjej'\">Kërko</button>")
    page.get_by_role("button", name="Kërko").click()
    expect(page.get_by_role("button")).to_have_text("Gjej")
    assert user.objects.filter(username="editor").exists()


@pytest.mark.parametrize("turn", [1, 2])
def test_live_site_is_reached_with_the_rows_of_the_migrations(turn: int, page: Page, live_server: LiveServer) -> None:
    assert WagtailPage.objects.filter(depth=1).exists()
    response = page.goto(f"{live_server.url}/no-such-page/")
    assert response is not None
    assert response.status == 404
