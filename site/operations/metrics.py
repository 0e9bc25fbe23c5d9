"""``/metrics`` for Prometheus: what the processes counted, and how the publication log fares.

The log's figures are read from the database when they are asked for, so that any web process tells of the workers too.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Count, Max, Min, Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Metric, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from alerts.models import DeliveryState, Endpoint, Letter, LetterState
from cms_pages.files.verification import CHANGED, MISSING, UNREADABLE, FileVerification
from cms_pages.publishing.models import LogState, PublishedItem, StalePage
from cms_pages.publishing.readers import statuses
from operations.heartbeat import last_seen
from operations.in_time import InTime
from operations.probes import may_see_details, not_kept


def metrics(request: HttpRequest) -> HttpResponse:
    """404 unless ``settings.MONITORING_TOKEN`` is set, 401 without it."""
    if not settings.MONITORING_TOKEN:
        return not_kept(HttpResponse(status=404))
    if not may_see_details(request):
        return not_kept(HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"}))
    log = CollectorRegistry()
    log.register(LogCollector())
    body = generate_latest(_counted()) + generate_latest(log)
    return not_kept(HttpResponse(body, content_type=CONTENT_TYPE_LATEST))


def _counted() -> CollectorRegistry:
    """What all processes of this server counted, where they write it down; else what this one did."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call] # registers itself
    return registry


class LogCollector(Collector):
    """The publication log's figures, read when asked for. Without a database only ``kuvendi_database_up`` is told."""

    def collect(self) -> Iterator[Metric]:
        try:
            found = _from_database.get()
        except (DatabaseError, TimeoutError):
            found = []
        yield _gauge("kuvendi_database_up", "Whether the database answers.", 1 if found else 0)
        yield from found


def _ask_database() -> list[Metric]:
    return [*_log(), *_stale(), *_readers(), *_files(), *_worker(), *_letters(), *_webhooks()]


#: Prometheus gives up after ten seconds
_from_database = InTime(_ask_database, 8.0)


def _log() -> Iterator[Metric]:
    log = LogState.current()
    yield _gauge("kuvendi_log_sequence", "The publication log's highest number.", log.sequence)
    items = GaugeMetricFamily("kuvendi_items", "Items in the publication log.", labels=["state"])
    for state, count in PublishedItem.objects.order_by().values_list("state").annotate(Count("pk")):
        items.add_metric([state], count)
    yield items
    if log.reconciled_at:
        age = (timezone.now() - log.reconciled_at).total_seconds()
        yield _gauge("kuvendi_reconciled_seconds", "Seconds since the log was last compared with the pages.", age)
    repairs = GaugeMetricFamily("kuvendi_repairs", "What the last comparison had to repair.", labels=["what"])
    for what in ("missing", "outdated", "leaked"):
        repairs.add_metric([what], log.repairs.get(what, 0))
    yield repairs


def _stale() -> Iterator[Metric]:
    stale = StalePage.objects.aggregate(
        pages=Count("page_id", distinct=True), oldest=Min("marked_at"), failures=Max("failures")
    )
    oldest = (timezone.now() - stale["oldest"]).total_seconds() if stale["oldest"] else 0
    yield _gauge("kuvendi_stale_pages", "Pages that wait to be written into the log.", stale["pages"])
    yield _gauge("kuvendi_stale_oldest_seconds", "Seconds for which the first of them has waited.", oldest)
    yield _gauge("kuvendi_stale_failures", "How often writing one of them was tried in vain.", stale["failures"] or 0)


def _readers() -> Iterator[Metric]:
    names = {
        "kuvendi_reader_sequence": "Where a reader of the log stands.",
        "kuvendi_reader_lag_items": "Changed items that a reader has yet to handle.",
        "kuvendi_reader_lag_seconds": "Seconds since the first of them changed.",
        "kuvendi_reader_refused_items": "Items that a reader has set aside, because it refuses them.",
        "kuvendi_reader_failures": "How often in a row a reader failed.",
        "kuvendi_reader_failing_seconds": "Seconds for which a reader has been failing.",
    }
    families = [GaugeMetricFamily(name, about, labels=["reader"]) for name, about in names.items()]
    now = timezone.now()
    for status in statuses():
        ahead = PublishedItem.objects.filter(sequence__gt=status.sequence).order_by("sequence")
        first = ahead.values_list("changed_at", flat=True).first()
        values = (
            status.sequence,
            status.lag,
            (now - first).total_seconds() if first else 0,
            status.refused,
            status.failures,
            (now - status.failing_since).total_seconds() if status.failing_since else 0,
        )
        for family, value in zip(families, values, strict=True):
            family.add_metric([status.name], value)
    yield from families


def _files() -> Iterator[Metric]:
    last = FileVerification.last()
    if last.finished_at:
        age = (timezone.now() - last.finished_at).total_seconds()
        yield _gauge("kuvendi_files_verified_seconds", "Seconds since the public files were last verified.", age)
    yield _gauge("kuvendi_files_verified", "Public files that the last verification read.", last.checked)
    found = Counter(problem["problem"] for problem in last.problems)
    problems = GaugeMetricFamily("kuvendi_file_problems", "What it found wrong with them.", labels=["what"])
    for what in (MISSING, CHANGED, UNREADABLE):
        problems.add_metric([what], found[what])
    yield problems


def _worker() -> Iterator[Metric]:
    ago = last_seen()
    if ago is not None:
        yield _gauge("kuvendi_worker_seen_seconds", "Seconds since a worker was last seen.", ago.total_seconds())


def _letters() -> Iterator[Metric]:
    letters = GaugeMetricFamily("kuvendi_letters", "Letters in the outbox of alerts, by state.", labels=["state"])
    counts = dict(Letter.objects.order_by().values_list("state").annotate(Count("pk")))
    for state in LetterState.values:
        letters.add_metric([state], counts.get(state, 0))
    yield letters
    waiting = Letter.objects.filter(state=LetterState.WAITING).aggregate(
        oldest=Min("created_at"), tried=Max("attempts")
    )
    oldest = (timezone.now() - waiting["oldest"]).total_seconds() if waiting["oldest"] else 0
    yield _gauge("kuvendi_letters_oldest_seconds", "Seconds for which the first letter has waited.", oldest)
    yield _gauge("kuvendi_letters_attempts", "How often one of those that wait was tried.", waiting["tried"] or 0)


def _webhooks() -> Iterator[Metric]:
    names = {
        "kuvendi_webhook_waiting": "Changes that a webhook has yet to be told, of those that are queued.",
        "kuvendi_webhook_failures": "How often in a row a webhook did not take one.",
        "kuvendi_webhook_failing_seconds": "Seconds for which a webhook has not taken any.",
    }
    families = [GaugeMetricFamily(name, about, labels=["webhook"]) for name, about in names.items()]
    waiting = Count("deliveries", filter=Q(deliveries__state=DeliveryState.WAITING))
    for endpoint in Endpoint.objects.filter(is_active=True).annotate(waiting=waiting):
        since = endpoint.failing_since
        failing = (timezone.now() - since).total_seconds() if since else 0
        for family, value in zip(families, (endpoint.waiting, endpoint.failures, failing), strict=True):
            family.add_metric([str(endpoint.pk)], value)
    yield from families


def _gauge(name: str, about: str, value: float) -> Metric:
    return GaugeMetricFamily(name, about, value=value)
