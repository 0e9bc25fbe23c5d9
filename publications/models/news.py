from __future__ import annotations

import datetime
from functools import cached_property
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.api import APIField
from wagtail.images import get_image_model_string

from cms_pages.files.references import image_reference
from cms_pages.models import PublishablePage
from publications.albums.gallery import Gallery, gallery_of
from publications.api.serializers import ImageField
from publications.events.linked import event_of
from publications.forms import NewsForm
from publications.panels import news_panels


class NewsKind(models.TextChoices):
    NEWS = "news", _("News")
    PRESS_RELEASE = "press_release", _("Press release")
    REACTION = "reaction", _("Reaction")
    CLARIFICATION = "clarification", _("Clarification")
    SPEECH = "speech", _("Speech")
    STATEMENT = "statement", _("Statement")
    INTERVIEW = "interview", _("Interview")
    SHARED = "shared", _("Shared")


class NewsPage(PublishablePage):
    """What the office tells the public: news, press releases, what was said and where."""

    kind = models.CharField(_("kind"), max_length=32, choices=NewsKind.choices, default=NewsKind.NEWS)
    date = models.DateField(_("date"), default=timezone.localdate, help_text=_("The day it is about or was issued."))
    image = models.ForeignKey(
        get_image_model_string(), models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("image")
    )
    image_alt = models.CharField(
        _("what the image shows"),
        max_length=255,
        blank=True,
        help_text=_("For who cannot see it, in this language. Without it the description of the image is read out."),
    )
    album = models.ForeignKey(
        "publications.AlbumPage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("album"),
        help_text=_("Its first pictures are shown below the text, in each language."),
    )
    speaker = models.CharField(
        _("speaker"),
        max_length=255,
        blank=True,
        help_text=_("For a speech, a statement or an interview: name and office of who speaks."),
    )
    occasion = models.CharField(
        _("occasion or medium"),
        max_length=255,
        blank=True,
        help_text=_("For example: opening of the bridge, or the name of the newspaper."),
    )
    event = models.ForeignKey(
        "publications.EventPage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("event"),
        help_text=_("The event of the calendar that it tells of: each then leads to the other."),
    )
    source_name = models.CharField(
        _("source"), max_length=255, blank=True, help_text=_("For a shared item: the body it was taken over from.")
    )
    source_url = models.URLField(_("address of the source"), blank=True)

    parent_page_types = ["cms_pages.SectionIndexPage"]
    subpage_types: list[str] = []
    facts = ("kind", "date", "image", "album", "event", "source_url")
    template = "publications/news_page.html"
    base_form_class = NewsForm
    content_panels = news_panels
    api_fields = [
        APIField("kind"),
        APIField("date"),
        APIField("image", serializer=ImageField("image")),
        APIField("speaker"),
        APIField("occasion"),
        APIField("source_name"),
        APIField("source_url"),
        *PublishablePage.api_fields,
    ]

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news")

    @cached_property
    def gallery(self) -> Gallery | None:
        """Its album as it is published."""
        return gallery_of(self)

    def item_kind(self) -> str:
        return self.kind

    def item_date(self) -> datetime.date:
        return self.date

    def item_fields(self) -> dict[str, Any]:
        return {
            **super().item_fields(),
            "kind": self.kind,
            "image": self.image and image_reference(self.image, self, self.image_alt),
            "album": self.gallery and self.gallery.reference(),
            "speaker": self.speaker,
            "occasion": self.occasion,
            "event": event.reference() if (event := event_of(self)) is not None else None,
            "source_name": self.source_name,
            "source_url": self.source_url,
        }

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, "event": event_of(self)}

    def item_text(self) -> str:
        return "\n".join(filter(None, (self.speaker, self.occasion, super().item_text())))
