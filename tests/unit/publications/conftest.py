from __future__ import annotations

from typing import Any

import pytest

from tests.factories import DecisionPageFactory, SiteTree
from tests.support.fixtures import project


@pytest.fixture
def decision(site: SiteTree) -> Any:
    """A published one, with its item."""
    page = DecisionPageFactory(parent=site.sections["sq"], title="Vendim për ujin")
    project()
    return page
