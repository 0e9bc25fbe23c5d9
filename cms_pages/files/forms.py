from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm

from cms_pages.files.duplicates import same_files
from cms_pages.files.kinds import check_content, extension_of
from cms_pages.registry import document_guards

#: so many copies of a file are named
NAMED = 5


class DocumentForm(BaseDocumentForm):
    """Every form with which a document is uploaded or replaced (setting ``WAGTAILDOCS_DOCUMENT_FORM_BASE``).

    Refuses a file whose content is not of the kind its name says. Its size is limited by
    ``WAGTAILDOCS_MAX_UPLOAD_SIZE``, its name by ``WAGTAILDOCS_EXTENSIONS``.
    """

    original_file: Any

    class Meta(BaseDocumentForm.Meta):
        pass

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        user = kwargs.get("user")
        super().__init__(*args, **kwargs)
        if self.instance.pk and "title" in self.fields and user is not None:
            copies = same_files([self.instance], user).get(self.instance, [])
            links = ((reverse("wagtaildocs:edit", args=[copy.pk]), copy.title) for copy in copies[:NAMED])
            if copies:
                self.fields["title"].help_text = format_html(
                    "{} {}",
                    _("The same file has been uploaded before:"),
                    format_html_join(", ", '<a href="{}">{}</a>', links),
                )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if self.instance.pk and "file" in self.changed_data:
            for guard in document_guards:
                guard(self.instance)
        if "file" in self.changed_data and _is_for_us(file.name):
            check_content(file, file.name)
        return file

    def save(self, commit: bool = True) -> Any:
        # Wagtail deletes the file that is replaced before it keeps the new one, which may fail: the disk is full.
        replaced = self.original_file if commit and "file" in self.changed_data else None
        if replaced:
            self.original_file = None
        document = super().save(commit=commit)
        if replaced:
            replaced.storage.delete(replaced.name)
        return document

    def _post_clean(self) -> None:
        refused = self._errors["file"].copy() if "file" in self._errors else None
        super()._post_clean()
        if refused:
            # The model goes on to complain that the file, which it never got, has no extension.
            self._errors["file"] = refused
        if "file" in self.errors and self.instance.pk:
            # It still has the one it had. Wagtail would look for the refused one, and offer to delete the document.
            self.instance.file = self.original_file


def _is_for_us(name: str) -> bool:
    """Whether Wagtail lets the name pass; where not, it says so itself."""
    allowed = getattr(settings, "WAGTAILDOCS_EXTENSIONS", None)
    return not allowed or extension_of(name) in {extension.lower() for extension in allowed}
