"""What is asked without a cursor is answered as any statement is."""

from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone
from wagtail.models import Site

from cms_pages.publishing.models import LogState
from cms_pages.publishing.prepared import read_prepared
from tests.factories import SiteTree

STATEMENT = (
    "SELECT site.id, hostname, is_default_site, epoch, log.next_change <= %s, reconciled_at "
    "FROM wagtailcore_site site LEFT JOIN cms_pages_logstate log ON log.id = 1 WHERE hostname <> %s ORDER BY site.id"
)


def values(hostname: str) -> list[Any]:
    return [connection.ops.adapt_datetimefield_value(timezone.now()), hostname]


def test_rows_are_those_of_a_cursor(site: SiteTree) -> None:
    LogState.objects.update(next_change=timezone.now(), reconciled_at=timezone.now())
    hostname = Site.objects.get(is_default_site=True).hostname
    for unlike, found in (("another", 1), (hostname, 0), ("it's %s", 1)):
        with connection.cursor() as cursor:
            cursor.execute(STATEMENT, values(unlike))
            expected = cursor.fetchall()
        rows = read_prepared(STATEMENT, values(unlike))
        assert len(rows) == found
        assert [[type(value) for value in row] for row in rows] == [[type(value) for value in row] for row in expected]
        assert rows == expected


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_answered_raises_djangos_error_and_leaves_the_connection_working() -> None:
    for statement in ("SELECT nothing FROM wagtailcore_site", "SELECT 1 / CAST(%s AS INTEGER) FROM nowhere"):
        with pytest.raises(DatabaseError):
            read_prepared(statement, ["0"] if "%s" in statement else [])
    assert read_prepared("SELECT 1 WHERE CAST(%s AS INTEGER) = 2", [2]) == [(1,)]


def test_who_counts_statements_sees_it(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        read_prepared("SELECT 1", [])
    seen: list[str] = []

    def watch(execute: Any, sql: str, *rest: Any) -> Any:
        seen.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        read_prepared("SELECT 1", [])
    assert seen == ["SELECT 1"]
