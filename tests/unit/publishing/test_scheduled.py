"""What has a set time is published and withdrawn at it, whatever is wrong with another page."""

import datetime
import threading
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Page, PageLogEntry, Revision

from cms_pages.admin.dashboard import sections
from cms_pages.publishing.models import FailedSchedule
from cms_pages.publishing.scheduled import publish_due
from cms_pages.publishing.worker import Worker
from cms_pages.registry import chores
from publications.models import DecisionPage
from tests.factories import DecisionPageFactory, NewsPageFactory, SiteTree, publish_translation

pytestmark = pytest.mark.django_db


def planned(page: Any, minutes_ago: int = 1) -> Any:
    """A page that was to be published some minutes ago, as Wagtail keeps it."""
    page.go_live_at = timezone.now() + datetime.timedelta(hours=1)
    page.save_revision().publish()
    at = timezone.now() - datetime.timedelta(minutes=minutes_ago)
    revision = page.latest_revision
    revision.approved_go_live_at, revision.content["go_live_at"] = at, at.isoformat()
    revision.save()
    return page


def bad(site: SiteTree, title: str = "I keq") -> Any:
    """A decision whose number somebody gave to another one after it was scheduled."""
    page = planned(DecisionPageFactory(parent=site.sections["sq"], live=False, title=title), minutes_ago=9)
    other = DecisionPageFactory(parent=site.sections["sq"])
    DecisionPage.objects.filter(pk=other.pk).update(number=page.number)
    return page


def live(page: Any) -> bool:
    return bool(Page.objects.filter(pk=page.pk, live=True).exists())


def test_others_are_published_and_the_bad_one_is_reported(
    site: SiteTree, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    refused, good = bad(site), planned(NewsPageFactory(parent=site.sections["sq"], live=False))
    over = NewsPageFactory(parent=site.sections["sq"])
    Page.objects.filter(pk=over.pk).update(expire_at=timezone.now() - datetime.timedelta(minutes=1))
    with pytest.raises(CommandError, match="I keq"):
        call_command("publish_scheduled")
    assert (live(refused), live(good), live(over)) == (False, True, False)
    assert "I keq" in caplog.text
    [failure] = FailedSchedule.objects.all()
    assert (failure.title, failure.action, failure.failures) == ("I keq", "publish", 1)
    assert refused.number in failure.reason


def test_nothing_is_half_published(site: SiteTree) -> None:
    refused = bad(site)
    before = PageLogEntry.objects.filter(page=refused.pk).count()
    publish_due()
    assert PageLogEntry.objects.filter(page=refused.pk).count() == before
    assert Revision.objects.filter(object_id=str(refused.pk), approved_go_live_at__isnull=False).count() == 1


def test_bad_one_is_tried_again_after_a_pause_and_then_forgotten(site: SiteTree) -> None:
    refused = bad(site)
    assert len(publish_due()) == 1
    [failure] = publish_due()
    assert failure.failures == 1
    DecisionPage.objects.exclude(pk=refused.pk).update(number="01-400/1")
    FailedSchedule.objects.update(retry_at=timezone.now())
    assert publish_due() == []
    assert live(refused)
    assert not FailedSchedule.objects.exists()


def test_command_tries_at_once(site: SiteTree) -> None:
    bad(site)
    publish_due()
    with pytest.raises(CommandError):
        call_command("publish_scheduled")
    assert FailedSchedule.objects.get().failures == 2


def test_failure_goes_with_the_plan(site: SiteTree) -> None:
    refused = bad(site)
    publish_due()
    Revision.objects.filter(object_id=str(refused.pk)).update(approved_go_live_at=None)
    assert publish_due() == []
    assert not FailedSchedule.objects.exists()


def test_second_time_nothing_is_published_again(site: SiteTree) -> None:
    page = planned(NewsPageFactory(parent=site.sections["sq"], live=False))
    publish_due()
    publish_due()
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish.scheduled").count() == 1


def test_worker_does_it_too(site: SiteTree) -> None:
    assert publish_due in [chore.run for chore in chores]
    refused, good = bad(site), planned(NewsPageFactory(parent=site.sections["sq"], live=False))
    Worker(threading.Event()).step()
    assert (live(refused), live(good)) == (False, True)


def test_translation_of_what_was_withdrawn_waits_and_is_no_failure(site: SiteTree) -> None:
    original = NewsPageFactory(parent=site.sections["sq"])
    original.save_revision().publish()
    target = planned(publish_translation(original, "sr-latn", publish=False))
    original.refresh_from_db()
    original.unpublish()
    assert publish_due() == []
    assert not live(target)
    original.save_revision().publish()
    publish_due()
    assert live(target)


@pytest.mark.parametrize(
    ("language", "heading"),
    [("sq", "në kohën e caktuar"), ("sr-latn", "u zadato vreme"), ("en", "at the set time")],
)
def test_home_page_says_what_to_do(client: Client, site: SiteTree, language: str, heading: str) -> None:
    refused = bad(site)
    publish_due()
    user = User.objects.create_superuser("admin", password="x")
    client.force_login(user)
    with translation.override(language):
        [late] = [section for section in sections(user) if section.name == "late"]
    assert [row.title for row in late.rows] == ["I keq"]
    assert heading in late.heading
    shown = client.get(reverse("wagtailadmin_home")).content.decode()
    assert refused.number in shown
    assert reverse("wagtailadmin_pages:edit", args=[refused.pk]) in shown


def test_who_may_not_edit_the_page_is_not_told(site: SiteTree) -> None:
    bad(site)
    publish_due()
    assert not [section for section in sections(User.objects.create_user("kalimtar")) if section.name == "late"]
