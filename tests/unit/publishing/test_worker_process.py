"""``manage.py work`` as it runs: a process of its own beside the one that publishes."""

import signal
import threading

import pytest
from django.db import OperationalError, connection

from cms_pages.models import PublishedItem, StalePage
from cms_pages.publishing.marking import mark_pages
from cms_pages.publishing.worker import Worker, work
from tests.factories import SiteTree, StandardPageFactory, make_site
from tests.support.processes import wait_for, worker

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def tree(transactional_db: None) -> SiteTree:
    return make_site()


def pages_without_items(tree: SiteTree, count: int) -> list[int]:
    """To be made while no worker runs: it would index an item which is being deleted here."""
    ids = [StandardPageFactory(parent=tree.homes["sq"]).pk for _ in range(count)]
    PublishedItem.objects.filter(page_id__in=ids).delete()
    return ids


def mark_behind_the_signals(ids: list[int]) -> None:
    """As after a crash between commit and projection."""
    StalePage.objects.bulk_create(StalePage(page_id=page_id) for page_id in ids)


def test_worker_projects_what_another_process_marked_and_stops_on_sigterm(tree: SiteTree) -> None:
    ids = pages_without_items(tree, 3)
    with worker() as process:
        mark_behind_the_signals(ids)
        wait_for(lambda: PublishedItem.objects.filter(page_id__in=ids).count() == 3)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0


def test_two_workers_at_once_do_the_work_once(tree: SiteTree) -> None:
    ids = pages_without_items(tree, 30)
    mark_behind_the_signals(ids)
    with worker(), worker():
        wait_for(lambda: not StalePage.objects.exists())
    sequences = list(PublishedItem.objects.order_by("sequence").values_list("sequence", flat=True))
    assert len(sequences) == len(set(sequences))
    assert PublishedItem.objects.filter(page_id__in=ids, state="live").count() == 30


def test_worker_that_was_killed_loses_nothing(tree: SiteTree) -> None:
    ids = pages_without_items(tree, 40)
    mark_behind_the_signals(ids)
    with worker() as process:
        wait_for(lambda: PublishedItem.objects.filter(page_id__in=ids).exists())
        process.kill()
        process.wait()
    with worker():
        wait_for(lambda: not StalePage.objects.exists())
    assert PublishedItem.objects.filter(page_id__in=ids, state="live").count() == 40


def test_what_is_published_is_in_the_log_without_a_worker(tree: SiteTree) -> None:
    page = StandardPageFactory(parent=tree.homes["sq"])
    assert PublishedItem.objects.get(page_id=page.pk).state == "live"
    page.unpublish()
    assert PublishedItem.objects.get(page_id=page.pk).state == "gone"


def test_large_change_is_left_to_the_worker(tree: SiteTree) -> None:
    ids = [StandardPageFactory(parent=tree.homes["sq"]).pk for _ in range(21)]
    PublishedItem.objects.all().delete()
    mark_pages(ids)
    assert not PublishedItem.objects.exists()
    assert StalePage.objects.count() == 21


def test_worker_that_is_to_end_says_that_it_could_not_work(tree: SiteTree, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_worker: Worker) -> bool:
        raise OperationalError("the database is away")

    monkeypatch.setattr(Worker, "step", away)
    with pytest.raises(OperationalError):
        work(threading.Event(), until_idle=True)


def test_no_chore_is_tried_while_the_database_is_away(tree: SiteTree, caplog: pytest.LogCaptureFixture) -> None:
    def away(*_statement: object) -> None:
        raise OperationalError("the database is away")

    with connection.execute_wrapper(away), pytest.raises(OperationalError):
        work(threading.Event(), until_idle=True)
    assert caplog.messages == []


def test_worker_whose_output_nobody_reads_works_and_stops_as_ever(tree: SiteTree) -> None:
    ids = pages_without_items(tree, 1)
    with worker() as process:
        assert process.stdout is not None
        process.stdout.close()
        mark_behind_the_signals(ids)
        wait_for(lambda: PublishedItem.objects.filter(page_id__in=ids).exists())
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        process.stdout = None
