"""How often one client may ask the search."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Literal

from django.conf import settings
from django.http import HttpRequest

from cms_pages.client_address import client_address
from search.models import UsedAllowance

Question = Literal["search", "suggest"]
#: settings that say how many of each question a client may ask a minute; 0, or none: as many as it likes
SETTINGS: dict[Question, str] = {"search": "SEARCH_LIMIT_PER_MINUTE", "suggest": "SUGGEST_LIMIT_PER_MINUTE"}


def seconds_to_wait(request: HttpRequest, question: Question, now: Callable[[], float] = time.time) -> int:
    """Count a question of a request's client. 0: it may be answered; else it may be asked again in so many seconds."""
    limit: int = getattr(settings, SETTINGS[question], 0)
    if not limit:
        return 0
    return UsedAllowance.seconds_to_wait(f"{question} {client_address(request)}", limit, now=now)
