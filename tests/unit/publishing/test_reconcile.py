"""Reconciliation finds what bypassed the signals; sweeping forgets old tombstones but says that it did."""

import datetime
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.utils import timezone, translation
from wagtail.models import Page

from cms_pages.models import LogState, PublishedItem
from cms_pages.publishing.reconcile import sweep_tombstones
from publications.models import DecisionPage
from tests.factories import DecisionPageFactory, SiteTree
from tests.support.fixtures import project


def reconcile() -> str:
    out = StringIO()
    with translation.override("en"):
        call_command("reconcile_publications", stdout=out)
    return out.getvalue()


def test_nothing_to_repair(site: SiteTree) -> None:
    DecisionPageFactory(parent=site.sections["sq"])
    project()
    before = LogState.current().sequence
    assert "0 missing, 0 out of date, 0 that" in reconcile()
    assert LogState.current().sequence == before


def test_bulk_update_is_found(site: SiteTree) -> None:
    page = DecisionPageFactory(parent=site.sections["sq"])
    project()
    DecisionPage.objects.update(number="01-400/99")
    assert "1 out of date" in reconcile()
    assert PublishedItem.objects.get(page_id=page.pk).identifier == "01-400/99"


def test_page_taken_down_behind_the_signals_is_found(site: SiteTree) -> None:
    page = DecisionPageFactory(parent=site.sections["sq"])
    project()
    Page.objects.filter(pk=page.pk).update(live=False)
    assert "1 that should not have been there" in reconcile()
    assert PublishedItem.objects.get(page_id=page.pk).state == "gone"


def test_missing_item_is_found(site: SiteTree) -> None:
    page = DecisionPageFactory(parent=site.sections["sq"])
    project()
    PublishedItem.objects.filter(page_id=page.pk).delete()
    assert "1 missing" in reconcile()
    assert PublishedItem.objects.filter(page_id=page.pk).exists()


def test_item_of_a_page_that_is_no_more_is_found(site: SiteTree) -> None:
    page = DecisionPageFactory(parent=site.sections["sq"])
    project()
    PublishedItem.objects.filter(page_id=page.pk).update(page_id=999_999)
    reconcile()
    assert PublishedItem.objects.filter(page_id=999_999, state="live").count() == 0


def test_findings_are_kept_for_the_report(site: SiteTree) -> None:
    DecisionPageFactory(parent=site.sections["sq"])
    project()
    DecisionPage.objects.update(number="01-400/98")
    reconcile()
    log = LogState.current()
    assert log.repairs == {"outdated": 1}
    assert log.reconciled_at is not None


def test_old_tombstones_are_swept_and_remembered(site: SiteTree) -> None:
    page: Any = DecisionPageFactory(parent=site.sections["sq"])
    project()
    page.unpublish()
    project()
    tombstone = PublishedItem.objects.get(page_id=page.pk)
    assert sweep_tombstones() == 0
    PublishedItem.objects.filter(pk=tombstone.pk).update(changed_at=timezone.now() - datetime.timedelta(days=91))
    assert sweep_tombstones() == 1
    assert LogState.current().swept == tombstone.sequence
