from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.coreutils import get_content_languages
from wagtail.documents import get_document_model_string
from wagtail.images import get_image_model_string
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField
from wagtailmedia import get_media_model

from cms_pages.files.private import in_private_collections
from cms_pages.files.references import file_reference, image_reference, recording_reference
from cms_pages.models import PublishablePage
from cms_pages.models.plain_texts import PlainTexts
from publications.api.serializers import BodyField, LoggedField
from publications.forms import RecordingPageForm
from publications.models.archived import ArchivedPage
from publications.panels import recording_panels
from publications.rows import RowsKey


class RecordingKind(models.TextChoices):
    """Of what the file is: the types of wagtailmedia."""

    VIDEO = "video", _("Video")
    AUDIO = "audio", _("Sound recording")


class RecordingPage(ArchivedPage):
    """A video or a sound recording of one of the office's activities, with what is said in it as a text.

    A recording is public only through such a page.
    """

    recording = models.ForeignKey(
        "cms_pages.Recording", models.PROTECT, null=True, related_name="+", verbose_name=_("recording")
    )
    poster = models.ForeignKey(
        get_image_model_string(),
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
        help_text=_("Shown before a video plays, and when the page is shared."),
    )
    transcript = models.TextField(
        _("transcript"),
        help_text=_(
            "Everything that is said, and what can be seen or heard besides where it matters: for who cannot hear "
            "or see it, and for search."
        ),
    )

    parent_page_types = ["cms_pages.SectionIndexPage"]
    subpage_types: list[str] = []
    facts = ("date", "body", "credit", "licence", "event", "recording", "poster")
    template = "publications/recording_page.html"
    base_form_class = RecordingPageForm
    content_panels = recording_panels
    api_fields = [
        APIField("date"),
        APIField("place"),
        APIField("body", serializer=BodyField()),
        APIField("credit"),
        APIField("licence"),
        APIField("file", serializer=LoggedField()),
        APIField("transcript"),
        *PublishablePage.api_fields,
    ]

    class Meta:
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")

    @cached_property
    def file(self) -> dict[str, Any] | None:
        """The shape of ``cms_pages.api.schemas.File``; None where its collection is private."""
        recording = self.recording
        if recording is None or in_private_collections(get_media_model(), [recording.pk]):
            return None
        return recording_reference(recording, self)

    @cached_property
    def tracks(self) -> list[dict[str, Any]]:
        """The shape of ``publications.api.schemas.Subtitles``, those in the page's language first."""
        own = self.locale.language_code
        rows = sorted(self.subtitles.select_related("document__facts"), key=lambda row: row.language != own)
        return [
            {"language": row.language, "file": file_reference(row.document, self, row.get_language_display())}
            for row in rows
        ]

    def item_kind(self) -> str:
        return self.recording.type if self.recording is not None else ""

    def item_fields(self) -> dict[str, Any]:
        return {
            **super().item_fields(),
            "kind": self.item_kind(),
            "credit": self.credit,
            "file": self.file,
            "duration": (self.recording and round(self.recording.duration)) or None,
            "poster": self.poster and image_reference(self.poster, self),
            "subtitles": self.tracks,
            "transcript": self.transcript,
        }

    def item_text(self) -> str:
        return "\n".join(filter(None, (super().item_text(), self.transcript)))


def languages() -> list[tuple[str, str]]:
    """Those in which pages are published, by their codes."""
    return list(get_content_languages().items())


class RecordingSubtitles(TranslatableMixin, Orderable, PlainTexts):
    """Subtitles of a recording in a language: a WebVTT file."""

    page = RowsKey(RecordingPage, on_delete=models.CASCADE, related_name="subtitles")
    language = models.CharField(_("language"), max_length=16, choices=languages)
    document = models.ForeignKey(
        get_document_model_string(), models.PROTECT, related_name="+", verbose_name=_("subtitles (WebVTT)")
    )

    panels = [FieldPanel("language"), FieldPanel("document")]
    translatable_fields = [
        SynchronizedField("language", overridable=False),
        SynchronizedField("document", overridable=False),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("subtitles")
        verbose_name_plural = _("subtitles")

    def __str__(self) -> str:
        return self.language
