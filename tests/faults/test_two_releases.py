"""A step of a tender is published while something else is: no release says what was before one that is there."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from cms_pages.publishing.models import PublishedItem
from publications.models import TenderPage, TenderRelease
from publications.tenders.ocds import reader
from publications.tenders.ocds.releases import publish_releases
from tests.factories import make_site
from tests.factories.tenders import ago, give_steps, publish_tender
from tests.faults.test_two_approvals import at_once
from tests.support.fixtures import project
from tests.unit.tenders.test_ocds import releases

CANCELLED: dict[str, Any] = {"kind": "cancelled", "date": ago(0), "text": "Nuk ka buxhet."}


def cancel(page: TenderPage) -> None:
    draft = TenderPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    give_steps(draft, [CANCELLED], {})
    draft.title = "E ndërprerë"
    draft.save_revision().publish()


def titles(page: TenderPage) -> list[str]:
    return [release["tender"]["title"] for release in releases(page)]


@pytest.mark.django_db
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


@pytest.mark.django_db(transaction=True)
def test_a_step_that_is_published_in_the_same_moment_as_an_older_draft_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    page = publish_tender(make_site().sections["sq"], title="Ura")
    older = TenderPage.objects.get(pk=page.pk).save_revision()
    checked, stepped, check = threading.Event(), threading.Event(), TenderPage.check_all_steps

    def check_first(self: TenderPage) -> None:
        check(self)
        if not checked.is_set():
            checked.set()
            stepped.wait(1)

    def publish_step() -> None:
        checked.wait(60)
        cancel(page)
        stepped.set()

    monkeypatch.setattr(TenderPage, "check_all_steps", check_first)
    assert at_once(older.publish, publish_step) == ["", ""]
    assert TenderPage.objects.get(pk=page.pk).steps.count() == 2
    assert titles(page) == ["Ura", "E ndërprerë"]
