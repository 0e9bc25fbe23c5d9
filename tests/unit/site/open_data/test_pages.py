"""The pages about open data."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import DecisionPageFactory, SiteTree
from tests.support.fixtures import project
from tests.unit.site.html import get


def test_says_what_there_is(client: Client, site: SiteTree) -> None:
    DecisionPageFactory(parent=site.sections["sq"])
    project()
    page = get(client, "/en/data/")
    assert page.links("main .data-links a")["Decisions, Shqip: CSV"] == "/data/decision.sq.csv"
    assert "Nothing yet" in page.text("main")


@pytest.mark.parametrize(
    ("language", "words"), [("sq", "Numri, si në kopjen"), ("sr-latn", "Broj, kao na"), ("en", "The number, as on")]
)
def test_columns_are_described_in_the_readers_language(
    client: Client, site: SiteTree, language: str, words: str
) -> None:
    page = get(client, f"/{language}/data/decision/")
    assert words in page.text("main")
    assert f"/{language}/data/" in page.links(".breadcrumbs a").values()
    assert "`" not in page.text("main")
    assert "date" in page.texts(".data-columns td code")


def test_address_without_a_language_leads_to_the_readers(client: Client, site: SiteTree) -> None:
    assert client.get("/data/", headers={"accept-language": "en"})["Location"] == "/en/data/"


def test_other_languages_have_the_same_page(client: Client, site: SiteTree) -> None:
    assert "/sr-latn/data/decision/" in get(client, "/en/data/decision/").links("header a").values()


def test_unknown_dataset(client: Client, site: SiteTree) -> None:
    assert client.get("/en/data/home/").status_code == 404
    assert client.get("/data/home/", follow=True).status_code == 404


def test_the_same_queries_for_2_and_20(client: Client, site: SiteTree) -> None:
    client.get("/en/data/")
    counts = []
    for more in (2, 18):
        made: list[Any] = [DecisionPageFactory(parent=site.sections["sq"]) for _ in range(more)]
        project()
        assert made
        with CaptureQueriesContext(connection) as queries:
            client.get("/en/data/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
