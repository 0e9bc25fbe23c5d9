"""What asks for a code: after the password, and before somebody's second factor is changed."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from second_factor import factor
from second_factor.forms import CodeForm
from sign_in.lockout import locked_out_for


@method_decorator(sensitive_post_parameters("code"), name="dispatch")
class CodeFormView(FormView[CodeForm]):
    """Does what ``code_was_right`` does once the code is right; after too many wrong ones says when to try again."""

    form_class = CodeForm
    #: the name of the address to go to where there is no second factor to ask for
    without_factor: str
    authenticator: Authenticator

    def find_authenticator(self) -> Authenticator | None:
        """The one whose code is asked for."""
        raise NotImplementedError

    def code_was_right(self) -> HttpResponse:
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        authenticator = self.find_authenticator()
        if authenticator is None:
            return redirect(self.without_factor)
        if seconds := factor.seconds_left(authenticator):
            return locked_out_for(request, seconds)
        self.authenticator = authenticator
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: CodeForm) -> HttpResponse:
        if factor.use_code(self.authenticator, form.cleaned_data["code"]):
            return self.code_was_right()
        if seconds := factor.seconds_left(self.authenticator):
            return locked_out_for(self.request, seconds)
        form.refuse()
        return self.form_invalid(form)
