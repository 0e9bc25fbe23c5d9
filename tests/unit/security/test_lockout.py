"""Who guesses passwords is refused for a while, and only there; who forgot one is told how long."""

import datetime
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db.models import F
from django.test import Client
from pytest_django import Settings

from tests.factories import SiteTree

PASSWORD = "fjalëkalim-i-gjatë"


@pytest.fixture(autouse=True)
def _people(site: SiteTree, settings: Settings) -> None:
    settings.TRUSTED_PROXIES = 1
    for name in ("redaktorja", "moderatori"):
        User.objects.create_superuser(name, password=PASSWORD)


def log_in(name: str, password: str, address: str = "198.51.100.7", **headers: str) -> Any:
    headers = {"x-forwarded-for": address, "accept-language": "en", **headers}
    return Client().post("/admin/login/", {"username": name, "password": password}, headers=headers)


def guess(times: int) -> None:
    for _ in range(times):
        log_in("redaktorja", "gabim")


def test_fifth_wrong_password_locks_out_and_the_right_one_does_not_help() -> None:
    guess(4)
    assert log_in("redaktorja", "gabim").status_code == 429
    response = log_in("redaktorja", PASSWORD)
    assert response.status_code == 429
    assert 14 * 60 < int(response["Retry-After"]) <= 15 * 60
    assert "sessionid" not in response.cookies


def test_four_wrong_passwords_do_not_and_a_right_one_begins_anew() -> None:
    guess(4)
    assert log_in("redaktorja", PASSWORD).status_code == 302
    guess(4)
    assert log_in("redaktorja", PASSWORD).status_code == 302


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("sq", "mund të provoni përsëri pas 15 minutash"),
        ("sr-latn", "možete ponovo da pokušate za 15 minuta"),
        ("en", "you can try again in 15 minutes"),
    ],
)
def test_page_says_how_long_in_the_readers_language(language: str, says: str) -> None:
    guess(5)
    assert says in log_in("redaktorja", PASSWORD, **{"accept-language": language}).content.decode()


def test_others_are_not_concerned() -> None:
    guess(5)
    assert log_in("moderatori", PASSWORD).status_code == 302
    assert log_in("redaktorja", PASSWORD, address="203.0.113.9").status_code == 302


def test_address_that_is_only_claimed_does_not_help() -> None:
    guess(5)
    assert log_in("redaktorja", PASSWORD, address="203.0.113.9, 198.51.100.7").status_code == 429


def test_attempt_that_cannot_be_counted_says_nothing_of_the_password() -> None:
    answers = {log_in("redaktorja", word, **{"user-agent": "a\x00"}).status_code for word in ("gabim", PASSWORD)}
    assert answers == {400}


def test_it_ends_by_itself_however_often_one_tries_meanwhile() -> None:
    guess(8)
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - datetime.timedelta(minutes=15, seconds=1))
    assert log_in("redaktorja", PASSWORD).status_code == 302


def test_operator_lets_somebody_in_at_once() -> None:
    guess(5)
    call_command("axes_reset_username", "redaktorja")
    assert log_in("redaktorja", PASSWORD).status_code == 302


def test_log_in_of_the_public_site_counts_too() -> None:
    for _ in range(4):
        Client().post("/sq/_util/login/", {"username": "redaktorja", "password": "x"}, REMOTE_ADDR="198.51.100.7")
    guess(1)
    assert log_in("redaktorja", PASSWORD).status_code == 429


def test_passwords_are_not_kept() -> None:
    log_in("redaktorja", "gabim-sekret")
    assert "gabim-sekret" not in str(AccessAttempt.objects.values())
