"""How a database means to answer."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext


def plans_of(asking: Callable[[], object]) -> list[str]:
    """The plan of each SELECT that is asked, as if the tables were large: PostgreSQL would read small ones whole."""
    with CaptureQueriesContext(connection) as asked:
        asking()
    statements = [query["sql"] for query in asked if query["sql"].startswith("SELECT")]
    explain = "EXPLAIN QUERY PLAN"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            explain = "EXPLAIN"
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        found = []
        for statement in statements:
            cursor.execute(f"{explain} {statement}")
            found.append("\n".join(str(row[-1]) for row in cursor.fetchall()))
    return found
