"""How often one client may ask: through the API and the site's page, beside others and behind proxies."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest
from django.test import Client, RequestFactory
from pytest_django import Settings

from cms_pages import allowances
from search import limits
from search.limits import seconds_to_wait
from search.models import UsedAllowance
from tests.api.test_openapi import assert_described
from tests.factories import SiteTree
from tests.unit.site.html import Html

SEARCH, SUGGEST, PAGE = "/api/content/search/", "/api/content/search/suggest/", "/sq/search/"
NOW = 1_000_000.0


def request_of(address: str = "198.51.100.7", **headers: str) -> HttpRequest:
    return RequestFactory().get("/", headers=headers, REMOTE_ADDR=address)


def ask(seconds: float = 0.0, address: str = "198.51.100.7", question: limits.Question = "search") -> int:
    return seconds_to_wait(request_of(address), question, now=lambda: NOW + seconds)


@pytest.fixture
def three_a_minute(settings: Settings, db: None) -> None:
    settings.SEARCH_LIMIT_PER_MINUTE = settings.SUGGEST_LIMIT_PER_MINUTE = 3


@pytest.mark.usefixtures("three_a_minute")
class TestAllowance:
    def test_so_many_at_once_and_then_one_each_time_a_share_of_a_minute_has_passed(self) -> None:
        assert [ask(), ask(1), ask(2), ask(3), ask(19), ask(20), ask(21)] == [0, 0, 0, 17, 1, 0, 19]

    def test_a_minute_later_all_of_it_is_there_again_and_no_more(self) -> None:
        for _ in range(4):
            ask()
        assert [ask(60 * 60) for _ in range(5)] == [0, 0, 0, 20, 20]

    def test_what_was_refused_is_not_counted(self) -> None:
        for _ in range(50):
            ask()
        assert ask(20) == 0

    def test_clients_and_questions_have_allowances_of_their_own(self) -> None:
        for _ in range(4):
            ask()
        assert ask() > 0
        assert ask(address="198.51.100.8") == 0
        assert ask(question="suggest") == 0

    def test_nobody_waits_for_a_clock_that_was_ahead(self) -> None:
        for _ in range(4):
            ask(365 * 24 * 3600)
        assert [ask(), ask(), ask(), ask()] == [0, 0, 0, 20]

    def test_addresses_are_not_kept(self) -> None:
        ask(address="198.51.100.7")
        assert "198" not in UsedAllowance.objects.get().client

    def test_rows_that_say_nothing_any_more_are_removed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        ask(address="198.51.100.1")
        monkeypatch.setattr(allowances, "SWEEP_EVERY", 1)
        ask(3600, address="198.51.100.2")
        ask(3601, address="198.51.100.3")
        assert UsedAllowance.objects.count() == 2


def test_without_a_limit_nothing_is_counted(settings: Settings, db: None) -> None:
    settings.SEARCH_LIMIT_PER_MINUTE = 0
    assert [ask() for _ in range(20)] == [0] * 20
    assert not UsedAllowance.objects.exists()


@pytest.mark.usefixtures("three_a_minute")
@pytest.mark.parametrize(("proxies", "allowed"), [(0, 3), (1, 3)])
def test_a_claimed_address_does_not_help(settings: Settings, proxies: int, allowed: int) -> None:
    settings.TRUSTED_PROXIES = proxies
    answers = []
    for number in range(10):
        forwarded = ", ".join([f"203.0.113.{number}", *["192.0.2.9"] * proxies])
        request = request_of("10.0.0.1", **{"X-Forwarded-For": forwarded})
        answers.append(seconds_to_wait(request, "search", now=lambda: NOW))
    assert answers.count(0) == allowed


@pytest.mark.usefixtures("three_a_minute")
def test_visitors_behind_a_trusted_proxy_are_told_apart(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = 1
    for number in range(10):
        request = request_of("10.0.0.1", **{"X-Forwarded-For": f"203.0.113.{number}"})
        assert seconds_to_wait(request, "search") == 0


@pytest.mark.django_db(transaction=True)
def test_questions_at_the_same_moment_are_all_counted(settings: Settings) -> None:
    settings.SEARCH_LIMIT_PER_MINUTE = 10

    def ask_and_close(_number: int) -> int:
        try:
            return ask()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(ask_and_close, range(40)))
    assert answers.count(0) == 10


@pytest.mark.django_db(transaction=True)
def test_a_database_that_cannot_be_written_refuses_nobody(settings: Settings) -> None:
    settings.SEARCH_LIMIT_PER_MINUTE = 3
    read_only = {
        "sqlite": ("PRAGMA query_only = ON", "PRAGMA query_only = OFF"),
        "postgresql": ("SET default_transaction_read_only = on", "SET default_transaction_read_only = off"),
    }
    on, off = read_only[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(on)
        try:
            assert [ask() for _ in range(5)] == [0] * 5
        finally:
            cursor.execute(off)


@pytest.mark.usefixtures("three_a_minute")
@pytest.mark.parametrize("address", [SEARCH, SUGGEST])
def test_the_api_answers_with_a_problem_that_says_when_to_ask_again(
    client: Client, site: SiteTree, address: str
) -> None:
    for _ in range(3):
        assert client.get(address, {"q": "uji"}).status_code == 200
    refused = client.get(address, {"q": "uji"}, headers={"accept-language": "en", "origin": "https://app.example.org"})
    assert refused.status_code == 429
    assert 1 <= int(refused["Retry-After"]) <= 20
    problem: dict[str, Any] = refused.json()
    assert (problem["status"], problem["title"]) == (429, "Too many requests")
    assert refused["Retry-After"] in problem["detail"]
    assert refused["Cache-Control"] == "no-store"
    assert "retry-after" in refused["Access-Control-Expose-Headers"]
    assert_described(address.removeprefix("/api/content/"), refused)
    assert client.get(address, {"q": "uji"}, REMOTE_ADDR="203.0.113.5").status_code == 200


@pytest.mark.usefixtures("three_a_minute")
def test_the_page_and_the_api_count_together_and_the_page_keeps_what_was_typed(client: Client, site: SiteTree) -> None:
    client.get(SEARCH, {"q": "uji"})
    client.get(SEARCH, {"q": "uji"})
    assert client.get(PAGE, {"q": "uji"}).status_code == 200
    for language, word in (("sq", "kërkime"), ("sr-latn", "pretrag"), ("en", "searches")):
        refused = client.get(f"/{language}/search/", {"q": "uji i pijshëm", "year": "2024"})
        assert refused.status_code == 429
        assert 1 <= int(refused["Retry-After"]) <= 20
        page = Html(refused.content.decode())
        assert word in page.text("main").lower()
        assert page.attributes("#search-text", "value") == ["uji i pijshëm"]
        assert page.attributes("main [type=hidden][name=year]", "value") == ["2024"]
