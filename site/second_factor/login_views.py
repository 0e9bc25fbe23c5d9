"""Log-ins ask for the code before anybody is logged in: the admin's, and that of pages for some readers only."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth import views as auth_views
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView
from wagtail.admin.views.account import LoginView as WagtailLoginView
from wagtail.urls import WAGTAIL_FRONTEND_LOGIN_TEMPLATE

from second_factor import factor, pending
from second_factor.forms import CodeForm
from sign_in.lockout import locked_out_for


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


@method_decorator([sensitive_post_parameters("code"), csrf_protect, never_cache], name="dispatch")
class CodeView(FormView[CodeForm]):
    """Asks for the code of whoever gave the right password, and logs in."""

    form_class = CodeForm
    template_name = "second_factor/code.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = pending.find(request)
        authenticator = found and factor.authenticator_of(found.user)
        if found is None or authenticator is None:
            return redirect("wagtailadmin_login")
        if seconds := factor.seconds_left(authenticator):
            return locked_out_for(request, seconds)
        self.pending, self.authenticator = found, authenticator
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: CodeForm) -> HttpResponse:
        if not factor.use_code(self.authenticator, form.cleaned_data["code"]):
            if seconds := factor.seconds_left(self.authenticator):
                return locked_out_for(self.request, seconds)
            form.refuse()
            return self.form_invalid(form)
        pending.end(self.request)
        login(self.request, self.pending.user, backend=self.pending.backend)
        factor.remember_code(self.request, self.authenticator)
        if self.pending.remember is not None:
            # As Wagtail's log-in does.
            self.request.session.set_expiry(settings.SESSION_COOKIE_AGE if self.pending.remember else 0)
        return redirect(self.pending.next_url)
