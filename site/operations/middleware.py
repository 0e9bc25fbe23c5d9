"""What surrounds every request: probes are answered before all else, others are named, counted and logged."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from urllib.parse import unquote

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from structlog.contextvars import bound_contextvars

from operations import health, metrics
from operations.counters import count_request, view_of
from operations.request_ids import HEADER, request_id

GetResponse = Callable[[HttpRequest], HttpResponseBase]

logger = logging.getLogger("operations.requests")
#: parts of an address that are secrets, by their name in the URL configuration: links to set a password
_SECRETS = ("token", "uidb64", "uidb36", "key")

PROBES: dict[str, Callable[[HttpRequest], HttpResponseBase]] = {
    "/health/live": health.live,
    "/health/ready": health.ready,
    "/metrics": metrics.metrics,
}


class ProbeMiddleware:
    """Answers probes at once: they ask by a container's address and not by a host name that ``ALLOWED_HOSTS`` knows,
    over HTTP and without a log-in, and belong into no log.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        probe = PROBES.get(request.path_info)
        return probe(request) if probe else self.get_response(request)


class RequestMiddleware:
    """Names, counts and logs a request. See docs/decisions/0028 for what is left out of the log, and why."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        started = time.perf_counter()
        name = request_id(request.headers.get(HEADER))
        with bound_contextvars(request_id=name):
            response = self.get_response(request)
            seconds = time.perf_counter() - started
            count_request(request, response, seconds)
            logger.info(
                "request",
                extra={
                    "method": request.method,
                    "path": _path(request),
                    "view": view_of(request),
                    "status": response.status_code,
                    "duration_ms": round(seconds * 1000, 1),
                },
            )
        response[HEADER] = name
        return response


def _path(request: HttpRequest) -> str:
    """The path without its secrets. Never the query: it has what people search for."""
    path = request.path
    kwargs = request.resolver_match.kwargs if request.resolver_match else {}
    for name in _SECRETS:
        if secret := kwargs.get(name):
            path = unquote(path).replace(str(secret), "***")
    return path
