"""System checks: who sets up a publisher of open contracting data wrongly is told before it begins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error

from publications.tenders.conf import NO_PREFIX, PREFIX


def check_prefix(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    prefix = getattr(settings, "OCDS_PREFIX", "")
    if not prefix or PREFIX.fullmatch(prefix):
        return []
    return [
        Error(
            f"OCDS_PREFIX is {prefix!r}, which is no prefix of OCDS.",
            hint="It is ocds- and six letters or digits, as the Open Contracting Partnership gave it to you.",
            id="publications.E001",
        )
    ]


def check_has_prefix(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """For a server only (``check --deploy``): who tries the program out needs none."""
    if getattr(settings, "OCDS_PREFIX", ""):
        return []
    return [
        checks.Warning(
            f"OCDS_PREFIX is not set: tenders get ocids that begin with {NO_PREFIX}, and keep them.",
            hint="Ask the Open Contracting Partnership for a prefix, and set it before the first tender is published.",
            id="publications.W001",
        )
    ]


def connect() -> None:
    """Register every check. Called when all models are loaded."""
    checks.register(check_prefix)
    checks.register(check_has_prefix, deploy=True)
