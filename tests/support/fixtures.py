"""What nearly every test of content needs."""

import shutil
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import cache

from cms_pages.publishing.projector import project_stale
from tests.factories import SiteTree, make_site


@pytest.fixture(scope="session", autouse=True)
def _media() -> Iterator[None]:
    """The folder of uploaded files is this run's own, and goes with it."""
    yield
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Wagtail keeps renditions by the number of their picture, which another test's picture had."""
    cache.clear()


@pytest.fixture
def site(db: None) -> SiteTree:
    """The default site, projected."""
    tree = make_site()
    project()
    return tree


def project() -> None:
    """Project everything stale, as the worker does. Tests inside a transaction never get to the on-commit callbacks."""
    while project_stale():
        pass
