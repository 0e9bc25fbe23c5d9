"""Bad input: each wrong parameter is named, and nothing is guessed."""

import uuid

import pytest
from django.core.signing import Signer

from cms_pages.api.cursors import SALT, encode_cursor
from cms_pages.api.log import SiteLog
from cms_pages.models import LogState
from tests.api.client import CONTENT, get, items, problem, sync
from tests.factories import DecisionPageFactory, SiteTree
from tests.support.fixtures import project

WRONG = [
    ("items", "foo=1", {"foo"}),
    ("items", "foo=1&bar=2&limit=5", {"foo", "bar"}),
    ("items", "Type=decision", {"Type"}),
    ("items", "type=nothing", {"type"}),
    ("items", "type=decision&type=nothing", {"type"}),
    ("items", "type=", {"type"}),
    ("items", "kind=nothing", {"kind"}),
    ("items", "locale=de", {"locale"}),
    ("items", "year=20x5", {"year"}),
    ("items", "year=99999999999999999999", {"year"}),
    ("items", "year=0", {"year"}),
    ("items", "body=a%27%20OR%201", {"body"}),
    ("items", f"body={'a' * 65}", {"body"}),
    ("items", "body=%00", {"body"}),
    ("items", "limit=0", {"limit"}),
    ("items", "limit=-1", {"limit"}),
    ("items", "limit=101", {"limit"}),
    ("items", "limit=ten", {"limit"}),
    ("items", "limit=", {"limit"}),
    ("items", "limit=5&limit=6", {"limit"}),
    ("items", f"cursor={'a' * 2001}", {"cursor"}),
    ("items", "date_from=0", {"date_from"}),
    ("items", "date_from=2025-02-30", {"date_from"}),
    ("items", "date_to=2025-01-01T10:00:00", {"date_to"}),
    ("items", "date_to=", {"date_to"}),
    ("items", "date_from=2025-01-02&date_to=2025-01-01", {"date_to"}),
    ("search", "date_from=2025-01-02&date_to=2025-01-01", {"date_to"}),
    ("items", "limit=0&year=x&type=nothing", {"limit", "year", "type"}),
    ("sync", "limit=501", {"limit"}),
    ("sync", "kind=budget", {"kind"}),
    ("sync", "type=nothing&locale=xx", {"type", "locale"}),
]


@pytest.mark.parametrize(("endpoint", "query", "names"), WRONG)
def test_wrong_parameters_are_named(site: SiteTree, endpoint: str, query: str, names: set[str]) -> None:
    document = problem(get(f"{CONTENT}{endpoint}/?{query}"), 422)
    assert document["type"] == "urn:kuvendi:problem:invalid-parameters"
    assert {error["parameter"] for error in document["errors"]} == names
    assert all(error["message"] for error in document["errors"])


def test_message_says_what_is_allowed(site: SiteTree) -> None:
    errors = problem(get(f"{CONTENT}items/?limit=101&locale=de"), 422)["errors"]
    assert {error["parameter"]: error["message"] for error in errors} == {
        "limit": "Give at most 100.",
        "locale": "Give one of: sq, sr-latn, en.",
    }
    errors = problem(get(f"{CONTENT}items/?date_from=2025-02-30"), 422)["errors"]
    assert errors[0]["message"] == "Give a date, such as 2026-03-31."


def test_limits_up_to_the_maximum_work(site: SiteTree) -> None:
    assert items("limit=1")["items"]
    assert items("limit=100")["items"]
    assert sync("limit=500")["items"]


def list_cursor(site: SiteTree) -> str:
    for _ in range(3):
        DecisionPageFactory(parent=site.sections["sq"])
    project()
    cursor = items("type=decision&limit=1")["next"]
    assert isinstance(cursor, str)
    return cursor


def test_forged_cursors_are_gone(site: SiteTree) -> None:
    cursor = list_cursor(site)
    body, signature = cursor.rsplit(".", 1)
    forged = [
        "x",
        ".",
        body,
        f"{body}.{signature[:-1]}",
        f"{body[:-2]}AA.{signature}",
        f"x{cursor}",
        "%00",
        "ë",
        "WzFd." + signature,
    ]
    for text in forged:
        document = problem(get(f"{CONTENT}items/?type=decision&limit=1&cursor={text}"), 422 if text == "%00" else 410)
        assert text == "%00" or document["type"] == "urn:kuvendi:problem:cursor-expired"


def test_cursor_of_another_installation_is_gone(site: SiteTree) -> None:
    cursor = list_cursor(site)
    assert items(f"type=decision&limit=1&cursor={cursor}")["items"]
    LogState.objects.update(epoch=uuid.uuid4())
    problem(get(f"{CONTENT}items/?type=decision&limit=1&cursor={cursor}"), 410)


def test_cursor_of_another_key_is_gone(site: SiteTree) -> None:
    cursor = list_cursor(site)
    content = Signer(salt=SALT, sep=".").unsign_object(cursor)
    forged = Signer(key="another", salt=SALT, sep=".").sign_object(content)
    problem(get(f"{CONTENT}items/?type=decision&limit=1&cursor={forged}"), 410)


@pytest.mark.parametrize(
    "query",
    [
        "items/?type=news",
        "items/?type=decision&year=2025",
        "items/?type=decision&date_from=2025-01-01",
        "items/",
        "sync/?type=decision",
    ],
)
def test_cursor_belongs_to_its_filters(site: SiteTree, query: str) -> None:
    cursor = list_cursor(site)
    errors = problem(get(f"{CONTENT}{query}{'&' if '?' in query else '?'}cursor={cursor}"), 422)["errors"]
    assert [error["parameter"] for error in errors] == ["cursor"]


def test_limit_may_change_from_page_to_page(site: SiteTree) -> None:
    cursor = list_cursor(site)
    assert len(items(f"type=decision&limit=2&cursor={cursor}")["items"]) == 2


def test_same_filters_in_another_order_are_the_same(site: SiteTree) -> None:
    DecisionPageFactory(parent=site.sections["sq"])
    DecisionPageFactory(parent=site.sections["sq"])
    project()
    cursor = items("year=2025&year=2024&limit=1")["next"]
    assert items(f"limit=1&year=2024&year=2025&cursor={cursor}")["items"]


def test_cursor_needs_no_escaping() -> None:
    log = SiteLog(1, uuid.uuid4(), 1, 0, "")
    cursor = encode_cursor(log, "items", {"type": ["decision"]}, ["2025-01-01", 1])
    assert set(cursor) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")
