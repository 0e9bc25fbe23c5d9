from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model
from wagtail.models import Collection, Page
from wagtail.permissions import page_permission_policy, policy_registry

from cms_pages.models import SectionIndexPage
from publications.imports.reading import TableError, open_table


def may_import(user: Any) -> bool:
    """Whether somebody may write pages somewhere. Asks the database once for a user."""
    return bool(page_permission_policy.user_has_permission(user, "add"))


def sections_for(user: Any) -> QuerySet[SectionIndexPage]:
    """The sections in which somebody may write acts, in the order of the tree."""
    may_add = page_permission_policy.instances_user_has_any_permission_for(user, ["add"])
    sections: QuerySet[SectionIndexPage] = SectionIndexPage.objects.filter(alias_of=None, pk__in=may_add)
    return sections.select_related("locale").order_by("path")


class SectionField(forms.ModelChoiceField):  # type: ignore[type-arg] # Django has no such class at run time
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.get_admin_display_title()} ({obj.locale})"


_CHOSEN = ("section", "collection")


class UploadForm(forms.Form):
    """A table, an archive of files, and where the acts go. Refuses a table that cannot be read as one of acts."""

    table = forms.FileField(
        label=_("Table (CSV)"),
        help_text=_("One row for each act and language. “Example” above is one."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv"}),
    )
    archive = forms.FileField(
        label=_("Files (ZIP)"),
        required=False,
        help_text=_("The files that the table names. Those that are not in it are looked for in the collection."),
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
    )
    section = SectionField(label=_("Section"), queryset=SectionIndexPage.objects.none())
    collection = forms.ModelChoiceField(label=_("Collection for the files"), queryset=Collection.objects.none())
    publish = forms.BooleanField(
        label=_("Publish them, each with its own date"),
        required=False,
        help_text=_("Otherwise they become drafts. What was published once can only be withdrawn."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._user = user
        #: the headings of columns that are not known
        self.left_out: tuple[str, ...] = ()
        policy: Any = policy_registry.get_by_type(get_document_model())
        collections = policy.collections_user_has_permission_for(user, "add")
        section, collection = (cast("forms.ModelChoiceField[Any]", self.fields[name]) for name in _CHOSEN)
        section.queryset = sections_for(user)
        # As wide as there is room, and no wider: names of sections are long.
        section.widget.attrs["class"] = collection.widget.attrs["class"] = "w-w-full"
        collection.queryset, collection.initial = collections, collections.first()

    def clean_table(self) -> Any:
        table = self.cleaned_data["table"]
        with tempfile.NamedTemporaryFile(suffix=".csv") as copy:
            for chunk in table.chunks():
                copy.write(chunk)
            copy.flush()
            try:
                self.left_out = open_table(Path(copy.name)).left_out
            except TableError as error:
                raise ValidationError(str(error)) from error
        table.seek(0)
        return table

    def clean_archive(self) -> Any:
        archive = self.cleaned_data["archive"]
        if archive is not None:
            try:
                zipfile.ZipFile(archive).close()
            except Exception:  # on a damaged or crafted archive zipfile raises a great many kinds
                raise ValidationError(_("This is no ZIP archive. Pack the files into one, and upload it.")) from None
            archive.seek(0)
        return archive

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        section = data.get("section")
        if data.get("publish") and section and not may_publish(self._user, section):
            self.add_error("publish", _("You may not publish in this section. Import drafts."))
        return data


def may_publish(user: Any, section: Page) -> bool:
    return bool(section.permissions_for_user(user).can_publish_subpage())
