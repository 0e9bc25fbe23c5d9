"""Each request leaves one line, which says whose it is to nobody."""

import json
import logging
import logging.config
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
import structlog
from django.conf import settings as django_settings
from django.test import Client
from django.urls import path
from pytest_django import Settings
from wagtail.models import Page

from config.settings.logs import logging_config
from config.urls import urlpatterns as site_urlpatterns
from tests.factories import SiteTree


def broken(request: Any) -> Any:
    raise RuntimeError("something broke")


urlpatterns = [
    path("broken/", broken, name="broken"),
    path("reset/<uidb64>/<token>/", broken, name="reset"),
    *site_urlpatterns,
]


@pytest.fixture
def lines() -> Iterator[StringIO]:
    """What is logged, as it is on a server."""
    stream = StringIO()
    config = logging_config(json=True)
    config["handlers"]["console"]["stream"] = stream
    logging.config.dictConfig(config)
    yield stream
    logging.config.dictConfig(django_settings.LOGGING)


def logged(lines: StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines.getvalue().splitlines()]


@pytest.mark.django_db
def test_request_leaves_one_line_without_what_was_searched_for(client: Client, site: SiteTree, lines: StringIO) -> None:
    client.get(
        "/api/content/search/?q=fshehtesi",
        headers={"User-Agent": "Browser-of-Arta", "Cookie": "sessionid=secret", "Referer": "https://example.org/a?b"},
        REMOTE_ADDR="203.0.113.9",
    )
    (line,) = logged(lines)
    assert line.pop("duration_ms") > 0
    assert line.pop("timestamp").endswith("Z")
    assert len(line.pop("request_id")) == 32
    assert line == {
        "event": "request",
        "level": "info",
        "logger": "operations.requests",
        "method": "GET",
        "path": "/api/content/search/",
        "status": 200,
        "view": "content-api:search_items",
    }


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("2f9c1b7e-4a", True),
        ("a" * 128, True),
        ("short", False),
        ("a" * 129, False),
        ("with space in it", False),
        ("forged\\nline-of-log", False),
        ("<script>alert(1)</script>", False),
    ],
)
@pytest.mark.django_db
def test_id_of_a_request_is_taken_over_where_it_can_be_one(
    client: Client, site: SiteTree, lines: StringIO, given: str, kept: bool
) -> None:
    response = client.get("/api/content/items/", headers={"X-Request-ID": given})
    name = response["X-Request-ID"]
    assert (name == given) is kept
    assert [line["request_id"] for line in logged(lines)] == [name]


@pytest.mark.urls(__name__)
def test_error_has_the_id_of_its_request_and_no_local_values(
    client: Client, lines: StringIO, settings: Settings
) -> None:
    client.raise_request_exception = False
    response = client.get("/broken/?q=fshehtesi", headers={"X-Request-ID": "0123456789"})
    assert response["X-Request-ID"] == "0123456789"
    error, request = logged(lines)
    assert error["request_id"] == request["request_id"] == "0123456789"
    assert error["level"] == "error"
    assert "RuntimeError: something broke" in error["exception"]
    assert request["status"] == 500
    assert "fshehtesi" not in lines.getvalue()


@pytest.mark.urls(__name__)
def test_link_that_sets_a_password_is_not_in_the_log(client: Client, lines: StringIO) -> None:
    client.raise_request_exception = False
    client.get("/reset/Mg/abc-secret/")
    request = logged(lines)[-1]
    assert request["path"] == "/reset/***/***/"


@pytest.mark.urls(__name__)
def test_id_does_not_stay_behind(client: Client, lines: StringIO) -> None:
    client.get("/health/live")
    assert lines.getvalue() == "", "a probe leaves no line"
    client.raise_request_exception = False
    client.get("/broken/", headers={"X-Request-ID": "0123456789"})
    assert structlog.contextvars.get_contextvars() == {}


def test_line_of_a_library_has_what_it_was_given(lines: StringIO) -> None:
    logging.getLogger("cms_pages.publishing.readers").info("Reader handled", extra={"reader": "a", "sequence": 7})
    logging.getLogger("django.request").warning("Not Found: /a")
    logging.getLogger("elastic_transport.transport").info("GET http://user:password@host/")
    (line,) = logged(lines)
    assert (line["reader"], line["sequence"], line["event"]) == ("a", 7, "Reader handled")


def test_developer_gets_lines_for_eyes() -> None:
    stream = StringIO()
    config = logging_config(json=False)
    config["handlers"]["console"]["stream"] = stream
    logging.config.dictConfig(config)
    try:
        logging.getLogger("operations.requests").info("request")
        logging.getLogger("cms_pages").warning("Something is wrong", extra={"reader": "a"})
    finally:
        logging.config.dictConfig(django_settings.LOGGING)
    assert "Something is wrong" in stream.getvalue()
    assert stream.getvalue().count("\n") == 1
    with pytest.raises(ValueError, match="Expecting value"):
        json.loads(stream.getvalue())


@pytest.mark.django_db
def test_a_developers_log_of_an_error_asks_the_database_nothing(django_assert_num_queries: Any) -> None:
    stream = StringIO()
    config = logging_config(json=False)
    config["handlers"]["console"]["stream"] = stream
    logging.config.dictConfig(config)
    try:
        pages = Page.objects.all()
        with django_assert_num_queries(0):
            try:
                raise RuntimeError(f"something broke in {type(pages).__name__}")
            except RuntimeError:
                logging.getLogger("publications").exception("It failed.")
    finally:
        logging.config.dictConfig(django_settings.LOGGING)
    assert "something broke in PageQuerySet" in stream.getvalue()
