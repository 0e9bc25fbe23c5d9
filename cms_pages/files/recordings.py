"""How recordings are uploaded: what they are is told by their content as well as by their name."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtailmedia.forms import BaseMediaForm

from cms_pages.files.kinds import extension_of
from cms_pages.files.media_types import kinds_of, type_of

#: in bytes, where the setting ``MAX_RECORDING_SIZE`` says nothing
MAX_SIZE = 500 * 1024 * 1024


OTHER_KIND = gettext_lazy(
    "This is not a file that browsers can play. Save the recording as one of %(kinds)s, and upload that file."
)


def max_size() -> int:
    """So many bytes may a recording have."""
    return int(getattr(settings, "MAX_RECORDING_SIZE", MAX_SIZE))


class RecordingForm(BaseMediaForm):
    """Every form with which a recording is uploaded or described (``WAGTAILMEDIA["MEDIA_FORM_BASE"]``).

    Where its instance has no type, as where many are uploaded at once, the file says which it is.

    The file of one that is there cannot be replaced: it may be published, and wagtailmedia deletes what is replaced
    before it keeps the new one, which may fail.
    """

    class Meta(BaseMediaForm.Meta):
        pass

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields.pop("file", None)
        elif "file" in self.fields:
            self.fields["file"].help_text = _("%(kinds)s, at most %(size)s.") % {
                "kinds": _names(self.instance.type),
                "size": filesizeformat(max_size()),
            }

    @staticmethod
    def get_file_accept_value(media_type: str) -> str:
        return ",".join(f".{extension}" for extension in kinds_of(media_type))

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        kind = kinds_of(self.instance.type).get(extension_of(file.name))
        file.seek(0)
        head = file.read(64)
        file.seek(0)
        if kind is None or not kind.is_so(head):
            raise ValidationError(OTHER_KIND, code="other_kind", params={"kinds": _names(self.instance.type)})
        if file.size > max_size():
            raise ValidationError(
                _("This file has %(size)s, and at most %(limit)s can be uploaded. Make it smaller, or publish parts."),
                code="too_large",
                params={"size": filesizeformat(file.size), "limit": filesizeformat(max_size())},
            )
        self.instance.type = self.instance.type or type_of(file.name)
        return file


def _names(media_type: str) -> str:
    return ", ".join(extension.upper() for extension in kinds_of(media_type))
