"""The API's documentation page in a browser."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page as BrowserPage
from playwright.sync_api import expect


@pytest.mark.django_db(transaction=True)
def test_docs_page_works_and_loads_nothing_from_other_hosts(live_server: object, page: BrowserPage) -> None:
    hosts: set[str | None] = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
    page.goto(f"{live_server}/api/content/docs")
    expect(page.get_by_role("heading", name="Kuvendi content API")).to_be_visible()
    expect(page.get_by_text("/api/content/items/", exact=True)).to_be_visible()
    assert hosts - {None} == {"localhost"}
