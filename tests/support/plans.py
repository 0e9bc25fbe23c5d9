"""How SQLite means to answer: it chooses by the conditions alone, and so alike for few rows and for many."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext


def plans_of(asking: Callable[[], object]) -> list[str]:
    """The plan of each SELECT that is asked."""
    with CaptureQueriesContext(connection) as asked:
        asking()
    statements = [query["sql"] for query in asked if query["sql"].startswith("SELECT")]
    found = []
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
            found.append("\n".join(str(row[-1]) for row in cursor.fetchall()))
    return found
