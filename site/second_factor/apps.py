from __future__ import annotations

from allauth.account.apps import AccountConfig as AllauthAccountConfig
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SecondFactorConfig(AppConfig):
    name = "second_factor"
    label = "second_factor"
    verbose_name = _("Second factor")


class AccountConfig(AllauthAccountConfig):
    """allauth's accounts, which its second factor imports. Nobody signs up or logs in by them here."""

    def ready(self) -> None:
        """Leaves out the checks: they are of settings and of a middleware that only allauth's own pages need."""
