"""``/api/content/search/`` and ``search/suggest/``."""

from __future__ import annotations

import datetime
import json
from typing import Any
from urllib.parse import quote

import pytest
from django.core.signing import Signer
from django.test import Client
from django.utils import timezone

from cms_pages.publishing.models import LogState, PublishedItem
from search.database.indexer import DatabaseReader
from tests.factories import DecisionPageFactory, NewsPageFactory, SiteTree, publish_translation
from tests.support.fixtures import project

SEARCH, SUGGEST = "/api/content/search/", "/api/content/search/suggest/"


@pytest.fixture
def content(site: SiteTree) -> SiteTree:
    """A decision in two languages and three news."""
    decision = DecisionPageFactory(
        parent=site.sections["sq"], title="Vendim për tregun", number="01-400/77", summary="Hapet <tregu> i ri."
    )
    publish_translation(decision, "sr-latn", {"Vendim për tregun": "Odluka o pijaci"})
    for number in range(3):
        NewsPageFactory(parent=site.sections["sq"], title=f"Lajm për parkun {number}")
    project()
    DatabaseReader().handle(list(PublishedItem.objects.all()))
    return site


def get(client: Client, path: str, status: int = 200, **parameters: Any) -> Any:
    response = client.get(path, parameters)
    assert response.status_code == status, response.content
    return json.loads(response.content)


def test_a_hit_is_the_item_with_its_highlight(client: Client, content: SiteTree) -> None:
    answer = get(client, SEARCH, q="пијаца")
    item = PublishedItem.objects.get(title="Vendim për tregun")
    assert answer["items"] == [
        json.loads(item.payload)
        | {
            "highlight": {"title": "Vendim për tregun", "text": answer["items"][0]["highlight"]["text"]},
            "matched_locale": "sr-latn",
        }
    ]
    assert (answer["total"], answer["next"], answer["degraded"]) == (1, None, False)
    assert answer["took_ms"] >= 0
    assert answer["facets"]["type"] == [{"value": "decision", "count": 1}]
    assert answer["facets"]["locale"] == [{"value": "sr-latn", "count": 1}]


def test_the_preferred_language_is_shown(client: Client, content: SiteTree) -> None:
    hit = get(client, SEARCH, q="vendimet", prefer="sr-latn", type="decision")["items"][0]
    assert (hit["locale"], hit["matched_locale"], hit["title"]) == ("sr-latn", "sq", "Odluka o pijaci")
    hit = get(client, SEARCH, q="tregut")["items"][0]
    assert hit["highlight"] == {
        "title": "Vendim për <mark>tregun</mark>",
        "text": "Hapet &lt;<mark>tregu</mark>&gt; i ri.",
    }


def test_pages_are_followed_to_the_end(client: Client, content: SiteTree) -> None:
    titles: list[str] = []
    cursor = None
    for _page in range(10):
        answer = get(client, SEARCH, q="park", limit=2, order="newest", **({"cursor": cursor} if cursor else {}))
        titles += [item["title"] for item in answer["items"]]
        cursor = answer["next"]
        if cursor is None:
            break
    assert sorted(titles) == [f"Lajm për parkun {number}" for number in range(3)]
    assert answer["total"] == 3


def test_filters(client: Client, content: SiteTree) -> None:
    assert get(client, SEARCH, type="news", year=2025)["total"] == 3
    assert get(client, SEARCH, type=["news", "decision"])["total"] == 4
    assert get(client, SEARCH, body="assembly")["total"] == 1
    assert get(client, SEARCH, state="in_force", locale="sq")["total"] == 1
    assert get(client, SEARCH, state=["revoked", "open"])["total"] == 0
    assert get(client, SEARCH, kind="individual", locale="sr-latn")["items"][0]["locale"] == "sr-latn"
    assert get(client, SEARCH, q="treg", date_from="2025-03-14", date_to="2025-03-14")["total"] == 1
    assert get(client, SEARCH, q="treg", date_to="2025-03-13")["total"] == 0


def test_act_that_enters_into_force_is_found_so_as_soon_as_the_log_says_so(client: Client, content: SiteTree) -> None:
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    page = DecisionPageFactory(parent=content.sections["sq"], title="Nesër", entry_into_force=tomorrow)
    project()
    DatabaseReader().handle(list(PublishedItem.objects.all()))
    coming = get(client, SEARCH, state="not_yet_in_force")
    assert [item["title"] for item in coming["items"]] == ["Nesër"]
    assert {"value": "not_yet_in_force", "count": 1} in coming["facets"]["state"]
    # The day comes; no worker runs.
    type(page).objects.filter(pk=page.pk).update(entry_into_force=timezone.localdate())
    PublishedItem.objects.filter(page_id=page.pk).update(changes_at=timezone.now())
    LogState.objects.update(next_change=timezone.now())
    assert get(client, SEARCH, state="not_yet_in_force")["total"] == 0
    found = get(client, SEARCH, state="in_force", type="decision", locale="sq")
    assert {item["title"]: item["state"] for item in found["items"]}["Nesër"] == "in_force"


