"""The packages' own templates, in a project that has none of its own."""

from copy import deepcopy
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from tests.factories import (
    DecisionPageFactory,
    ImageFactory,
    MinutesPageFactory,
    NewsPageFactory,
    SiteTree,
    StandardPageFactory,
)
from tests.support.fixtures import project
from tests.unit.site.html import get


@pytest.fixture
def bare(settings: Settings) -> None:
    templates: list[dict[str, Any]] = deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = []
    settings.TEMPLATES = templates


def test_every_type_of_page_has_a_template(client: Client, site: SiteTree, bare: None) -> None:
    section = site.sections["sq"]
    made: list[Any] = [
        DecisionPageFactory(parent=section),
        MinutesPageFactory(parent=section),
        NewsPageFactory(parent=section, image=ImageFactory()),
        StandardPageFactory(parent=section),
    ]
    project()
    for page in (*made, section, site.homes["sq"]):
        html = get(client, page.get_url())
        assert html.text("h1") == html.text("title") == page.title
        assert html.attributes("html", "lang") == ["sq"]
        assert html.attributes("header nav a", "hreflang") == ["sq", "sr-Latn", "en"]
        assert html.texts(".site-header") == [], "this is the site's own template"
    assert get(client, "/sq/").texts("article h3") == [page.title for page in (made[2], made[0], made[1])]
