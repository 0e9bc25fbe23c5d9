"""What this process counts. With several processes each writes its own file, which ``metrics`` adds up."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from prometheus_client import Counter, Histogram

from search.signals import search_answered

_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})

REQUESTS = Counter("kuvendi_http_requests", "Requests answered.", ["view", "method", "status"])
SECONDS = Histogram(
    "kuvendi_http_request_seconds",
    "Seconds until a request was answered; of a file, until sending it began.",
    ["view"],
    buckets=(0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
SEARCHES = Counter(
    "kuvendi_searches",
    "Searches answered; degraded where the database stood in for Elasticsearch.",
    ["engine", "degraded"],
)


def view_of(request: HttpRequest) -> str:
    """The name of the view that answered: of these there are few, of addresses as many as anybody asks for."""
    if request.resolver_match is not None:
        return request.resolver_match.view_name or "unnamed"
    return "static" if request.path_info.startswith(settings.STATIC_URL) else "none"


def count_request(request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
    view = view_of(request)
    method = request.method if request.method in _METHODS else "other"
    REQUESTS.labels(view, method, str(response.status_code)).inc()
    SECONDS.labels(view).observe(seconds)


def count_search(*, degraded: bool, **_kwargs: Any) -> None:
    engine = "database" if degraded or not settings.ELASTICSEARCH_URL else "elasticsearch"
    SEARCHES.labels(engine, str(degraded).lower()).inc()


def connect() -> None:
    search_answered.connect(count_search, dispatch_uid="operations.count_search")
