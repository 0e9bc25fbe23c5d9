from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class CodeForm(forms.Form):
    """A code of the authenticator app, or a recovery code: both are digits, and may be written with spaces."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "autocapitalize": "off",
                "spellcheck": "false",
            }
        ),
        error_messages={"required": _("Enter the code.")},
    )

    def refuse(self) -> None:
        """Says at the field that the code is wrong."""
        message = _("This code is not right, or was used already. Wait for the next one in your app and enter that.")
        self.add_error("code", ValidationError(message, code="wrong"))


class SetUpForm(CodeForm):
    """The app's first code, with the password: a computer left alone must not lock its owner out.

    Wrong passwords count as those at the log-in do.
    """

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Enter your password.")},
    )
    field_order = ["password", "code"]

    def __init__(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._request, self._user = request, user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if authenticate(self._request, username=self._user.get_username(), password=password) is None:
            raise ValidationError(_("This is not your password."), code="wrong")
        return password
