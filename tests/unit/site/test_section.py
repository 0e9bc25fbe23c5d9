"""The list of a section."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    BodyFactory,
    DecisionPageFactory,
    NewsPageFactory,
    SiteTree,
    StandardPageFactory,
    publish_translation,
)
from tests.support.fixtures import project
from tests.unit.site.conftest import SECRET
from tests.unit.site.html import get

SECTION = "/sq/vendimet/"
TITLES = ".item-title"


def test_newest_comes_first_and_leads_to_its_page(client: Client, decisions: list[Any]) -> None:
    page = get(client, SECTION)
    assert page.texts(TITLES) == ["Vendim për buxhetin", "Vendim për ujin"]
    assert page.links(TITLES + " a")["Vendim për ujin"] == "/sq/vendimet/vendim-per-ujin/"
    assert get(client, "/sq/vendimet/vendim-per-ujin/").text("h1") == "Vendim për ujin"


def test_item_says_kind_date_body_and_number(client: Client, decisions: list[Any]) -> None:
    meta = get(client, SECTION, year="2025").text(".item-meta")
    for part in ("1 maj 2025", "Kuvendi i Komunës", decisions[1].number):
        assert part in meta


def test_nothing_the_public_must_not_see(client: Client, decisions: list[Any], hidden: Callable[[Any], None]) -> None:
    hidden(DecisionPageFactory)
    for parameters in ({}, {"year": "2025"}, {"body": "assembly"}, {"page": "2"}):
        response = client.get(SECTION, parameters)
        assert SECRET not in response.content.decode()
    assert get(client, SECTION).texts(TITLES) == ["Vendim për buxhetin", "Vendim për ujin"]


@pytest.mark.parametrize(
    ("parameters", "titles"),
    [
        ({"year": "2024"}, ["Vendim për ujin"]),
        ({"kind": "budget"}, ["Vendim për buxhetin"]),
        ({"body": "mayor"}, []),
        ({"type": "news"}, []),
        ({"kind": "budget", "year": "2024"}, []),
        ({"kind": "", "year": ""}, ["Vendim për buxhetin", "Vendim për ujin"]),
    ],
)
def test_filters(client: Client, decisions: list[Any], parameters: dict[str, str], titles: list[str]) -> None:
    page = get(client, SECTION, **parameters)
    assert page.texts(TITLES) == titles
    assert len(page.texts(".empty")) == (not titles)
    assert page.texts(".notice") == []


def test_counts_say_what_a_filter_would_leave(client: Client, decisions: list[Any]) -> None:
    DecisionPageFactory(parent=decisions[0].get_parent(), date=datetime.date(2025, 6, 1), kind="budget")
    project()
    page = get(client, SECTION, kind="budget")
    assert page.texts("#filter-year option")[1:] == ["2025 (2)", "2024 (0)"], "of the kind that is chosen"
    assert [text[-3:] for text in page.texts("#filter-kind option")[1:]] == ["(2)", "(1)"]
    assert page.attributes("#filter-kind option[selected]", "value") == ["budget"]


def test_filter_with_nothing_to_choose_is_not_shown(client: Client, decisions: list[Any]) -> None:
    page = get(client, SECTION)
    assert page.attributes("select", "name") == ["kind", "year"]


def test_types_and_bodies_are_chosen_by_their_names(client: Client, site: SiteTree, decisions: list[Any]) -> None:
    NewsPageFactory(parent=site.sections["sq"])
    DecisionPageFactory(parent=site.sections["sq"], body=BodyFactory(key="mayor", name="Kryetari i Komunës"))
    project()
    page = get(client, SECTION)
    assert page.attributes("#filter-type option", "value") == ["", "news", "decision"]
    assert page.texts("#filter-body option")[1:] == ["Kryetari i Komunës (1)", "Kuvendi i Komunës (2)"]


@pytest.mark.parametrize(
    "parameters",
    [
        {"year": "abc"},
        {"year": "20241"},
        {"year": "٢٠٢٤"},
        {"kind": "no-such-kind"},
        {"kind": "a\x00b"},
        {"type": "'; DROP TABLE"},
        {"body": "<script>alert(1)</script>"},
        {"body": "x" * 5000},
        {"page": "0"},
        {"page": "-1"},
        {"page": "99"},
        {"page": "abc"},
        {"page": "9" * 400},
    ],
)
def test_what_cannot_be_followed_is_left_out_and_said(
    client: Client, decisions: list[Any], parameters: dict[str, str]
) -> None:
    page = get(client, SECTION, **parameters)
    assert page.texts(TITLES) == ["Vendim për buxhetin", "Vendim për ujin"]
    assert len(page.texts(".notice p")) == 1
    assert "alert" not in " ".join(page.texts("script"))


def test_parameters_of_others_are_no_concern(client: Client, decisions: list[Any]) -> None:
    assert get(client, SECTION, utm_source="fb").texts(".notice") == []


def test_pages_of_twenty_keep_the_filter(client: Client, site: SiteTree) -> None:
    for number in range(45):
        NewsPageFactory(parent=site.sections["sq"], slug=f"lajm-{number}", kind="reaction" if number else "news")
    project()
    first = get(client, SECTION, kind="reaction")
    assert len(first.texts(TITLES)) == 20
    assert first.attributes(".pagination [rel=next]", "href") == ["?kind=reaction&page=2"]
    assert first.attributes(".pagination [rel=prev]", "href") == []
    last = get(client, SECTION, kind="reaction", page="3")
    assert len(last.texts(TITLES)) == 4
    assert last.attributes(".pagination [rel=next]", "href") == []
    assert last.texts(".pagination [aria-current=page]")[0].endswith("3")


def test_empty_section_says_so(client: Client, site: SiteTree) -> None:
    page = get(client, SECTION)
    assert len(page.texts(".empty")) == 1
    assert page.texts("select") == []


def test_pages_below_a_section_are_links_in_the_editors_order(client: Client, site: SiteTree) -> None:
    section = site.sections["sq"]
    second, first = (StandardPageFactory(parent=section, title=title) for title in ("Qasja", "Kryetari"))
    first.move(second, pos="left")
    StandardPageFactory(parent=section, title="Skicë", live=False)
    project()
    page = get(client, SECTION)
    assert list(page.links(".card-title a")) == ["Kryetari", "Qasja"]
    assert page.texts(".empty") == []


def test_what_is_not_translated_is_counted(client: Client, decisions: list[Any]) -> None:
    publish_translation(decisions[0], "sr-latn")
    project()
    page = get(client, "/sr-latn/vendimet/")
    assert page.texts(TITLES) == ["[Vendim për ujin]"]
    assert page.text(".elsewhere").startswith("Još 1 objava")
    assert page.attributes(".elsewhere a", "href") == [SECTION]
    assert get(client, SECTION).texts(".elsewhere") == []


@pytest.mark.once
def test_number_of_queries_does_not_grow_with_the_list(client: Client, site: SiteTree) -> None:
    def queries() -> int:
        client.get(SECTION)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(SECTION).status_code == 200
        return len(captured)

    counts = []
    for more in (2, 18):
        for _ in range(more):
            DecisionPageFactory(parent=site.sections["sq"])
        project()
        counts.append(queries())
    assert counts[0] == counts[1] <= 30
