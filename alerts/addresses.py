"""Addresses are personal data: encrypted where they are kept, found by a keyed hash, in clear only where one is sent.

``settings.ALERTS_KEYS`` are secrets, the current one first. Unless set, they are ``SECRET_KEY`` and
``SECRET_KEY_FALLBACKS``. What an older key wrote stays readable as long as it is in the list;
``manage.py rotate_alert_keys`` writes everything anew with the first.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.encoding import punycode


def encrypt(text: str) -> str:
    return _fernet(_keys()).encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """Raises cryptography's InvalidToken where none of the keys wrote it."""
    return _fernet(_keys()).decrypt(token.encode()).decode()


def fingerprint(address: str) -> str:
    """What an address is found by: the same for the same mailbox, in small or large letters."""
    return _fingerprint(_keys()[0], address)


def fingerprints(address: str) -> list[str]:
    """The fingerprint by each of the keys, the current one's first."""
    return [_fingerprint(key, address) for key in _keys()]


def in_ascii(address: str) -> str:
    """As it is written to a mail server. Raises UnicodeError where it cannot be."""
    name, _at, domain = address.rpartition("@")
    return f"{name.encode('ascii').decode()}@{punycode(domain)}"


def is_writable(address: str) -> bool:
    try:
        in_ascii(address)
    except UnicodeError:
        return False
    return True


def _keys() -> tuple[str, ...]:
    keys = getattr(settings, "ALERTS_KEYS", None) or [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return tuple(keys)


@lru_cache(maxsize=4)
def _fernet(keys: tuple[str, ...]) -> MultiFernet:
    derived = [base64.urlsafe_b64encode(_derived(key, b"alerts.encryption")) for key in keys]
    return MultiFernet([Fernet(key) for key in derived])


def _fingerprint(key: str, address: str) -> str:
    return hmac.new(_derived(key, b"alerts.fingerprint"), address.strip().lower().encode(), hashlib.sha256).hexdigest()


def _derived(key: str, purpose: bytes) -> bytes:
    """32 bytes. The secrets are random and long, so one keyed hash is enough to keep purposes apart (RFC 5869, 3.3)."""
    return hmac.new(key.encode(), purpose, hashlib.sha256).digest()
