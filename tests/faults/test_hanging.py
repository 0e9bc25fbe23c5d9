"""The database or the store does not refuse, but says nothing: who watches the site is answered all the same."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from operations import dependencies, health, metrics
from operations.heartbeat import beat
from operations.in_time import InTime
from operations.management.commands import worker_health
from tests.support.processes import wait_for

TOKEN = "for-the-monitoring-of-tests"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hangs(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[threading.Event]:
    """What a test makes wait for it hangs until the test is over. Limits are short."""
    settings.MONITORING_TOKEN = TOKEN
    monkeypatch.setattr(health, "_from_database", InTime(health._ask_database, 5))
    monkeypatch.setattr(health, "_from_storage", InTime(lambda: dependencies.storage(), 0.5))
    health._kept.forget()
    over = threading.Event()
    yield over
    over.set()
    health._kept.forget()


def test_probes_of_a_database_that_hangs_are_answered_and_hold_no_threads(
    hangs: threading.Event, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    def hang() -> health._FromDatabase:
        hangs.wait(60)
        return health._ask_database()

    monkeypatch.setattr(health, "_from_database", InTime(hang, 0.5))
    before = threading.active_count()
    started = time.monotonic()
    for _ in range(3):
        health._kept.forget()
        with ThreadPoolExecutor(8) as probes:
            answers = list(probes.map(lambda _: Client().get("/health/ready").status_code, range(8)))
        assert answers == [503] * 8
    assert time.monotonic() - started < 5
    assert threading.active_count() <= before + 1

    hangs.set()
    wait_for(lambda: threading.active_count() == before)
    health._kept.forget()
    assert client.get("/health/ready").status_code == 200


def test_store_that_hangs_leaves_the_site_ready(
    hangs: threading.Event, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    beat()
    monkeypatch.setattr(dependencies, "storage", lambda: str(hangs.wait(60)))
    response = client.get("/health/ready", headers={"Authorization": f"Bearer {TOKEN}"})
    assert (response.status_code, response.json()["status"]) == (200, "degraded")
    assert response.json()["checks"]["storage"].startswith("no answer within")


def test_metrics_of_a_database_that_hangs_say_that_it_is_away(
    hangs: threading.Event, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    monkeypatch.setattr(metrics, "_from_database", InTime(lambda: [metrics._gauge("waited", "", hangs.wait(60))], 0.5))
    response = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert "kuvendi_database_up 0.0" in response.content.decode()


def test_health_check_of_the_worker_ends(hangs: threading.Event, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_health, "ANSWERS_WITHIN", 0.5)
    monkeypatch.setattr(worker_health, "last_seen", lambda _host: hangs.wait(60))
    with pytest.raises(CommandError, match="did not answer within"):
        call_command("worker_health")
