"""``--database-only``: where all tests have run before on another database, what does not depend on it is left out.

That is what uses none, and what takes long and is marked with ``once``: it does the same on each. So does what counts
Django's queries for few rows and for many: of SQLite, which alone splits long ones, there are the most.
"""

from __future__ import annotations

from typing import Any

import pytest

LEFT_OUT = pytest.StashKey[int]()


def depends_on_database(item: pytest.Item) -> bool:
    """Without any of the fixtures and the first marker pytest-django refuses every connection."""
    if item.get_closest_marker("once") is not None:
        return False
    names = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(names & {"django_db_setup", "live_server"})


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database-only", action="store_true", help="leave out what does not depend on the database")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "once: it uses the database, but does not depend on which one it is")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("database_only"):
        left_out = [item for item in items if not depends_on_database(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if depends_on_database(item)]
        config.stash[LEFT_OUT] = len(left_out)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """A process of pytest-xdist tells it to the one that writes the summary."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = session.config.stash.get(LEFT_OUT, 0)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """All of them have left out the same."""
    config, output = node.config, getattr(node, "workeroutput", {})
    config.stash[LEFT_OUT] = output.get("left_out", 0)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if left_out := config.stash.get(LEFT_OUT, 0):
        terminalreporter.write_line(f"{left_out} tests do not depend on it and were left out (--database-only)")
