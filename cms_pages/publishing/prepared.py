"""A statement that PostgreSQL plans once per connection, and that is asked without a cursor.

The content API asks for the publication log's state with every request. Planning its few joins took PostgreSQL longer
than running them, and a cursor (Django's and psycopg's) ten times as long as libpq itself (docs/benchmarks.md).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection

#: the statements that a connection (psycopg's) has prepared
_prepared: WeakKeyDictionary[Any, set[bytes]] = WeakKeyDictionary()


def read_prepared(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """All rows of a statement whose best plan does not depend on its values. On other databases as any statement.

    Raises Django's database errors. Who counts or wraps statements (``connection.execute_wrappers``) sees this one too.
    """
    if connection.vendor == "postgresql" and not connection.queries_logged and not connection.execute_wrappers:
        # As Django does before it makes a cursor.
        connection.close_if_health_check_failed()
        connection.ensure_connection()
        with connection.wrap_database_errors:
            return _ask_libpq(connection.connection, statement, values)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _ask_libpq(psycopg_connection: Any, statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    # What PostgreSQL's driver brings, which is only there where PostgreSQL is.
    from psycopg.adapt import PyFormat, Transformer
    from psycopg.errors import error_from_result
    from psycopg.pq import ExecStatus

    libpq, known = psycopg_connection.pgconn, _prepared.setdefault(psycopg_connection, set())
    name = hashlib.sha256(statement.encode()).hexdigest()[:32].encode()
    if name not in known:
        numbers = count(1)
        answer = libpq.prepare(name, re.sub("%s", lambda _match: f"${next(numbers)}", statement).encode())
        if answer.status != ExecStatus.COMMAND_OK:
            raise error_from_result(answer)
        known.add(name)
    transformer = Transformer(psycopg_connection)
    answer = libpq.exec_prepared(name, transformer.dump_sequence(values, [PyFormat.TEXT] * len(values)))
    if answer.status != ExecStatus.TUPLES_OK:
        raise error_from_result(answer)
    transformer.set_pgresult(answer)
    return transformer.load_rows(0, answer.ntuples, tuple)
