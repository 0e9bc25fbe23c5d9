"""The site that most tests of content begin with: made once, in a transaction around all tests that begin with it.

Making it anew for each was a third of the time of all tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.db import connection
from django.db.transaction import atomic, set_rollback
from wagtail.models import Site

from cms_pages.models import HomePage, SectionIndexPage
from tests.factories import SiteTree, make_site
from tests.support.fixtures import project


class CommonSite:
    """Is there as long as tests come that begin with it; what they do to it is undone by a savepoint."""

    #: whether the test that runs begins with it
    wanted = False
    tree: SiteTree | None = None

    def make(self, blocker: Any) -> None:
        """Make it where it is not there. ``blocker``: pytest-django's, of the database."""
        if connection.needs_rollback:
            # A test has closed the connection, and so ended the transaction: an answer that is left unread does.
            self.undo()
        if self.tree is None:
            self._blocker = blocker
            with blocker.unblock(), ExitStack() as stack:
                stack.enter_context(atomic())
                tree = make_site()
                project()
                self.tree, self._around = tree, stack.pop_all()

    def undo(self) -> None:
        if self.tree is not None:
            self.tree = None
            with self._blocker.unblock(), self._around:
                set_rollback(True)

    def read(self) -> SiteTree:
        """With objects that no other test has changed."""
        assert self.tree is not None
        homes, sections = (
            {code: model.objects.get(pk=page.pk) for code, page in made.items()}
            for model, made in ((HomePage, self.tree.homes), (SectionIndexPage, self.tree.sections))
        )
        return SiteTree(Site.objects.get(pk=self.tree.site.pk), homes, sections)


COMMON = CommonSite()


def commits(item: pytest.Item) -> bool:
    names = getattr(item, "fixturenames", ())
    marker = item.get_closest_marker("django_db")
    return bool({"transactional_db", "live_server"} & set(names) or (marker and marker.kwargs.get("transaction")))


def begins_with_it(item: pytest.Item) -> bool:
    """Not where a test commits what it does: ``site`` makes one of its own for it."""
    return "_common_site" in getattr(item, "fixturenames", ()) and not commits(item)


#: what is made once for each process that needs it, and takes up to two minutes
COSTLY = ("installation", "complete", "loaded")


def turn(item: pytest.Item) -> int:
    """When a test's turn comes.

    Who begins with the site comes first. Then who shares what is costly, so that one process has them all: it is at the
    end that processes take tests from each other. Then what takes long, with servers and browsers, as at the very end
    all wait for the last one. Tests that have their turn together come in whatever order they were in.
    """
    if begins_with_it(item):
        return 0
    names = getattr(item, "fixturenames", ())
    shared = [number for number, name in enumerate(COSTLY, 1) if name in names]
    return min(shared, default=len(COSTLY) + (1 if commits(item) else 2))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One after the other, still at random."""
    items.sort(key=turn)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    COMMON.wanted = begins_with_it(item)
    if not COMMON.wanted:
        COMMON.undo()


@pytest.fixture(scope="session")
def _undone_at_last(django_db_setup: None) -> Iterator[None]:
    """Before the database goes."""
    yield
    COMMON.undo()


# Of a class, which a test outside of classes is by itself: what is of a function comes after the beginning of the
# test's own transaction.
@pytest.fixture(scope="class")
def _common_site(_undone_at_last: None, django_db_blocker: Any) -> None:
    if COMMON.wanted:
        COMMON.make(django_db_blocker)


@pytest.fixture
def site(_common_site: None, db: None) -> SiteTree:
    """The default site, projected."""
    if COMMON.wanted:
        return COMMON.read()
    tree = make_site()
    project()
    return tree
