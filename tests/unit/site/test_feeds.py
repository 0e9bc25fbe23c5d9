"""RSS."""

import datetime
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import DecisionPageFactory, NewsPageFactory, SiteTree, publish_translation
from tests.support.fixtures import project
from tests.unit.site.conftest import SECRET


def feed(client: Client, path: str) -> ElementTree.Element:
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/rss+xml")
    channel = ElementTree.fromstring(response.content).find("channel")
    assert channel is not None
    return channel


def titles(client: Client, path: str) -> list[str | None]:
    return [item.findtext("title") for item in feed(client, path).iter("item")]


def test_last_published_comes_first_whatever_its_date(client: Client, site: SiteTree, decisions: list[Any]) -> None:
    later = timezone.now() + datetime.timedelta(minutes=1)
    DecisionPageFactory(
        parent=site.sections["sq"], title="I vonuar", date=datetime.date(2020, 1, 1), first_published_at=later
    )
    project()
    assert titles(client, "/sq/feeds/decision.xml")[0] == "I vonuar"


def test_one_type_or_all(client: Client, site: SiteTree, decisions: list[Any]) -> None:
    NewsPageFactory(parent=site.sections["sq"], title="Ujë i pijshëm")
    project()
    assert titles(client, "/sq/feeds/news.xml") == ["Ujë i pijshëm"]
    assert titles(client, "/sq/feeds/minutes.xml") == []
    assert set(titles(client, "/sq/feeds/all.xml")) == {"Ujë i pijshëm", "Vendim për ujin", "Vendim për buxhetin"}


def test_what_was_pasted_with_invisible_signs_is_readable(client: Client, site: SiteTree) -> None:
    NewsPageFactory(parent=site.sections["sq"], title="Ujë\x0bi pijshëm\x01\uffff", summary="Sot\x1f në\nkomunë.")
    project()
    (item,) = feed(client, "/sq/feeds/all.xml").iter("item")
    assert (item.findtext("title"), item.findtext("description")) == ("Ujë i pijshëm", "Sot  në\nkomunë.")


def test_item_has_what_readers_need(client: Client, decisions: list[Any]) -> None:
    channel = feed(client, "/sq/feeds/decision.xml")
    item = next(item for item in channel.iter("item") if item.findtext("title") == "Vendim për ujin")
    assert item.findtext("link") == "http://localhost/sq/vendimet/vendim-per-ujin/"
    assert item.findtext("guid") == f"{decisions[0].translation_key}.sq"
    assert item.findtext("description") == "Një vendim."
    assert item.findtext("pubDate")
    assert item.findtext("category") == "Pronë"
    assert channel.findtext("language") == "sq"
    assert channel.findtext("title") == "Komuna: Vendimet"


def test_each_language_has_its_own(client: Client, decisions: list[Any]) -> None:
    publish_translation(decisions[0], "sr-latn")
    project()
    assert titles(client, "/sr-latn/feeds/all.xml") == ["[Vendim për ujin]"]
    assert feed(client, "/sr-latn/feeds/all.xml").findtext("language") == "sr-Latn"


def test_nothing_the_public_must_not_see(client: Client, decisions: list[Any], hidden: Callable[[Any], None]) -> None:
    hidden(DecisionPageFactory)
    for name in ("all", "decision"):
        assert SECRET not in client.get(f"/sq/feeds/{name}.xml").content.decode()
        assert len(titles(client, f"/sq/feeds/{name}.xml")) == 2


@pytest.mark.parametrize("name", ["home", "section", "page", "no-such"])
def test_what_is_no_publication_has_no_feed(client: Client, site: SiteTree, name: str) -> None:
    assert client.get(f"/sq/feeds/{name}.xml").status_code == 404


def test_number_of_queries_does_not_grow_and_length_is_limited(client: Client, site: SiteTree) -> None:
    counts = []
    for more in (2, 30):
        for number in range(more):
            NewsPageFactory(parent=site.sections["sq"], slug=f"lajm-{more}-{number}")
        project()
        with CaptureQueriesContext(connection) as captured:
            shown = titles(client, "/sq/feeds/all.xml")
        counts.append(len(captured))
    assert len(shown) == 30
    assert counts[0] == counts[1]
