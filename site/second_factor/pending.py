"""Between the password and the code: who gave the right password is known to the session, but not logged in."""

from __future__ import annotations

import time
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

KEY = "second_factor_pending"
SECONDS = 10 * 60


class Pending(NamedTuple):
    """A log-in that lacks the code."""

    user: User
    backend: str
    #: where to go after it: an address of this host
    next_url: str
    #: whether the session outlives the browser; None where nobody was asked
    remember: bool | None


def begin(request: HttpRequest, pending: Pending) -> None:
    """The password of ``pending.user`` was right just now."""
    request.session[KEY] = {
        "user": str(pending.user.pk),
        "password": pending.user.get_session_auth_hash(),
        "backend": pending.backend,
        "next_url": pending.next_url,
        "remember": pending.remember,
        "since": time.time(),
    }


def find(request: HttpRequest) -> Pending | None:
    """The log-in of this session that lacks the code. None after ten minutes, or when the password was changed."""
    kept: dict[str, Any] | None = request.session.get(KEY)
    if kept is None or time.time() - kept["since"] > SECONDS:
        return None
    user = get_user_model()._default_manager.filter(pk=kept["user"], is_active=True).first()
    if user is None or not constant_time_compare(user.get_session_auth_hash(), kept["password"]):
        return None
    return Pending(user, kept["backend"], kept["next_url"], kept["remember"])


def end(request: HttpRequest) -> None:
    request.session.pop(KEY, None)
