"""What somebody sees whose log-ins are refused, because the password or the code was wrong too often."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_cool_off
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from cms_pages.client_address import client_address


def address_of(request: HttpRequest) -> str | None:
    """Whose attempt it is (setting ``AXES_CLIENT_IP_CALLABLE``), None where there is no address (a Unix socket)."""
    return client_address(request) or None


def locked_out(
    request: HttpRequest, original_response: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """The page in place of the log-in form (setting ``AXES_LOCKOUT_CALLABLE``): says when to try again."""
    return locked_out_for(request, _seconds_left(request, credentials))


def locked_out_for(request: HttpRequest, seconds: int) -> HttpResponse:
    """The same page, where so many seconds are to be waited."""
    response = render(request, "sign_in/locked_out.html", {"minutes": math.ceil(seconds / 60)}, status=429)
    response["Retry-After"] = str(seconds)
    return response


def _seconds_left(request: HttpRequest, credentials: dict[str, Any] | None) -> int:
    """How long is to be waited, counted from the last attempt that was not refused; at least a second."""
    cool_off: timedelta | None = get_cool_off(request)
    if cool_off is None:
        raise RuntimeError("AXES_COOLOFF_TIME is not set: who is locked out would never know until when")
    counted = AxesDatabaseHandler().get_user_attempts(request, credentials)
    last: datetime | None = max((attempt.attempt_time for attempts in counted for attempt in attempts), default=None)
    left = cool_off if last is None else last + cool_off - timezone.now()
    return max(1, math.ceil(left.total_seconds()))
