from __future__ import annotations

import json

import pytest

from cms_pages.links import absolute_links
from cms_pages.publishing.models import PublishedItem
from tests.factories.pages import NewsPageFactory
from tests.factories.trees import SiteTree
from tests.support.fixtures import project

BASE = "https://www.example.org/sq/lajme/ura/"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="/documents/1/ura.pdf">a</a>', '<a href="https://www.example.org/documents/1/ura.pdf">a</a>'),
        ('<a href="#kreu">a</a>', '<a href="https://www.example.org/sq/lajme/ura/#kreu">a</a>'),
        ('<a href="https://elsewhere.example/">a</a>', '<a href="https://elsewhere.example/">a</a>'),
        ('<a href="mailto:zkp@example.org">a</a>', '<a href="mailto:zkp@example.org">a</a>'),
        ('<img alt="" src="/media/ura.jpg">', '<img alt="" src="https://www.example.org/media/ura.jpg"/>'),
        (
            '<source srcset="/media/a.avif 400w, /media/b.avif 800w">',
            '<source srcset="https://www.example.org/media/a.avif 400w, https://www.example.org/media/b.avif 800w"/>',
        ),
        ("<p>ç &amp; ë &lt;b&gt;</p>", "<p>ç &amp; ë &lt;b&gt;</p>"),
    ],
)
def test_an_address_is_whole(html: str, expected: str) -> None:
    assert absolute_links(html, BASE) == expected


@pytest.mark.django_db
def test_the_content_of_an_item_names_whole_addresses(site: SiteTree) -> None:
    page = NewsPageFactory(parent=site.sections["sq"], content=[("rich_text", '<p><a href="/sq/">ballina</a></p>')])
    project()
    content = json.loads(PublishedItem.objects.get(page_id=page.pk).payload)["content"]
    assert f'<a href="{site.site.root_url}/sq/">ballina</a>' in content
