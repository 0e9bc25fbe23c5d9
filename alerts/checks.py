"""What Django says at start where alerts are not set up right."""

from __future__ import annotations

from typing import Any

from django.core import checks
from django.urls import NoReverseMatch, reverse


def check_addresses(**_kwargs: Any) -> list[checks.CheckMessage]:
    try:
        reverse("alerts_subscribe")
    except NoReverseMatch:
        return [
            checks.Error(
                "The pages of alerts have no addresses: letters could not link to them.",
                hint='Put path("alerts/", include("alerts.urls")) into the URLconf, before Wagtail\'s pages.',
                id="alerts.E001",
            )
        ]
    return []


def connect() -> None:
    checks.register(check_addresses, "alerts")
