"""A machine starts with a clock that is years ahead, and is told the time: nothing waits until then."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from wagtail.models import Collection

from alerts.digests import letters_are_due
from alerts.models import Endpoint, Letter, Subscriber
from alerts.sending import _waiting
from alerts.webhooks.delivering import _ready, _take
from cms_pages.files.verification import FileVerification, Nightly
from cms_pages.publishing.models import LogState, ReaderPosition, StalePage
from cms_pages.publishing.projector import project_stale
from cms_pages.publishing.readers import run_reader
from cms_pages.publishing.worker import reconciliation_is_due
from cms_pages.registry import readers
from operations.heartbeat import beat, last_seen
from operations.models import Heartbeat
from publications.models import ActImport
from search.lease import rebuild_lease
from search.models import RebuildLease
from tests.alerts.factories import register, subscribe
from tests.factories import SiteTree

pytestmark = pytest.mark.django_db

NEXT_YEAR = timedelta(days=365)


@pytest.mark.parametrize("column", ["leased_until", "retry_at"])
def test_readers_go_on(site: SiteTree, column: str) -> None:
    reader = next(iter(readers))
    run_reader(reader)
    then = timezone.now() + NEXT_YEAR
    ReaderPosition.objects.filter(name=reader.name).update(sequence=0, lease=uuid.uuid4(), **{column: then})
    assert run_reader(reader) > 0


def test_rebuild_is_not_refused() -> None:
    RebuildLease.objects.create(pk=1, token=uuid.uuid4(), until=timezone.now() + NEXT_YEAR)
    with rebuild_lease():
        pass


def test_what_was_not_projected_is(site: SiteTree) -> None:
    StalePage.objects.create(page_id=site.homes["sq"].pk, failures=1, retry_at=timezone.now() + NEXT_YEAR)
    assert project_stale() == 1


def test_log_is_compared_and_files_are_verified() -> None:
    LogState.objects.update_or_create(pk=1, defaults={"reconciled_at": timezone.now() + NEXT_YEAR})
    assert reconciliation_is_due()
    FileVerification.last()
    FileVerification.objects.update(begun_at=timezone.now() + NEXT_YEAR, finished_at=timezone.now() + NEXT_YEAR)
    assert Nightly()._is_ours(timezone.now())


def test_worker_that_was_seen_then_is_not_seen_now() -> None:
    Heartbeat.objects.create(host="here", process=1, seen_at=timezone.now() + NEXT_YEAR)
    assert last_seen() is None
    beat()
    ago = last_seen()
    assert ago is not None
    assert ago < timedelta(minutes=1)


def test_letters_and_digests_go_out(site: SiteTree) -> None:
    subscriber = subscribe(site, frequency="weekly")
    assert not letters_are_due()
    Subscriber.objects.update(due_at=timezone.now() + NEXT_YEAR)
    assert letters_are_due()
    Letter.objects.create(subscriber=subscriber, kind="digest", retry_at=timezone.now() + NEXT_YEAR)
    assert _waiting().count() == 1


@pytest.mark.parametrize("column", ["leased_until", "retry_at"])
def test_webhooks_are_told(site: SiteTree, column: str) -> None:
    endpoint = register(site, "https://example.org/")
    Endpoint.objects.update(
        lease=uuid.uuid4() if column == "leased_until" else None, **{column: timezone.now() + NEXT_YEAR}
    )
    assert list(_ready()) == [endpoint]
    assert _take(endpoint, uuid.uuid4())


def test_imports_go_on(site: SiteTree) -> None:
    user = User.objects.create_user("importues")
    table = {"name": "acts.csv", "table": "imports/acts.csv", "collection": Collection.get_first_root_node()}
    then = timezone.now() + NEXT_YEAR
    waiting = ActImport.objects.create(user=user, section=site.sections["sq"], taken_until=then, **table)
    assert waiting.take(60)
