"""Trees with something on them."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from tests.factories import DecisionPageFactory, SiteTree, make_site
from tests.support.fixtures import project

SECRET = "E fshehtë"


@pytest.fixture
def hidden(site: SiteTree) -> Callable[[Any], None]:
    """Makes pages of a factory that the public must not see, all with SECRET in their titles."""

    def make(factory: Any) -> None:
        section = site.sections["sq"]
        tomorrow = timezone.now() + datetime.timedelta(days=1)
        yesterday = timezone.now() - datetime.timedelta(days=1)
        factory(parent=section, title=f"{SECRET}: draft", live=False)
        factory(parent=section, title=f"{SECRET}: scheduled", live=False, go_live_at=tomorrow)
        factory(parent=section, title=f"{SECRET}: expired", expire_at=yesterday)
        private = factory(parent=section, title=f"{SECRET}: private")
        PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
        gone = factory(parent=section, title=f"{SECRET}: unpublished")
        project()
        gone.unpublish()
        other = make_site("other.example.org", is_default=False, slug="tjeter")
        factory(parent=other.sections["sq"], title=f"{SECRET}: of another municipality")
        project()

    return make


@pytest.fixture
def decisions(site: SiteTree) -> list[Any]:
    """Two decisions in Albanian."""
    section = site.sections["sq"]
    made = [
        DecisionPageFactory(parent=section, title="Vendim për ujin", date=datetime.date(2024, 5, 1), kind="property"),
        DecisionPageFactory(parent=section, title="Vendim për buxhetin", date=datetime.date(2025, 5, 1), kind="budget"),
    ]
    project()
    return made
