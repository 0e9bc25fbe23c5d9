"""Whose request it is, with and without proxies in front, and when somebody lies."""

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from cms_pages.client_address import client_address

CONNECTION = "192.0.2.1"


def address(forwarded: str | None = None, connection: str = CONNECTION) -> str:
    headers = {"X-Forwarded-For": forwarded} if forwarded is not None else {}
    return client_address(RequestFactory().get("/", headers=headers, REMOTE_ADDR=connection))


def test_without_proxies_it_is_the_connection_whatever_is_claimed() -> None:
    assert address("198.51.100.7") == CONNECTION


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        (2, "203.0.113.9, 198.51.100.7,10.0.0.1", "198.51.100.7"),
        # Did not come through all of them.
        (2, "198.51.100.7", CONNECTION),
        (1, None, CONNECTION),
        (1, "198.51.100.7, unknown", CONNECTION),
        (1, "", CONNECTION),
    ],
)
def test_behind_proxies_it_is_what_the_outermost_saw(
    settings: Settings, proxies: int, forwarded: str | None, expected: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    assert address(forwarded) == expected


@pytest.mark.parametrize(
    ("connection", "expected"),
    [
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("", ""),
    ],
)
def test_one_line_is_one_address(connection: str, expected: str) -> None:
    assert address(connection=connection) == expected
