"""A step of a tender is published while the log is read: no release says what was before one that is there already."""

from __future__ import annotations

from typing import Any

import pytest

from cms_pages.publishing.models import PublishedItem
from publications.models import TenderPage, TenderRelease
from publications.tenders.ocds import reader
from publications.tenders.ocds.releases import publish_releases
from tests.factories import make_site
from tests.factories.tenders import ago, give_steps, publish_tender
from tests.support.fixtures import project
from tests.unit.tenders.test_ocds import releases

pytestmark = pytest.mark.django_db

CANCELLED: dict[str, Any] = {"kind": "cancelled", "date": ago(0), "text": "Nuk ka buxhet."}


def cancel(page: TenderPage) -> None:
    draft = TenderPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    give_steps(draft, [CANCELLED], {})
    draft.title = "E ndërprerë"
    draft.save_revision().publish()


def titles(page: TenderPage) -> list[str]:
    return [release["tender"]["title"] for release in releases(page)]


def test_the_reader_of_the_log_says_what_is_published_by_then(monkeypatch: pytest.MonkeyPatch) -> None:
    section = make_site().sections["sq"]
    first, second = (publish_tender(section, title=title) for title in ("Shkolla", "Ura"))
    project()
    publish, left = publish_releases, [second]

    def meanwhile(page: TenderPage) -> list[TenderRelease]:
        if left:
            cancel(left.pop())
        return publish(page)

    monkeypatch.setattr(reader, "publish_releases", meanwhile)
    reader.ReleaseReader().handle(list(PublishedItem.objects.filter(type="tender")))
    assert (titles(first), titles(second)) == (["Shkolla"], ["Ura", "E ndërprerë"])
