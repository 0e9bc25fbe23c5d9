"""The form in which an editor says to citizens, in each language, why something is done to an act."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from cms_pages.text import without_control_characters


class PlainTextField(forms.CharField):
    """A text that citizens read, without what was pasted with it and nobody sees."""

    def to_python(self, value: Any) -> str | None:
        return super().to_python(without_control_characters(value or ""))


class ReasonForm(forms.Form):
    """A field for each language; in the act's own one the reason is needed, else ``why`` is said."""

    why: ClassVar[Any] = ""

    def __init__(self, *args: Any, page: Page, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._codes = []
        for locale in sorted(Locale.objects.all(), key=lambda each: each.pk != page.locale_id):
            self._codes.append(locale.language_code)
            self.fields[locale.language_code] = PlainTextField(
                label=_("Reason (%(language)s)") % {"language": locale.get_display_name()},
                widget=forms.Textarea(attrs={"rows": 3}),
                max_length=1000,
                required=locale.pk == page.locale_id,
                error_messages={"required": self.why},
            )

    def reason(self) -> dict[str, str]:
        """What was written, by language."""
        return {code: text for code in self._codes if (text := self.cleaned_data[code])}
