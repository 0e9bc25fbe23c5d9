"""Exports as they come: addresses that are none, times that are missing, and what changed there and here since."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect

from publications.models import NewsPage
from tests.factories import SiteTree
from tests.unit.imports.test_wordpress import EXPORT, news, notice, take_over

CALL = "<wp:post_id>104</wp:post_id>"


@pytest.fixture
def export(tmp_path: Path) -> Callable[..., Path]:
    def changed(*changes: tuple[str, str]) -> Path:
        text = EXPORT.read_text()
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / "changed.xml"
        path.write_text(text)
        return path

    return changed


def why(rows: list[dict[str, str]], place: str) -> list[str]:
    return [row["why"] for row in rows if row["place"] == place]


def of_the_call(*changes: tuple[str, str]) -> tuple[str, str]:
    """Changes in the item of the call alone."""
    text = EXPORT.read_text()
    begin = text.rindex("<item>", 0, text.index(CALL))
    item = text[begin : text.index("</item>", begin)]
    made = item
    for old, new in changes:
        assert old in made, old
        made = made.replace(old, new)
    return item, made


def test_addresses_that_are_none_cost_only_themselves(
    site: SiteTree,
    uploads: Path,
    export: Callable[..., Path],
) -> None:
    changes = [
        ("https://example.org/raporti", "http://[raporti]"),
        ("<wp:attachment_url>", "<wp:attachment_url>http://[x"),
        ("<link>https://komuna-vjeter.example.org/2021/05/asfaltimi-i-rruges/</link>", "<link>http://[x</link>"),
    ]
    _said, rows = take_over(uploads, export=export(*changes))
    page = news("Filloi asfaltimi")
    assert "raporti" in str(page.content)
    assert "[raporti]" not in str(page.content)
    assert any("http://[raporti]" in each for each in why(rows, "101"))
    assert Redirect.objects.filter(redirect_page=page).exists()


def test_gallery_whose_numbers_are_parted_by_spaces_is_taken_over(
    site: SiteTree,
    uploads: Path,
    export: Callable[..., Path],
) -> None:
    take_over(uploads, export=export(("Afati është 15 ditë.", '[gallery ids="201 999"] Afati')))
    assert "image" in {block.block_type for block in notice("Konkurs").content}


def test_post_without_the_time_of_greenwich_is_published_at_the_time_here(
    site: SiteTree,
    uploads: Path,
    export: Callable[..., Path],
) -> None:
    take_over(uploads, export=export(("2021-05-06 08:30:00", "0000-00-00 00:00:00")))
    page = news("Filloi asfaltimi")
    assert page.live
    assert page.first_published_at.isoformat() == "2021-05-06T08:30:00+00:00"


@pytest.mark.parametrize(
    "hidden",
    [
        ("<wp:status><![CDATA[publish]]></wp:status>", "<wp:status><![CDATA[private]]></wp:status>"),
        ("<wp:post_type>", "<wp:post_password><![CDATA[x]]></wp:post_password><wp:post_type>"),
    ],
)
def test_what_was_hidden_there_does_not_become_public_here(
    site: SiteTree,
    uploads: Path,
    export: Callable[..., Path],
    hidden: tuple[str, str],
) -> None:
    take_over(uploads)
    secret = export(of_the_call(("Afati është 15 ditë", "E fshehtë"), hidden))
    _said, rows = take_over(uploads, "--drafts", export=secret)
    page = notice("Konkurs")
    assert (page.live, "E fshehtë" in str(page.content)) == (True, False)
    assert any("Konkurs" in each for each in why(rows, "104"))


def test_what_was_withdrawn_here_does_not_come_back(
    site: SiteTree,
    uploads: Path,
    export: Callable[..., Path],
) -> None:
    take_over(uploads)
    notice("Konkurs").unpublish()
    _said, rows = take_over(uploads, export=export(("Afati është 15 ditë", "Afati është 20 ditë")))
    assert not notice("Konkurs").live
    assert any("Konkurs" in each for each in why(rows, "104"))


def test_an_address_that_stays_the_same_does_not_lead_to_itself(
    site: SiteTree,
    uploads: Path,
    export: Callable[..., Path],
    client: Client,
) -> None:
    old = "https://komuna-vjeter.example.org/2021/05/asfaltimi-i-rruges/"
    take_over(
        uploads,
        export=export((f"<link>{old}", "<link>https://komuna-vjeter.example.org/sq/vendimet/asfaltimi-i-rruges/")),
    )
    page: Any = NewsPage.objects.get(slug="asfaltimi-i-rruges")
    assert client.get(page.url).status_code == 200
    page.unpublish()
    assert client.get(page.url).status_code == 404
