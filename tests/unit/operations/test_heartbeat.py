"""Workers say that they work, and their health check believes only those of its own host."""

import threading
from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.utils import timezone

from cms_pages import registry
from cms_pages.contracts import Chore
from cms_pages.publishing import worker
from cms_pages.publishing.worker import Worker
from operations.heartbeat import beat, last_seen
from operations.models import Heartbeat

pytestmark = pytest.mark.django_db


def age(seconds: float) -> None:
    Heartbeat.objects.update(seen_at=timezone.now() - timedelta(seconds=seconds))


def test_worker_is_seen_at_its_first_step() -> None:
    assert last_seen() is None
    Worker(threading.Event()).step()
    ago = last_seen()
    assert ago is not None
    assert ago < timedelta(seconds=30)
    call_command("worker_health")


def test_worker_that_hangs_is_not_healthy() -> None:
    beat()
    age(299)
    call_command("worker_health")
    age(301)
    with pytest.raises(CommandError, match="301 seconds ago"):
        call_command("worker_health")
    beat()
    call_command("worker_health")


def test_worker_of_another_host_does_not_stand_in() -> None:
    Heartbeat.objects.create(host="another", process=1, seen_at=timezone.now())
    assert last_seen() is not None
    with pytest.raises(CommandError, match="on this host"):
        call_command("worker_health")


def test_workers_of_long_ago_are_forgotten() -> None:
    Heartbeat.objects.create(host="another", process=1, seen_at=timezone.now() - timedelta(hours=25))
    beat()
    beat()
    assert [one.process for one in Heartbeat.objects.all()] != [1]
    assert Heartbeat.objects.count() == 1


@pytest.fixture
def chores(monkeypatch: pytest.MonkeyPatch) -> "registry.Registry[Chore]":
    known: registry.Registry[Chore] = registry.Registry("chore")
    monkeypatch.setattr(worker, "chores", known)
    return known


def test_chore_that_fails_holds_up_nothing_and_comes_again(
    chores: "registry.Registry[Chore]", caplog: pytest.LogCaptureFixture
) -> None:
    done: list[str] = []

    def fail() -> None:
        done.append("broken")
        raise OSError("the disk is full")

    chores.register("broken", Chore("broken", every=0, run=fail))
    chores.register("daily", Chore("daily", every=86400, run=lambda: done.append("daily")))
    one = Worker(threading.Event())
    one.step()
    one.step()
    assert done == ["broken", "daily", "broken"]
    assert "The chore broken failed." in caplog.text
    assert "the disk is full" in caplog.text


def test_worker_removes_log_ins_that_have_run_out() -> None:
    for days in (-1, 1):
        store = SessionStore()
        store.set_expiry(timezone.now() + timedelta(days=days))
        store.save()
    Worker(threading.Event()).step()
    assert Session.objects.count() == 1
