from __future__ import annotations

import copy
import datetime
from contextlib import suppress
from typing import Any, cast
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.images import get_image_model
from wagtailmedia import get_media_model

from cms_pages.admin.forms import kept_forms
from cms_pages.files.kinds import extension_of
from cms_pages.files.private import in_private_collections
from cms_pages.models import Body, Signer
from publications.contradictions import relation_errors
from publications.history import SIGNED, files_of, is_original, replaces_files
from publications.selectors import last_body, next_number
from publications.validation import WHY, as_typed, check_deadline, check_number, wait_for_others


class BodyForm(WagtailAdminPageForm):
    """Offers each body that there was on the page's date once: in the page's language, where it has a name in it.

    A new page begins with today's date and the body that its author chose last.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "body" in self.fields:
            locale_id = self.instance.locale_id or self.parent_page.locale_id
            there = Body.objects.on(self._day())
            self.fields["body"].queryset = there.to_choose(locale_id, self.instance.body_id)
            self.fields["body"].error_messages["invalid_choice"] = _("Choose a body that there was on this date.")
        if self.instance.pk is None:
            self._begin()

    def _day(self) -> datetime.date:
        """The date that the page has or is given: bodies that had ended by then are not offered."""
        given = self.data.get(self.add_prefix("date")) if self.is_bound and "date" in self.fields else None
        with suppress(ValidationError):
            if day := given and self.fields["date"].clean(given):
                return cast("datetime.date", day)
        return self.instance.date or timezone.localdate()

    def _begin(self) -> None:
        if "date" in self.fields and not self.initial.get("date"):
            self.initial["date"] = timezone.localdate()
        if "body" in self.fields and not self.initial.get("body"):
            last = last_body(type(self.instance), self.for_user)
            offered = self.fields["body"].queryset
            self.initial["body"] = last and offered.filter(translation_key=last.translation_key).first()


class ActForm(BodyForm):
    """Suggests the next number, and refuses relations that contradict what is there, each at its row.

    Tidies the number, and refuses one that is taken while the act is new.

    Later the page itself does (``ActPage.clean``); before it is in the tree it cannot know on which site it is.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        page = self.instance
        if "number" in self.fields and not page.number:
            self._follow_body_and_year()
        if page.pk and not replaces_files(page.act, files_of(page)):
            # The reason is of a replacement that was published.
            self.initial["file_reason"] = ""
        if "signers" in self.formsets:
            self._offer_signers()

    def _offer_signers(self) -> None:
        """Those who held their post on the act's date, each once, and those who were chosen before."""
        formset = self.formsets["signers"]
        chosen = [] if self.instance.pk is None else [row.signer_id for row in self.instance.signers.all()]
        locale_id = self.instance.locale_id or self.parent_page.locale_id
        field = copy.deepcopy(formset.form.base_fields["signer"])
        field.queryset = Signer.objects.on(self._day()).to_choose(locale_id, *chosen)
        field.error_messages["invalid_choice"] = _("Choose somebody who was in office on this date.")
        # The class is that of all such forms, in all requests.
        offering: Any = type(formset.form.__name__, (formset.form,), {})
        offering.base_fields = {**formset.form.base_fields, "signer": field}
        formset.form = offering

    def _begin(self) -> None:
        super()._begin()
        body, date = self.initial.get("body"), self.initial.get("date")
        if "number" in self.fields and body and date and not self.initial.get("number"):
            self.initial["number"] = next_number(type(self.instance), body, date.year, near=self.parent_page)

    def _follow_body_and_year(self) -> None:
        """For publications/next-number.js: the suggested number follows when another body or year is chosen."""
        asked = urlencode({"type": type(self.instance).act_type, "near": self.parent_page.pk})
        self.fields["number"].widget.attrs |= {
            "data-next-number": f"{reverse('publications_next_number')}?{asked}",
            "data-next-number-says": _("Suggested number:"),
        }

    def clean_number(self) -> str:
        return as_typed(self.cleaned_data["number"] or "")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        if not self.instance.path:
            try:
                self._check_number(data)
            except ValidationError as error:
                self.add_error("number", error)
        self._check_relations(data.get("date"))
        self._check_files(data)
        return data

    def save(self, commit: bool = True) -> Any:
        # Drafts too: Wagtail asks a draft for no more than a title.
        with transaction.atomic():
            if body := self.cleaned_data.get("body"):
                wait_for_others(body)
            self._check_number(self.cleaned_data)
            return super().save(commit)

    def _check_number(self, data: dict[str, Any]) -> None:
        number, date, body = (data.get(name) for name in ("number", "date", "body"))
        if number and date and body:
            near = self.instance if self.instance.path else self.parent_page
            check_number(number, date, body, near=near, besides=self.instance)

    def _check_files(self, data: dict[str, Any]) -> None:
        formset = self.formsets.get("attachments")
        if formset is None or not self.instance.pk or not is_original(self.instance):
            return
        files = {
            str(form.instance.translation_key): form.cleaned_data["document"].pk
            for form in kept_forms(formset)
            if form.cleaned_data.get("document")
        }
        signed = data.get(SIGNED)
        if not replaces_files(self.instance.act, {**files, SIGNED: signed.pk if signed else None}):
            data["file_reason"] = ""
        elif not data.get("file_reason") and not self.is_deferred_validation:
            self.add_error("file_reason", ValidationError(WHY, code="file_reason"))

    def _check_relations(self, date: datetime.date | None) -> None:
        formset = self.formsets.get("relations")
        if formset is None or date is None:
            return
        rows = [form for form in kept_forms(formset) if "act" in form.cleaned_data]
        pairs = [(form.cleaned_data.get("kind", ""), form.cleaned_data["act"]) for form in rows]
        near = self.instance if self.instance.path else self.parent_page
        for position, error in relation_errors(pairs, self.instance.translation_key, date, near=near).items():
            rows[position].add_error("act", error)


