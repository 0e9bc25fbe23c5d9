"""The test database is one and the same for every test, and begins with what the migrations put into it."""

import threading

import pytest
from django.db import connections

# Django keeps connections per thread, but per asynchronous context where the thread has a running event loop, as it has
# while Playwright drives the browser. A test would get another connection there than the database was made with.
connections._connections = threading.local()  # type: ignore[attr-defined] # Django's own, and the only way to it


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let tests that commit (``transactional_db``, ``live_server``) begin with the migrations' rows.

    Such a test empties all tables when it ends. The site's root page, locales and permissions would be missing in the
    next one.
    """
    for item in items:
        marker = item.get_closest_marker("django_db")
        given = dict(marker.kwargs) if marker else {}
        fixtures = set(getattr(item, "fixturenames", ()))
        if given.get("transaction") or fixtures & {"transactional_db", "live_server"}:
            given |= {"transaction": True, "serialized_rollback": True}
            item.add_marker(pytest.mark.django_db(**given), append=False)
