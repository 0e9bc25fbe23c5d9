"""Turns DATABASE_URL into Django's DATABASES."""

from __future__ import annotations

from typing import Any

import dj_database_url


def databases(url: str) -> dict[str, Any]:
    """``DATABASES`` for a URL. SQLite gets what it needs when a web process and a worker write at once.

    On PostgreSQL a connection that the server has closed is noticed, and made anew, at the next request.
    """
    default: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    if default["ENGINE"].endswith("sqlite3"):
        default["OPTIONS"] = {
            # A transaction that first reads and then writes would otherwise fail at once when another one writes.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
    else:
        default["ENGINE"] = "config.postgresql"
    return {"default": default}
