"""The list of items and one item."""

import datetime
import uuid
from typing import Any

import pytest
from django.test import Client

from cms_pages.models import PublishedItem
from tests.api.client import CONTENT, all_items, get, items, problem
from tests.factories import (
    AlbumPageFactory,
    BodyFactory,
    DecisionPageFactory,
    NewsPageFactory,
    NoticePageFactory,
    RecordingPageFactory,
    SiteTree,
    publish_translation,
)
from tests.support.fixtures import project


def decisions(site: SiteTree, count: int, **fields: Any) -> list[Any]:
    pages = [DecisionPageFactory(parent=site.sections["sq"], **fields) for _ in range(count)]
    project()
    return pages


def ids(listed: list[dict[str, Any]]) -> list[str]:
    return [item["id"] for item in listed]


def id_of(page: Any) -> str:
    return f"{page.translation_key}.{page.locale.language_code}"


def test_item_is_what_the_log_has(site: SiteTree) -> None:
    (page,) = decisions(site, 1)
    stored = PublishedItem.objects.get(page_id=page.pk).payload
    assert get(f"{CONTENT}items/{id_of(page)}/").content.decode() == stored
    assert get(f"{CONTENT}items/?type=decision").content.decode() == f'{{"items":[{stored}],"total":1,"next":null}}'


def test_newest_come_first(site: SiteTree) -> None:
    days = [3, 1, 2, 2]
    pages = [decisions(site, 1, date=datetime.date(2025, 1, day))[0] for day in days]
    expected = [pages[0], pages[3], pages[2], pages[1]]
    assert ids(items("type=decision")["items"]) == [id_of(page) for page in expected]


def check_totals(totals: dict[str, int]) -> None:
    """Each query says that there are so many items, and gives so many."""
    assert {query: items(query)["total"] for query in totals} == totals
    assert {query: len(all_items(query)) for query in totals} == totals


def test_filters_select(site: SiteTree) -> None:
    mayor = BodyFactory(key="mayor", name="Kryetari")
    budget, *_others = decisions(site, 2, kind="budget", date=datetime.date(2024, 5, 6), body=mayor)
    decisions(site, 3)
    NewsPageFactory(parent=site.sections["sq"])
    NoticePageFactory(parent=site.sections["sq"], kind="vacancy")
    publish_translation(budget, "en")
    project()
    check_totals(
        {
            "type=decision": 6,
            "type=decision&type=news": 7,
            "kind=budget": 3,
            "kind=budget&kind=vacancy": 4,
            "state=open": 1,
            "state=closed": 0,
            "year=2024": 3,
            "year=2024&year=2025&type=decision": 6,
            "body=mayor": 3,
            "body=nobody": 0,
            "locale=en&type=decision": 1,
            "type=decision&kind=budget&year=2024&body=mayor&locale=sq": 2,
            "type=news&kind=budget": 0,
            "date_from=2024-05-06&date_to=2024-05-06": 3,
            "type=decision&date_to=2024-05-05": 0,
            "type=decision&date_from=2024-05-07": 3,
        }
    )


def test_archive_is_narrowed_by_place_and_licence(site: SiteTree) -> None:
    section = site.sections["sq"]
    AlbumPageFactory(parent=section, place="Ura e Gurit", licence="CC-BY-4.0")
    RecordingPageFactory(parent=section, place="Ura e Gurit", licence="press")
    RecordingPageFactory(parent=section, place="Parku i Qytetit", licence="CC-BY-4.0")
    RecordingPageFactory(parent=section, place="", licence="press")
    NewsPageFactory(parent=section)
    project()
    check_totals(
        {
            "place=Ura+e+Gurit": 2,
            "place=Ura+e+Gurit&place=Parku+i+Qytetit": 3,
            # Whole, as it is written there.
            "place=Ura": 0,
            "licence=CC-BY-4.0": 2,
            "licence=press&licence=CC-BY-4.0": 4,
            "licence=CC-BY-4.0&place=Ura+e+Gurit&type=album": 1,
            "licence=CC0-1.0": 0,
        }
    )
    # The value is what each item says of itself.
    assert {item["licence"]["id"] for item in all_items("licence=CC-BY-4.0")} == {"CC-BY-4.0"}
    assert {item["place"] for item in all_items("place=Parku+i+Qytetit")} == {"Parku i Qytetit"}


@pytest.mark.parametrize("query", ["place=", f"place={'x' * 256}", "licence=cc-by", "licence=", "place=a%00b"])
def test_place_or_licence_that_cannot_be_is_refused(site: SiteTree, query: str) -> None:
    response = Client().get(f"{CONTENT}items/?{query}")
    assert response.status_code == 422
    assert query.partition("=")[0] in response.content.decode()


@pytest.mark.parametrize("limit", [1, 3, 100])
def test_pages_are_complete(site: SiteTree, limit: int) -> None:
    pages = decisions(site, 7, date=datetime.date(2025, 1, 1))
    assert ids(all_items(f"type=decision&limit={limit}")) == [id_of(page) for page in reversed(pages)]


def test_pages_are_complete_and_without_duplicates_while_items_change(site: SiteTree) -> None:
    pages = decisions(site, 12)
    untouched = {id_of(page) for page in pages[:8]}
    seen: list[str] = []
    cursor = ""
    for step in range(20):
        page = items(f"type=decision&limit=2&cursor={cursor}" if cursor else "type=decision&limit=2")
        seen += ids(page["items"])
        # In front of the reader and behind: something new, something changed, something gone.
        DecisionPageFactory(parent=site.sections["sq"], date=datetime.date(2025 + step % 2, 6, 1))
        if step < 4:
            victim = pages[8 + step]
            victim.summary = "Ndryshuar"
            victim.save_revision().publish()
            if step % 2:
                victim.unpublish()
        project()
        cursor = page["next"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen))
    assert untouched <= set(seen)
    assert cursor is None


def test_total_follows_every_change(site: SiteTree) -> None:
    first, _second = decisions(site, 2)
    assert items("type=decision")["total"] == 2
    first.unpublish()
    project()
    assert items("type=decision")["total"] == 1


def test_id_survives_a_new_address(site: SiteTree) -> None:
    (page,) = decisions(site, 1)
    before = items("type=decision")["items"][0]
    page.slug = "adresa-e-re"
    page.save_revision().publish()
    project()
    after = items("type=decision")["items"][0]
    assert after["id"] == before["id"]
    assert after["url"] != before["url"]


@pytest.mark.parametrize(
    "unknown",
    [
        "0",
        "abc",
        f"{uuid.UUID(int=0)}.sq",
        "%00",
        f"{uuid.UUID(int=0)}.%00%00",
        "ë" * 300,
    ],
)
def test_unknown_id_is_a_404_problem(site: SiteTree, unknown: str) -> None:
    problem(get(f"{CONTENT}items/{unknown}/"), 404)
