"""Two transactions that each wait for what the other has locked."""

from __future__ import annotations


def is_deadlock(error: BaseException) -> bool:
    """Whether PostgreSQL ended a transaction so that the one that waited for it could go on: it can be done again.

    Source: https://www.postgresql.org/docs/15/errcodes-appendix.html (40P01)
    """
    return getattr(error.__cause__, "sqlstate", "") == "40P01"
