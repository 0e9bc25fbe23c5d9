"""What the answers to probes have in common."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare


def may_see_details(request: HttpRequest) -> bool:
    """Whether a request carries ``settings.MONITORING_TOKEN`` (``Authorization: Bearer …``).

    Not by its address: behind a proxy all come from a private one.
    """
    token: str = settings.MONITORING_TOKEN
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    return bool(token) and scheme.lower() == "bearer" and constant_time_compare(given.strip(), token)


def not_kept(response: HttpResponse) -> HttpResponse:
    """The answer, as no cache may keep it."""
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
