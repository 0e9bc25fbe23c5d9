"""How much a page is without its pictures: all that a first visitor's browser fetches, as it is before compression."""

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.browser.site_tree import make_pages
from tests.unit.site.html import Html

MOST_BYTES = 150_000


@pytest.mark.once
@pytest.mark.django_db
def test_every_kind_of_page_is_light(client: Client) -> None:
    for name, path in make_pages().by_name.items():
        response = client.get(path)
        page = Html(response.content.decode())
        addresses = page.attributes("link[rel=stylesheet]", "href") + page.attributes("script[src]", "src")
        files = [finders.find(address.removeprefix("/static/")) for address in addresses]
        assert addresses
        assert all(files)
        weight = len(response.content) + sum(Path(str(file)).stat().st_size for file in files)
        assert weight < MOST_BYTES, f"{name}: {weight} bytes"
