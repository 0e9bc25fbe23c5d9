"""How allauth keeps secrets here, and what an authenticator app shows beside the code."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from urllib.parse import urlsplit

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.crypto import salted_hmac


class Adapter(DefaultMFAAdapter):
    """Secrets are encrypted with a key derived from ``SECRET_KEY``: a copy of the database alone tells no codes."""

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises InvalidToken where it was encrypted with another ``SECRET_KEY``."""
        return _fernet().decrypt(encrypted_text.encode()).decode()

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        return user.get_username()

    def get_totp_issuer(self) -> str:
        return urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or settings.WAGTAIL_SITE_NAME


def _fernet() -> Fernet:
    key = salted_hmac("second_factor.adapter", b"encrypt", secret=settings.SECRET_KEY, algorithm="sha256").digest()
    return Fernet(urlsafe_b64encode(key))