def test_a_misspelt_word_is_answered_with_what_finds_something(client: Client, content: SiteTree) -> None:
    assert get(client, SEARCH, q="vendim trgeun")["did_you_mean"] == {"q": "vendim tregun", "total": 1}
    assert get(client, SEARCH, q="trgeun", type="decision")["did_you_mean"] == {"q": "tregun", "total": 1}
    assert get(client, SEARCH, q="trgeun", type="news")["did_you_mean"] is None
    assert get(client, SEARCH, q="xhirafa")["did_you_mean"] is None
    assert get(client, SEARCH, q="treg")["did_you_mean"] is None


@pytest.mark.parametrize(
    ("parameters", "named"),
    [
        ({"typo": "1"}, "typo"),
        ({"limit": "101"}, "limit"),
        ({"limit": "0"}, "limit"),
        ({"type": "unknown"}, "type"),
        ({"kind": "unknown"}, "kind"),
        ({"state": "unknown"}, "state"),
        ({"year": "abc"}, "year"),
        ({"locale": "xx"}, "locale"),
        ({"prefer": "xx"}, "prefer"),
        ({"order": "random"}, "order"),
        ({"date_to": "yesterday"}, "date_to"),
        ({"q": ["a", "b"]}, "q"),
        ({"body": "a\x00b"}, "body"),
    ],
)
def test_wrong_parameters_are_named(client: Client, site: SiteTree, parameters: dict[str, Any], named: str) -> None:
    problem = get(client, SEARCH, 422, **parameters)
    assert [error["parameter"] for error in problem["errors"]] == [named]


@pytest.mark.parametrize(
    "text", ["\x00", "vendim\x00*", '"', "a" * 20_000, "AND OR NOT", "../", "🎉", "%", "\\", "\t\n"]
)
def test_no_text_is_an_error(client: Client, content: SiteTree, text: str) -> None:
    get(client, SEARCH, q=text)
    get(client, SUGGEST, q=text)


def test_bytes_that_are_no_text_are_no_error(client: Client, content: SiteTree) -> None:
    for path in (SEARCH, SUGGEST):
        assert client.get(f"{path}?q=%ff%fe{quote('vendim')}%ed%a0%80").status_code == 200


def test_cursors_that_are_not_ours_are_refused(client: Client, content: SiteTree) -> None:
    cursor = get(client, SEARCH, q="park", limit=1)["next"]
    get(client, SEARCH, 410, q="park", limit=1, cursor="forged")
    other = Signer(key="of another installation", salt="cms_pages.api.cursors", sep=".")
    get(client, SEARCH, 410, q="park", limit=1, cursor=other.sign_object(["x", "search", "x", [1]]))
    get(client, SEARCH, 422, q="treg", limit=1, cursor=cursor)
    items = get(client, "/api/content/items/", limit=1)["next"]
    get(client, SEARCH, 422, cursor=items)


def test_an_answer_that_did_not_change_is_not_sent_again(client: Client, content: SiteTree) -> None:
    response = client.get(SEARCH, {"q": "treg"})
    again = client.get(SEARCH, {"q": "treg"}, headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(SEARCH, {"q": "park"}, headers={"If-None-Match": response["ETag"]}).status_code == 200
    response = client.get(SUGGEST, {"q": "treg"})
    assert client.get(SUGGEST, {"q": "treg"}, headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_suggestions(client: Client, content: SiteTree) -> None:
    item = PublishedItem.objects.get(title="Odluka o pijaci")
    assert get(client, SUGGEST, q="пиј") == {
        "items": [
            {"id": item.item_id, "type": "decision", "locale": "sr-latn", "title": "Odluka o pijaci", "url": item.url}
        ]
    }
    assert len(get(client, SUGGEST, q="la", limit=2)["items"]) == 2
    problem = get(client, SUGGEST, 422)
    assert [error["parameter"] for error in problem["errors"]] == ["q"]


def test_the_description_names_every_type(client: Client, site: SiteTree) -> None:
    schemas = get(client, "/api/content/openapi.json")["components"]["schemas"]
    assert {"DecisionItemHit", "NewsItemHit", "PageItemHit", "Facets", "Suggestions"} <= schemas.keys()
    refs = json.dumps(schemas["SearchAnswer"])
    for name in ("DecisionItemHit", "PageItemHit"):
        assert name in refs
