"""The municipality with a page of every kind, as each test begins with it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import connection
from pytest_django.live_server_helper import LiveServer

from tests.browser.site_tree import Pages, make_pages


@dataclass
class Kept:
    """The database after the pages were made; they are made for the first test that asks for them."""

    database: sqlite3.Connection
    pages: Pages | None = None


@pytest.fixture(scope="session")
def _kept() -> Iterator[Kept]:
    database = sqlite3.connect(":memory:")
    yield Kept(database)
    database.close()


@pytest.fixture
def pages(live_server: LiveServer, _kept: Kept) -> Pages:
    """Made once, as it takes ten seconds. What a test does to the database is undone after it, here as everywhere."""
    connection.ensure_connection()
    if _kept.pages is None:
        _kept.pages = make_pages()
        connection.connection.backup(_kept.database)
    else:
        _kept.database.backup(connection.connection)
    return _kept.pages
