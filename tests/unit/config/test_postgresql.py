"""On PostgreSQL a kept connection is not asked at each request whether it works, and made anew when it does not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql import base
from django.db.utils import ConnectionHandler

from cms_pages.publishing import prepared
from config.settings.databases import databases
from tools.postgres import cluster


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with cluster() as url:
        yield url


@pytest.fixture
def connection(url: str, django_db_blocker: Any) -> Iterator[BaseDatabaseWrapper]:
    """A connection of the site's to a server of this module's own, kept from an earlier request."""
    with django_db_blocker.unblock():
        made = ConnectionHandler(databases(url))["default"]
        request(made)
        yield made
        made.close()


def request(connection: BaseDatabaseWrapper, statement: str = "SELECT pg_backend_pid()") -> Any:
    """The first question of a request. Returns the answer."""
    connection.close_if_unusable_or_obsolete()  # as Django does when a request begins
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def end(url: str, process: int) -> None:
    """Let the server end a connection, as it does when it restarts."""
    with psycopg.connect(url, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [process])


def test_a_working_connection_is_kept_without_asking(
    connection: BaseDatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    # Without a connection it would be made anew: the second line below would tell.
    monkeypatch.setattr(base.DatabaseWrapper, "is_usable", asked.append)
    assert request(connection) == request(connection)
    assert asked == []


def test_a_connection_that_the_server_ended_is_made_anew(connection: BaseDatabaseWrapper, url: str) -> None:
    process = request(connection)
    end(url, process)
    assert request(connection) != process


def test_a_connection_that_the_server_ended_is_made_anew_for_what_is_asked_without_a_cursor(
    connection: BaseDatabaseWrapper, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepared, "connection", connection)
    end(url, request(connection))
    connection.close_if_unusable_or_obsolete()
    assert prepared.read_prepared("SELECT 1", []) == [(1,)]


def test_a_connection_that_broke_within_a_request_is_made_anew_in_the_next(
    connection: BaseDatabaseWrapper, url: str
) -> None:
    process = request(connection)
    with pytest.raises(OperationalError), connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid(), 5000)")
    assert request(connection) != process


def test_a_connection_is_kept_after_a_wrong_statement(connection: BaseDatabaseWrapper) -> None:
    process = request(connection)
    with pytest.raises(Exception, match="nothing_here"):
        request(connection, "SELECT nothing_here")
    assert request(connection) == process


def test_a_server_that_is_gone_without_a_word_is_noticed(connection: BaseDatabaseWrapper, url: str) -> None:
    parameters = connection.connection.info.get_parameters()
    assert {"connect_timeout", "keepalives_idle", "keepalives_interval", "tcp_user_timeout"} <= set(parameters)
    assert databases(f"{url}?connect_timeout=9")["default"]["OPTIONS"]["connect_timeout"] == 9
