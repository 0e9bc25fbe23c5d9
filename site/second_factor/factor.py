"""Somebody's second factor: an authenticator app's codes (TOTP, RFC 6238) and recovery codes for when it is lost.

Secrets, codes and tables are allauth's. Which codes count is decided here: allauth remembers a used code in Django's
cache, which each web process has for itself, and for 30 seconds, though with a tolerance a code is right for 90. So the
time step of the last right code is kept with the secret, and how many were wrong since (docs/decisions/0025).
"""

from __future__ import annotations

import logging
import math
import time
from typing import Any

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt, encrypt
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

#: key of the session: the authenticator whose code was given in it
CODE_GIVEN = "second_factor"

logger = logging.getLogger(__name__)


def authenticator_of(user: Any) -> Authenticator | None:
    """The authenticator app of ``user``; None where there is no second factor."""
    return Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).first()


def remember_code(request: HttpRequest, authenticator: Authenticator) -> None:
    """From now on the session is one in which the code was given."""
    request.session[CODE_GIVEN] = authenticator.pk


def was_code_given(request: HttpRequest, authenticator: Authenticator) -> bool:
    """False also for sessions from before this authenticator was set up."""
    return bool(request.session.get(CODE_GIVEN) == authenticator.pk)


@transaction.atomic
def set_up(user: Any, secret: str, code: str) -> Authenticator | None:
    """Switch it on, with recovery codes; None where ``code`` is not the app's, or where it is on already."""
    step = _step(secret, code, after=0)
    if step is None:
        return None
    authenticator, is_new = Authenticator.objects.get_or_create(
        user_id=user.pk,
        type=Authenticator.Type.TOTP,
        defaults={"data": {"secret": encrypt(secret), "last_step": step}},
    )
    if not is_new:
        return None
    RecoveryCodes.activate(user)
    return authenticator


@transaction.atomic
def use_code(authenticator: Authenticator, code: str) -> bool:
    """Whether ``code`` is the app's or a recovery code, and was not used. After too many wrong ones none is right."""
    kept = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    if _seconds_left(kept):
        return False
    is_right = _use_app_code(kept, code) or _use_recovery_code(kept, code)
    if is_right:
        kept.data["wrong_codes"] = 0
        kept.record_usage()
    else:
        is_old = time.time() - kept.data.get("last_wrong_at", 0) >= _cool_off()
        kept.data["wrong_codes"] = 1 if is_old else kept.data["wrong_codes"] + 1
        kept.data["last_wrong_at"] = time.time()
    kept.save(update_fields=["data"])
    return is_right


def seconds_left(authenticator: Authenticator) -> int:
    """For how long no code is looked at, as too many were wrong, from wherever they came; 0 where they are."""
    return _seconds_left(Authenticator.objects.get(pk=authenticator.pk))


@transaction.atomic
def make_recovery_codes(user: Any) -> None:
    """New ones in place of the old."""
    Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES).delete()
    RecoveryCodes.activate(user)


def recovery_codes(user: Any) -> RecoveryCodes | None:
    """Those of ``user``; None without a second factor."""
    kept = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES).first()
    return RecoveryCodes(kept) if kept else None


def remove(user: Any) -> bool:
    """Switch it off; whether it was on."""
    deleted, _ = Authenticator.objects.filter(user_id=user.pk).delete()
    return bool(deleted)


def _cool_off() -> float:
    return float(settings.AXES_COOLOFF_TIME.total_seconds())


def _seconds_left(kept: Authenticator) -> int:
    if kept.data.get("wrong_codes", 0) < settings.AXES_FAILURE_LIMIT:
        return 0
    last_wrong_at: float = kept.data["last_wrong_at"]
    return max(0, math.ceil(last_wrong_at + _cool_off() - time.time()))


def _use_app_code(kept: Authenticator, code: str) -> bool:
    try:
        secret = decrypt(kept.data["secret"])
    except InvalidToken:
        logger.exception("The second factor of a user cannot be read: SECRET_KEY is not the one it was made with")
        return False
    step = _step(secret, code, after=kept.data["last_step"])
    if step is None:
        return False
    kept.data["last_step"] = step
    return True


def _use_recovery_code(kept: Authenticator, code: str) -> bool:
    codes = recovery_codes(kept.user)
    try:
        return codes is not None and bool(codes.validate_code(code))
    except InvalidToken:
        return False


def _step(secret: str, code: str, after: int) -> int | None:
    """The time step whose code it is, among the present one and its neighbours, later than the step ``after``."""
    step: int
    for step in yield_hotp_counters_from_time():
        if step > after and compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step))):
            return step
    return None
