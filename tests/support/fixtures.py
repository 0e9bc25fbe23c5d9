"""What nearly every test of content needs."""

import pytest

from cms_pages.publishing.projector import project_stale
from tests.factories import SiteTree, make_site


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
