"""Turns DATABASE_URL into Django's DATABASES."""

from __future__ import annotations

from typing import Any

import dj_database_url

#: A server whose machine or network is gone says nothing: without these a process waits for it for up to two hours,
#: also where another serves in its place. Seconds, and milliseconds for the last. What DATABASE_URL says goes first.
NOT_FOR_EVER = {
    "connect_timeout": 5,
    "keepalives_idle": 20,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}


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
        default["OPTIONS"] = NOT_FOR_EVER | default.get("OPTIONS", {})
    return {"default": default}
