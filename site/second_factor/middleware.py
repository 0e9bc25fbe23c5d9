"""Whoever has a second factor, or must have one, is not in the admin without it, however the session came to be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin.auth import reject_request

from second_factor.factor import authenticator_of, was_code_given

# What is for people who are not logged in, or leave.
OPEN = {
    "second_factor_code",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_login",
    "wagtailadmin_logout",
    "wagtailadmin_sprite",
}


class SecondFactorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """What is answered instead of the admin's view; None where it may answer."""
        name = request.resolver_match.url_name if request.resolver_match else None
        is_admin = request.path_info.startswith(reverse("wagtailadmin_home"))
        if not is_admin or name in OPEN or not request.user.is_authenticated:
            return None
        authenticator = authenticator_of(request.user)
        if authenticator is not None:
            return None if was_code_given(request, authenticator) else _to_log_in(request)
        if settings.REQUIRE_SECOND_FACTOR and name != "second_factor_set_up":
            return _to_set_up(request)
        return None


def _to_log_in(request: HttpRequest) -> HttpResponse:
    # The log-in sends on who is logged in already.
    logout(request)
    response: HttpResponse = reject_request(request)
    return response


def _to_set_up(request: HttpRequest) -> HttpResponse:
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        raise PermissionDenied
    return redirect("second_factor_set_up")
