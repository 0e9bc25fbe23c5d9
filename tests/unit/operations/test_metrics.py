"""What Prometheus is told."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import Settings

from alerts.models import Delivery, Endpoint, Letter
from cms_pages.models import PublishedItem, ReaderPosition, StalePage
from cms_pages.publishing.readers import position_of
from operations.heartbeat import beat
from operations.models import Heartbeat
from tests.alerts.factories import subscribe
from tests.factories import SiteTree
from tools.ports import LOOPBACK, free_port

TOKEN = "for-the-monitoring-of-tests"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _token(settings: Settings) -> None:
    settings.MONITORING_TOKEN = TOKEN


def figures(client: Client) -> dict[tuple[str, ...], float]:
    """Each value by its name and the values of its labels, in the order of the labels' names."""
    response = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(response.content.decode())
        for sample in family.samples
    }


def test_metrics_are_for_who_has_the_token(client: Client, settings: Settings) -> None:
    assert client.get("/metrics").status_code == 401
    assert client.get("/metrics", headers={"Authorization": "Bearer something-else"}).status_code == 401
    settings.MONITORING_TOKEN = ""
    assert client.get("/metrics").status_code == 404


def test_the_logs_figures(client: Client, site: SiteTree) -> None:
    Heartbeat.objects.all().delete()
    beat()
    Heartbeat.objects.update(seen_at=timezone.now() - timedelta(seconds=50))
    PublishedItem.objects.filter(sequence=5).update(changed_at=timezone.now() - timedelta(seconds=100))
    reader = position_of("search-database")
    ReaderPosition.objects.filter(pk=reader.pk).update(
        sequence=4, failures=2, failing_since=timezone.now() - timedelta(seconds=20)
    )
    for page_id in (7, 7, 8):
        StalePage.objects.create(page_id=page_id, failures=page_id - 7)
    StalePage.objects.filter(page_id=8).update(marked_at=timezone.now() - timedelta(seconds=200))
    found = figures(client)
    assert found["kuvendi_database_up",] == 1
    assert found["kuvendi_log_sequence",] == 6
    assert found["kuvendi_items", "live"] == 6
    assert found["kuvendi_stale_pages",] == 2
    assert found["kuvendi_stale_oldest_seconds",] == pytest.approx(200, abs=20)
    assert found["kuvendi_stale_failures",] == 1
    assert found["kuvendi_reader_sequence", "search-database"] == 4
    assert found["kuvendi_reader_lag_items", "search-database"] == 2
    assert found["kuvendi_reader_lag_seconds", "search-database"] == pytest.approx(100, abs=20)
    assert found["kuvendi_reader_failures", "search-database"] == 2
    assert found["kuvendi_reader_failing_seconds", "search-database"] == pytest.approx(20, abs=20)
    assert found["kuvendi_worker_seen_seconds",] == pytest.approx(50, abs=20)


def test_what_waits_to_be_sent_and_fails(client: Client, site: SiteTree) -> None:
    assert figures(client)["kuvendi_letters_oldest_seconds",] == 0
    subscriber = subscribe(site)
    an_hour_ago = timezone.now() - timedelta(hours=1)
    for state, attempts, created_at in (
        ("waiting", 3, an_hour_ago),
        ("waiting", 0, timezone.now()),
        ("refused", 9, None),
    ):
        Letter.objects.create(
            subscriber=subscriber, kind="news", state=state, attempts=attempts, created_at=created_at or an_hour_ago
        )
    endpoint = Endpoint(site=site.site, name="Aplikacioni", url="https://app.example.org/", failures=4)
    endpoint.secret, endpoint.failing_since = b"s" * 32, an_hour_ago
    endpoint.save()
    for sequence, state in enumerate(("waiting", "waiting", "delivered"), start=1):
        Delivery.objects.create(endpoint=endpoint, sequence=sequence, item_id="x", state=state)
    found = figures(client)
    assert (found["kuvendi_letters", "waiting"], found["kuvendi_letters", "refused"]) == (2, 1)
    assert found["kuvendi_letters", "undeliverable"] == 0
    assert found["kuvendi_letters_oldest_seconds",] == pytest.approx(3600, abs=20)
    assert found["kuvendi_letters_attempts",] == 3
    webhook = str(endpoint.pk)
    assert (found["kuvendi_webhook_waiting", webhook], found["kuvendi_webhook_failures", webhook]) == (2, 4)
    assert found["kuvendi_webhook_failing_seconds", webhook] == pytest.approx(3600, abs=20)


def test_requests_are_counted_by_view_and_status_and_probes_are_not(client: Client, site: SiteTree) -> None:
    def counted() -> dict[tuple[str, ...], float]:
        return {name[1:]: value for name, value in figures(client).items() if name[0] == "kuvendi_http_requests_total"}

    before = counted()
    client.get("/api/content/items/")
    client.get("/api/content/items/?limit=0")
    client.get("/sq/nothing-here/")
    client.generic("INVENTED", "/sq/")
    client.get("/health/live")
    more = {labels: value - before.get(labels, 0) for labels, value in counted().items()}
    assert {labels: value for labels, value in more.items() if value} == {
        ("GET", "200", "content-api:list_items"): 1,
        ("GET", "422", "content-api:list_items"): 1,
        ("GET", "404", "wagtail_serve"): 1,
        ("other", "405", "wagtail_serve"): 1,
    }


def test_searches_are_counted_by_who_answered(client: Client, site: SiteTree, settings: Settings) -> None:
    def counted(engine: str, degraded: str) -> float:
        return figures(client).get(("kuvendi_searches_total", degraded, engine), 0)

    plain, degraded = counted("database", "false"), counted("database", "true")
    client.get("/api/content/search/?q=vendim")
    settings.ELASTICSEARCH_URL = f"http://{LOOPBACK}:{free_port()}"
    client.get("/api/content/search/?q=vendim")
    assert counted("database", "false") == plain + 1
    assert counted("database", "true") == degraded + 1


def test_what_people_search_for_is_not_in_it(client: Client, site: SiteTree) -> None:
    client.get("/api/content/search/?q=fshehtesi")
    response = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert not re.search("fshehtesi", response.content.decode())
