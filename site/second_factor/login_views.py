"""Log-ins ask for the code before anybody is logged in: the admin's, and that of pages for some readers only."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth import views as auth_views
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from wagtail.admin.views.account import LoginView as WagtailLoginView
from wagtail.urls import WAGTAIL_FRONTEND_LOGIN_TEMPLATE

from second_factor import factor, pending
from second_factor.code_view import CodeFormView


class _CodeAfterPassword(auth_views.LoginView):
    def form_valid(self, form: Any) -> HttpResponse:
        user = form.get_user()
        if factor.authenticator_of(user) is None:
            return super().form_valid(form)
        remember = form.cleaned_data.get("remember")
        pending.begin(self.request, pending.Pending(user, user.backend, self.get_success_url(), remember))
        return redirect("second_factor_code")


class AdminLoginView(_CodeAfterPassword, WagtailLoginView):
    """The admin's."""


class PageLoginView(_CodeAfterPassword):
    """That of pages which only signed-in people may read."""

    template_name = WAGTAIL_FRONTEND_LOGIN_TEMPLATE


@method_decorator([csrf_protect, never_cache], name="dispatch")
class CodeView(CodeFormView):
    """Asks for the code of whoever gave the right password, and logs in."""

    template_name = "second_factor/code.html"
    without_factor = "wagtailadmin_login"
    pending: pending.Pending

    def find_authenticator(self) -> Authenticator | None:
        found = pending.find(self.request)
        if found is None:
            return None
        self.pending = found
        return factor.authenticator_of(found.user)

    def code_was_right(self) -> HttpResponse:
        pending.end(self.request)
        login(self.request, self.pending.user, backend=self.pending.backend)
        factor.remember_code(self.request, self.authenticator)
        if self.pending.remember is not None:
            # As Wagtail's log-in does.
            self.request.session.set_expiry(settings.SESSION_COOKIE_AGE if self.pending.remember else 0)
        return redirect(self.pending.next_url)
