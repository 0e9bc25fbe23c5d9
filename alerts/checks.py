"""What Django says at start where alerts are not set up right."""

from __future__ import annotations

from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core import checks
from django.urls import NoReverseMatch, reverse

from alerts.addresses import is_writable


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


def check_senders(**_kwargs: Any) -> list[checks.CheckMessage]:
    senders = {"DEFAULT_FROM_EMAIL": parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}
    senders["ALERTS_BOUNCE_ADDRESS"] = getattr(settings, "ALERTS_BOUNCE_ADDRESS", "") or senders["DEFAULT_FROM_EMAIL"]
    return [
        checks.Error(
            f"{name} cannot be written to a mail server: no letter is sent.",
            hint="Before the @ it has to be in ASCII, and no part of the domain too long.",
            id="alerts.E002",
        )
        for name, address in senders.items()
        if not is_writable(address)
    ]


def connect() -> None:
    checks.register(check_addresses, "alerts")
    checks.register(check_senders, "alerts")
