"""Days with a time, as editors type them."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail_localize import models as localize
from wagtail_localize.views import edit_translation


class MomentFormField(forms.DateTimeField):
    """Django takes a day alone for its first minute: a call until the 30th would close as the 30th begins."""

    def to_python(self, value: Any) -> datetime.datetime | None:
        moment = super().to_python(value)
        if isinstance(value, str) and moment is not None and ":" not in value:
            raise ValidationError(_("Write the time, too: 30.11.2026 16:00."), code="time")
        return moment


if TYPE_CHECKING:
    # With the types that django-stubs gives it where it is used.
    MomentField = models.DateTimeField
else:

    class MomentField(models.DateTimeField):
        """A day with a time, both of which somebody has to say."""

        def deconstruct(self):
            name, _path, args, kwargs = super().deconstruct()
            return name, "django.db.models.DateTimeField", args, kwargs

        def formfield(self, **kwargs):
            return super().formfield(**{"form_class": MomentFormField, **kwargs})


def connect() -> None:
    """Ask for the time in Wagtail's own fields, too: when a page is published, and when withdrawn.

    And write the days of a translation without the name of the month, which wagtail-localize has in English only.
    """
    localize.DATE_FORMAT = edit_translation.DATE_FORMAT = "%d.%m.%Y"
    register_form_field_override(
        models.DateTimeField, override={"form_class": MomentFormField, "widget": AdminDateTimeInput}
    )
