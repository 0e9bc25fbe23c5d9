"""A statement that PostgreSQL plans once per connection.

Planning the few joins of the publication log's state takes PostgreSQL longer than running them, and the content API
asks for it with every request (docs/benchmarks.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection


def read_prepared(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """All rows of a statement whose best plan does not depend on its values. On other databases as any statement."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.cursor = _preparing_cursor()(connection.connection)
        cursor.execute(statement, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


@cache
def _preparing_cursor() -> Any:
    """A class of psycopg's, which is only there where PostgreSQL is."""
    from psycopg import Cursor

    class PreparingCursor(Cursor[Any]):
        # Django's own writes the values into the statement, so that it is another one each time.
        def execute(self, query: Any, params: Any = None, **kwargs: Any) -> Any:
            return super().execute(query, params, **kwargs, prepare=True)

    return PreparingCursor
