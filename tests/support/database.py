"""The test database is one and the same for every test, and begins with what the migrations put into it."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, connections
from django.db.transaction import atomic
from django.test import TransactionTestCase

# Django keeps connections per thread, but per asynchronous context where the thread has a running event loop, as it has
# while Playwright drives the browser. A test would get another connection there than the database was made with.
connections._connections = threading.local()  # type: ignore[attr-defined] # Django's own, and the only way to it


class Rows:
    """The rows of all tables, as they are now."""

    def __init__(self) -> None:
        tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
        self.of = {table: _rows(table) for table in tables}

    def put_back(self) -> None:
        """Let every table have these rows again, and no others."""
        # In one transaction, as rows name each other: that is checked at its end.
        with atomic(), connection.cursor() as cursor:
            for table, rows in self.of.items():
                if _rows(table) == rows:
                    continue
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
                if rows:
                    places = ", ".join(["%s"] * len(rows[0]))
                    cursor.executemany(f"INSERT INTO {connection.ops.quote_name(table)} VALUES ({places})", rows)


def _rows(table: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The database, made by the migrations. What a test commits is undone after it (``transactional_db``,
    ``live_server``).

    Django empties every table and gives back nothing, or all rows one by one: two seconds for a test. Here only what a
    test has changed is written.
    """
    with django_db_blocker.unblock():
        first = Rows()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: first.put_back())
        yield
