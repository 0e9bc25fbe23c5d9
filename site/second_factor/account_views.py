"""An editor's own second factor: set it up, make new recovery codes, switch it off."""

from __future__ import annotations

import segno
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.utils import decrypt, encrypt
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.generic import FormView, View
from wagtail.admin import messages

from second_factor import factor
from second_factor.code_view import CodeFormView
from second_factor.forms import SetUpForm

#: key of the session: the secret that is being set up, encrypted
SECRET = "second_factor_secret"  # noqa: S105 - a name


@method_decorator(sensitive_post_parameters("code", "password"), name="dispatch")
class SetUpView(FormView[SetUpForm]):
    """Shows the secret to an authenticator app, and asks for the password and the app's code."""

    form_class = SetUpForm
    template_name = "second_factor/set_up.html"

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if factor.authenticator_of(request.user) is not None:
            return redirect("second_factor")
        return super().dispatch(request, *args, **kwargs)

    @sensitive_variables()
    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        secret = _secret(self.request)
        grouped = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
        user = self.request.user
        image = _qr_code(get_adapter().build_totp_url(user, secret))
        required = settings.REQUIRE_SECOND_FACTOR
        return {"key": grouped, "image": image, "required": required, **super().get_context_data(**kwargs)}

    def get_form_kwargs(self) -> dict[str, object]:
        return {**super().get_form_kwargs(), "request": self.request, "user": self.request.user}

    def form_valid(self, form: SetUpForm) -> HttpResponse:
        authenticator = factor.set_up(self.request.user, _secret(self.request), form.cleaned_data["code"])
        if authenticator is None:
            form.refuse()
            return self.form_invalid(form)
        del self.request.session[SECRET]
        factor.remember_code(self.request, authenticator)
        return redirect("second_factor_recovery_codes")


class RecoveryCodesView(View):
    """Shows the recovery codes until their owner says that they are kept; not again after that."""

    def get(self, request: HttpRequest) -> HttpResponse:
        codes = factor.recovery_codes(request.user)
        if codes is None or codes.did_view:
            return redirect("second_factor")
        return render(request, "second_factor/recovery_codes.html", {"codes": codes.get_unused_codes()})

    def post(self, request: HttpRequest) -> HttpResponse:
        if codes := factor.recovery_codes(request.user):
            codes.mark_as_viewed()
        return redirect("wagtailadmin_home")


class SecondFactorView(CodeFormView):
    """Asks for a code before it makes new recovery codes, or switches the second factor off."""

    template_name = "second_factor/second_factor.html"
    without_factor = "second_factor_set_up"

    def find_authenticator(self) -> Authenticator | None:
        return factor.authenticator_of(self.request.user)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        codes = factor.recovery_codes(self.request.user)
        left = len(codes.get_unused_codes()) if codes else 0
        return {"left": left, "required": settings.REQUIRE_SECOND_FACTOR, **super().get_context_data(**kwargs)}

    def code_was_right(self) -> HttpResponse:
        if self.request.POST.get("action") == "off" and not settings.REQUIRE_SECOND_FACTOR:
            factor.remove(self.request.user)
            messages.success(self.request, _("The second factor is off. The password alone lets you in."))
            return redirect("wagtailadmin_account")
        factor.make_recovery_codes(self.request.user)
        return redirect("second_factor_recovery_codes")


def _secret(request: HttpRequest) -> str:
    """The one that is being set up: the same until it is, so that a page loaded again still fits the app."""
    try:
        secret: str = decrypt(request.session[SECRET])
    except (KeyError, InvalidToken):
        secret = generate_totp_secret()
        request.session[SECRET] = encrypt(secret)
    return secret


def _qr_code(text: str) -> SafeString:
    """An SVG element, dark on light also where the page is dark: not every camera reads it the other way round."""
    code = segno.make_qr(text, error="m")
    svg = code.svg_inline(omitsize=True, border=4, light="white", svgclass="second-factor-image", lineclass=None)
    return mark_safe(svg)  # noqa: S308 - segno's own
