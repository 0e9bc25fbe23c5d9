"""sitemap.xml and robots.txt."""

from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.text import slugify

from activity_report.publishing import publish, withdraw
from municipality import sitemaps
from tests.factories import DecisionPageFactory, SiteTree, make_site, publish_translation
from tests.support.fixtures import project
from tests.unit.site.conftest import SECRET

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def read(client: Client, path: str = "/sitemap.xml", host: str = "localhost") -> ElementTree.Element:
    response = client.get(path, headers={"host": host})
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def locations(root: ElementTree.Element) -> list[str]:
    return [each.text or "" for each in root.findall(".//s:loc", NAMES)]


def test_every_live_page_is_there_once(client: Client, decisions: list[Any]) -> None:
    found = locations(read(client))
    assert len(found) == len(set(found)) == 8
    assert "http://localhost/sq/vendimet/vendim-per-ujin/" in found
    assert "http://localhost/sr-latn/" in found


def test_languages_of_a_page_point_to_each_other(client: Client, decisions: list[Any]) -> None:
    translated = publish_translation(decisions[0], "sr-latn")
    project()
    expected = {"sq": "http://localhost/sq/vendimet/vendim-per-ujin/", "sr-Latn": translated.full_url}
    shown = {
        url.findtext("s:loc", "", NAMES): {
            link.get("hreflang"): link.get("href") for link in url.findall("x:link", NAMES)
        }
        for url in read(client).findall("s:url", NAMES)
    }
    assert shown[expected["sq"]] == shown[expected["sr-Latn"]] == expected
    assert shown["http://localhost/sq/vendimet/vendim-per-buxhetin/"] == {}


def test_reports_are_there_while_they_are_published(client: Client, decisions: list[Any], site: SiteTree) -> None:
    before = locations(read(client))
    publish(site.site, 2024)
    root = read(client)
    new = [location for location in locations(root) if location not in before]
    languages = ("sq", "sr-latn", "en")
    assert new == [f"http://localhost/{code}/activity-report/{end}" for end in ("", "2024/") for code in languages]
    shown = next(url for url in root.findall("s:url", NAMES) if url.findtext("s:loc", "", NAMES) == new[-1])
    assert [link.get("href") for link in shown.findall("x:link", NAMES)] == new[3:]
    withdraw(site.site, 2024)
    assert locations(read(client)) == before


def test_many_pages_are_split_and_nothing_is_lost(
    client: Client, decisions: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = set(locations(read(client)))
    monkeypatch.setattr(sitemaps, "PART", 3)
    root = read(client)
    assert root.tag.endswith("sitemapindex")
    parts = [location.removeprefix("http://localhost") for location in locations(root)]
    assert parts == ["/sitemap-1.xml", "/sitemap-2.xml", "/sitemap-3.xml"]
    found = [location for part in parts for location in locations(read(client, part))]
    assert len(found) == len(everything)
    assert set(found) == everything
    assert client.get("/sitemap-4.xml").status_code == 404
    assert client.get("/sitemap-0.xml").status_code == 404


def test_languages_are_complete_where_a_part_cuts_through_them(
    client: Client, site: SiteTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemaps, "PART", 2)
    links = [each for part in "123" for each in read(client, f"/sitemap-{part}.xml").findall(".//x:link", NAMES)]
    assert len(links) == 2 * 3 * 3, "two pages in three languages, each with all three"


def test_nothing_the_public_must_not_see(client: Client, decisions: list[Any], hidden: Callable[[Any], None]) -> None:
    hidden(DecisionPageFactory)
    assert slugify(SECRET) not in client.get("/sitemap.xml").content.decode()
    assert len(locations(read(client))) == 8


def test_each_municipality_has_its_own(client: Client, decisions: list[Any]) -> None:
    make_site("other.example.org", is_default=False, slug="tjeter")
    project()
    found = locations(read(client, host="other.example.org"))
    assert len(found) == 6
    assert all(location.startswith("http://other.example.org/") for location in found)


@pytest.mark.once
def test_number_of_queries_does_not_grow(client: Client, site: SiteTree) -> None:
    counts = []
    for more in (2, 18):
        for _ in range(more):
            DecisionPageFactory(parent=site.sections["sq"])
        project()
        with CaptureQueriesContext(connection) as captured:
            read(client)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_robots_name_the_sitemap(client: Client, site: SiteTree) -> None:
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    assert "Sitemap: http://testserver/sitemap.xml" in response.content.decode()
    assert "Disallow: /admin/" in response.content.decode()
