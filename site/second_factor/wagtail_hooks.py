"""What the admin gets: the pages of one's own second factor, and the way to them from one's account."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks

from second_factor.account_views import RecoveryCodesView, SecondFactorView, SetUpView


def admin_urls() -> list[URLPattern]:
    return [
        path("account/second-factor/", SecondFactorView.as_view(), name="second_factor"),
        path("account/second-factor/set-up/", SetUpView.as_view(), name="second_factor_set_up"),
        path("account/second-factor/recovery-codes/", RecoveryCodesView.as_view(), name="second_factor_recovery_codes"),
    ]


def account_menu_item(request: HttpRequest) -> dict[str, str]:
    return {
        "url": reverse("second_factor"),
        "label": _("Second factor"),
        "help_text": _("Asks for a code of your phone after the password."),
    }


hooks.register("register_admin_urls", admin_urls)
hooks.register("register_account_menu_item", account_menu_item)
