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


def begins_with_it(item: pytest.Item) -> bool:
    """Not where a test commits what it does: ``site`` makes one of its own for it."""
    names = getattr(item, "fixturenames", ())
    marker = item.get_closest_marker("django_db")
    commits = "transactional_db" in names or "live_server" in names or (marker and marker.kwargs.get("transaction"))
    return "_common_site" in names and not commits


#: what is made once for each process that needs it, and takes up to two minutes
COSTLY = ("installation", "complete", "loaded")


def turn(item: pytest.Item) -> int:
    names = getattr(item, "fixturenames", ())
    return -1 if begins_with_it(item) else next((n for n, name in enumerate(COSTLY) if name in names), len(COSTLY))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """They come first, one after the other, still at random; then who shares what is costly, so that one process has
    them all: only at the end do processes take tests from each other.
    """
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
