"""What rich text can be, whoever wrote it: what the editor makes stays, and nothing else survives."""

import json
from typing import Any
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from cms_pages.html import ALWAYS, BLOCK_KEY, LINK_ATTRIBUTES, RICH_TEXT_FEATURES, SCHEMES, TAGS, clean_html
from cms_pages.models import StandardPage
from tests.api.client import CONTENT
from tests.factories import SiteTree, StandardPageFactory
from tests.support.fixtures import project

ALLOWED_TAGS = ALWAYS.union(*TAGS.values())
TYPED = (
    '<p data-block-key="a1">Neni <b>1</b>, <i>pika</i> &lt;2&gt; &amp; "3"<br/>rresht</p><hr/>'
    '<h3 data-block-key="b2">Baza</h3><h4 data-block-key="c3">Ligjore</h4>'
    '<ol><li data-block-key="d4">një<ul><li data-block-key="e5">dy</li></ul></li></ol>'
    '<p data-block-key="f6"><a href="https://example.org/?a=1&amp;b=2">e</a> <a href="mailto:a@example.org">p</a>'
    ' <a linktype="page" id="3">f</a> <a linktype="document" id="4">d</a></p>'
)
TRICKS = [
    "<script>x()</script>",
    "<img src=x onerror=x()>",
    "<svg/onload=x()>",
    "<a href=\"javascript:x()\" onclick='x()'>",
    "<a href=' \tjava\nscript:x()'>",
    "<a href=&#106;avascript:x()>",
    "<a href=data:text/html,x linktype=x id=1>",
    "<a linktype=page id='3\"onclick=x()'>",
    "<iframe srcdoc='<script>x()</script>'>",
    "<p style=background:url(javascript:x()) data-block-key='\"><script>'>",
    "<math><mtext></p><style><!--</style><img title='--><img src=1 onerror=x()>'>",
    "<noscript><p title='</noscript><script>x()</script>'>",
    *("<!--", "-->", "<![CDATA[", "</p>", "</a>", "<b>", "<li>", "<h3>", "<template>", "<form action=x>", "\x00"),
    *("<script", "&lt;script&gt;"),
]


def problems(html: str) -> list[str]:
    """What is no part of a rich text."""
    found = []
    for tag in BeautifulSoup(html, "html.parser").find_all(True):
        found += [f"<{tag.name}>"] if tag.name not in ALLOWED_TAGS else []
        found += [f"{name}={value}" for name, value in tag.attrs.items() if not is_allowed(tag, name, str(value))]
    return found


def is_allowed(tag: Tag, name: str, value: str) -> bool:
    if name == "href":
        scheme = urlsplit("".join(character for character in value if character > " ")).scheme
        return not scheme or scheme in SCHEMES
    return name in LINK_ATTRIBUTES if tag.name == "a" else name == BLOCK_KEY


@settings(derandomize=True, max_examples=300, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(TRICKS), st.text(max_size=12)), max_size=12).map("".join))
def test_nothing_that_runs_survives(html: str) -> None:
    cleaned = clean_html(html)
    assert problems(cleaned) == []
    assert clean_html(cleaned) == cleaned


@pytest.mark.parametrize("trick", TRICKS[:6])
def test_what_is_looked_for_would_be_found(trick: str) -> None:
    assert problems(f"{trick}</a>") != []


def test_what_the_editor_makes_stays(db: None) -> None:
    converter = ContentstateConverter(features=RICH_TEXT_FEATURES)
    made = converter.to_database_format(converter.from_database_format(TYPED))
    for html in (TYPED, made):
        assert BeautifulSoup(clean_html(html), "html.parser") == BeautifulSoup(html, "html.parser")


@pytest.fixture
def page(site: SiteTree) -> StandardPage:
    """A page into whose text a script was stored without the editor."""
    page: StandardPage = StandardPageFactory(parent=site.sections["sq"], content=[("rich_text", "<p>Neni</p>")])
    stored = json.dumps([{"type": "rich_text", "value": "<p>Neni</p><script>kurth()</script><img onerror='kurth()'>"}])
    StandardPage.objects.filter(pk=page.pk).update(content=stored)
    page.refresh_from_db()
    page.save()
    project()
    return page


def test_stored_scripts_are_nowhere(client: Client, page: StandardPage) -> None:
    item = f"{CONTENT}items/{page.translation_key}.sq/"
    for address in (page.get_url(), item, f"/api/v2/pages/{page.pk}/?fields=*"):
        response: Any = client.get(address)
        assert response.status_code == 200
        assert "Neni" in response.content.decode()
        assert "kurth" not in response.content.decode(), address
