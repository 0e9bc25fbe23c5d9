"""What probes are told, and what is wrong when they are told so."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone
from mypy_boto3_s3 import S3Client
from pytest_django import Settings

from cms_pages.publishing.models import LogState
from cms_pages.publishing.readers import position_of
from operations import dependencies, health
from operations.heartbeat import beat
from operations.models import Heartbeat
from tests.support.s3 import KEY, REGION
from tools.ports import LOOPBACK, free_port

TOKEN = "for-the-monitoring-of-tests"


@pytest.fixture(autouse=True)
def _asked_anew(settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.MONITORING_TOKEN = TOKEN
    settings.MEDIA_ROOT = str(tmp_path)
    health._kept.forget()
    yield
    health._kept.forget()
    dependencies._migrated.clear()


def ready(client: Client) -> tuple[int, dict[str, Any]]:
    """Status and body of ``/health/ready`` for who has the token, now."""
    health._kept.forget()
    response = client.get("/health/ready", headers={"Authorization": f"Bearer {TOKEN}"})
    return response.status_code, response.json()


def test_live_needs_no_database_nor_a_known_host(client: Client, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["www.example.org"]
    # Without the mark django_db any question to the database fails.
    response = client.get("/health/live", headers={"Host": "10.0.0.7:8000"})
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_ready_says_one_word_to_the_public(client: Client, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["www.example.org"]
    beat()
    response = client.get("/health/ready", headers={"Host": "10.0.0.7:8000"})
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert response["Cache-Control"] == "no-store"
    wrong = client.get("/health/ready", headers={"Authorization": "Bearer something-else"})
    assert wrong.json() == {"status": "ok"}


@pytest.mark.django_db
def test_nobody_has_an_empty_token(client: Client, settings: Settings) -> None:
    settings.MONITORING_TOKEN = ""
    beat()
    assert client.get("/health/ready", headers={"Authorization": "Bearer "}).json() == {"status": "ok"}
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


@pytest.mark.django_db
def test_ready_says_all_to_who_has_the_token(client: Client) -> None:
    beat()
    status, body = ready(client)
    assert status == 200
    assert set(body["checks"].values()) == {"ok"}
    assert body["checks"].keys() == {"database", "storage", "search", "worker", "readers"}
    assert body["readers"]["search-database"] == {"lag": 0, "refused": 0, "failures": 0, "error": ""}
    assert body["worker_seen_seconds"] < 30


@pytest.mark.django_db
def test_not_migrated_is_not_ready(client: Client) -> None:
    MigrationRecorder(connection).record_unapplied("operations", "0001_initial")
    status, body = ready(client)
    assert (status, body["status"]) == (503, "unavailable")
    assert "migrate" in body["checks"]["database"]
    MigrationRecorder(connection).record_applied("operations", "0001_initial")
    assert ready(client)[0] == 200


@pytest.mark.django_db
def test_without_a_worker_it_is_degraded_but_ready(client: Client) -> None:
    assert ready(client)[1]["checks"]["worker"] == "never seen"
    beat()
    Heartbeat.objects.update(seen_at=timezone.now() - timedelta(minutes=6))
    status, body = ready(client)
    assert (status, body["status"]) == (200, "degraded")
    assert body["checks"]["worker"] == "last seen 360 seconds ago"


@pytest.mark.django_db
def test_reader_that_fails_is_named(client: Client) -> None:
    beat()
    position = position_of("search-database")
    position.failures, position.last_error = 3, "OperationalError: locked"
    position.save()
    status, body = ready(client)
    assert (status, body["status"]) == (200, "degraded")
    assert body["checks"]["readers"] == "failing: search-database"
    assert body["readers"]["search-database"]["error"] == "OperationalError: locked"


@pytest.mark.django_db
def test_elasticsearch_that_is_down_or_empty_is_degraded(
    client: Client, settings: Settings, elasticsearch_url: str, index_prefix: str
) -> None:
    beat()
    settings.ELASTICSEARCH_URL = f"http://{LOOPBACK}:{free_port()}"
    status, body = ready(client)
    assert (status, body["status"]) == (200, "degraded")
    assert "Connection" in body["checks"]["search"]
    settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_INDEX_PREFIX = elasticsearch_url, index_prefix
    LogState.objects.filter(pk=LogState.current().pk).update(sequence=1)
    assert ready(client)[1]["checks"]["search"] == "no index of en, sq, sr-latn: run manage.py rebuild_search_index"


@pytest.mark.django_db
def test_no_index_is_well_before_anything_was_published(
    client: Client, settings: Settings, elasticsearch_url: str, index_prefix: str
) -> None:
    beat()
    settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_INDEX_PREFIX = elasticsearch_url, index_prefix
    assert ready(client)[1]["status"] == "ok"


@pytest.mark.django_db
def test_folder_that_is_gone_is_degraded(client: Client, settings: Settings, tmp_path: Path) -> None:
    beat()
    settings.MEDIA_ROOT = str(tmp_path / "gone")
    status, body = ready(client)
    assert (status, body["status"]) == (200, "degraded")
    assert body["checks"]["storage"] == "the folder is missing, or cannot be written"


@pytest.mark.django_db
def test_bucket_is_asked_for(client: Client, settings: Settings, s3_server: str, s3_client: S3Client) -> None:
    beat()
    name = "health"
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "cms_pages.files.storage.BehindSiteS3Storage",
            "OPTIONS": {
                "bucket_name": name,
                "endpoint_url": s3_server,
                "region_name": REGION,
                "access_key": KEY,
                "secret_key": KEY,
            },
        }
    }
    assert ready(client)[1]["status"] == "degraded"
    s3_client.create_bucket(Bucket=name)
    assert ready(client)[1]["checks"]["storage"] == "ok"


@pytest.mark.django_db
def test_answer_is_kept_for_a_moment(client: Client, django_assert_num_queries: Any) -> None:
    client.get("/health/ready")
    with django_assert_num_queries(0):
        client.get("/health/ready")