class EventForm(BodyForm):
    """Offers the bodies that there are on the day on which the event begins."""

    def _day(self) -> datetime.date:
        given = self.data.get(self.add_prefix("starts_at")) if self.is_bound and "starts_at" in self.fields else None
        with suppress(ValidationError):
            if moment := given and self.fields["starts_at"].clean(given):
                return timezone.localdate(cast("datetime.datetime", moment))
        return cast("datetime.date", self.instance.date)


class NoticeForm(BodyForm):
    """Refuses, when a notice is published, what would be wrong from its first day, and results that are half there.

    Not in the page: an old call may be corrected or imported, and a translation gets its dates before its texts.
    """

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        if self.is_deferred_validation:  # a draft
            return data
        deadline = data.get("deadline")
        if "deadline" not in self.errors and (deadline is None or self.instance.first_published_at is None):
            try:
                check_deadline(data.get("kind", ""), deadline, data.get("go_live_at"))
            except ValidationError as error:
                self.add_error("deadline", error)
        if data.get("results") and not data.get("results_date") and "results_date" not in self.errors:
            self.add_error("results_date", _("Say on which day the results were announced."))
        if data.get("results_date") and not data.get("results"):
            self.add_error("results", _("Add the results, or leave their date empty."))
        return data


class AlbumForm(BodyForm):
    """Refuses, when an album is published, pictures of which nobody has said what they show."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        formset = self.formsets.get("pictures")
        if formset is None or self.is_deferred_validation:  # a translation's own form, a draft
            return data
        rows = [form for form in kept_forms(formset) if "image" in form.cleaned_data]
        if not rows and formset.is_valid():
            self.add_error(None, _("Add at least one picture."))
        private = in_private_collections(get_image_model(), (form.cleaned_data["image"].pk for form in rows))
        for form in rows:
            image = form.cleaned_data["image"]
            if image.pk in private:
                form.add_error("image", _("This picture is in a private collection. Choose another, or move it first."))
            # Kept with the album, so that translators get it.
            form.instance.alt = form.cleaned_data.get("alt", "").strip() or getattr(image, "description", "")
            if not form.instance.alt:
                form.add_error("alt", _("Write what the picture shows, for who cannot see it."))
        return data


class RecordingPageForm(BodyForm):
    """Refuses, when it is published, a recording that nobody would be given, and a file that holds no subtitles."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        recording = data.get("recording")
        if recording and in_private_collections(get_media_model(), [recording.pk]):
            self.add_error(
                "recording", _("This recording is in a private collection. Choose another, or move it first.")
            )
        if (formset := self.formsets.get("subtitles")) is not None:
            self._check_subtitles(kept_forms(formset))
        return data

    def _check_subtitles(self, rows: list[Any]) -> None:
        seen: set[str] = set()
        for form in rows:
            document, language = (form.cleaned_data.get(name) for name in ("document", "language"))
            if document and extension_of(document.filename) != "vtt":
                form.add_error("document", _("Choose a subtitles file (WebVTT, its name ends in .vtt)."))
            if language and language in seen:
                form.add_error("language", _("There are subtitles in this language already."))
            seen.add(language)


class NewsForm(WagtailAdminPageForm):
    """Refuses an image of which nobody has said what it shows."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        image, described = data.get("image"), data.get("image_alt", "").strip()
        if image and not described and not getattr(image, "description", ""):
            self.add_error("image_alt", _("Write what the image shows, for who cannot see it."))
        return data
