from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm


def kept_forms(formset: Any) -> list[Any]:
    """The forms of a formset but those of rows to be deleted, all of them validated."""
    # Each time it is asked for, a formset goes through all its forms to find those.
    deleted = set(formset.deleted_forms)
    return [form for form in formset.forms if form not in deleted]


class RegisterForm(WagtailAdminModelForm):
    """Offers other rows of the registers once each, in the language of this one."""

    #: the fields that name another row
    references: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.references:
            # A translation's form has none of the facts.
            if name in self.fields:
                rows = self.fields[name].queryset
                chosen = getattr(self.instance, f"{name}_id")
                offered = rows.exclude(translation_key=self.instance.translation_key)
                self.fields[name].queryset = offered.to_choose(self.instance.locale_id, chosen)


class BodyForm(RegisterForm):
    references = ("parent", "successor")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        names = self.formsets.get("former_names")
        days: set[datetime.date] = set()
        for form in kept_forms(names) if names is not None else ():
            if not form.is_valid():
                continue
            day = form.cleaned_data.get("last_day")
            if day and day in days:
                form.add_error("last_day", ValidationError(_("Two former names have this last day.")))
            days.add(day)
        return data


class SignerForm(RegisterForm):
    references = ("body",)
