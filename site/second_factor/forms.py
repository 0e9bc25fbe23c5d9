from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
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
