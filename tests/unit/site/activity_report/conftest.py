"""A year with something in it."""

import datetime
from typing import Any

import pytest

from tests.factories import BodyFactory, MinutesPageFactory, NewsPageFactory, NoticePageFactory, SiteTree
from tests.support.fixtures import project

YEAR = 2024


def on(month: int, day: int = 15) -> dict[str, Any]:
    """The date of a page, and the moment at which it was published: today."""
    return {"date": datetime.date(YEAR, month, day)}


@pytest.fixture
def publications(site: SiteTree) -> list[Any]:
    """One of each kind that is counted, and two that are not."""
    section = site.sections["sq"]
    committee = BodyFactory(key="finance", name="Komiteti për Politikë dhe Financa", kind="committee")
    assembly = BodyFactory(key="assembly", kind="assembly")
    made = [
        *(NewsPageFactory(parent=section, kind=kind, **on(1)) for kind in ("news", "press_release", "speech")),
        *(NewsPageFactory(parent=section, kind=kind, **on(6)) for kind in ("statement", "interview")),
        NewsPageFactory(parent=section, kind="shared", **on(7)),
        *(NewsPageFactory(parent=section, kind=kind, **on(12, 31)) for kind in ("reaction", "clarification")),
        NoticePageFactory(parent=section, kind="notice", deadline=None, **on(1, 1)),
        *(NoticePageFactory(parent=section, kind=kind, **on(3)) for kind in ("invitation", "public_call", "vacancy")),
        MinutesPageFactory(parent=section, body=assembly, **on(7)),
        # Of no category.
        MinutesPageFactory(parent=section, body=committee, **on(7)),
        # Of another year.
        NewsPageFactory(parent=section, date=datetime.date(YEAR - 1, 12, 31)),
    ]
    project()
    return made
