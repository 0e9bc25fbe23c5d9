from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.api import APIField

from cms_pages.files.references import body_reference
from cms_pages.models import Body, PublishablePage
from cms_pages.moments import MomentField
from publications.api.serializers import BodyField
from publications.events.linked import media_of, news_of
from publications.forms import EventForm
from publications.panels import event_panels
from publications.validation import check_all, check_beginning


class EventKind(models.TextChoices):
    MEETING = "meeting", pgettext_lazy("kind of event", "Meeting")
    SESSION = "session", _("Session of a body")
    VISIT = "visit", _("Visit")
    PUBLIC_MEETING = "public_meeting", _("Meeting with citizens")
    PRESS_CONFERENCE = "press_conference", _("Press conference")
    CEREMONY = "ceremony", _("Ceremony")
    OTHER_EVENT = "other_event", _("Other event")


class EventState(models.TextChoices):
    """What becomes of an event. Computed, and never typed."""

    UPCOMING = "upcoming", _("Upcoming")
    PAST = "past", _("Past")
    CANCELLED = "cancelled", _("Cancelled")


#: the first and the last year of the calendar
FIRST_YEAR, LAST_YEAR = 2000, 2100
#: what takes longer is no event; the calendar looks no further back for what still goes on
LONGEST = datetime.timedelta(days=31)


class EventPage(PublishablePage):
    """An entry of the office's agenda: what takes place, where and when, who takes part, and whether media may come."""

    kind = models.CharField(_("kind"), max_length=32, choices=EventKind.choices, default=EventKind.MEETING)
    starts_at = MomentField(_("begins"), help_text=_("Day and time, as on a clock in Kosovo."))
    ends_at = MomentField(
        _("ends"), null=True, blank=True, help_text=_("Leave it empty where nobody can say yet how long it takes.")
    )
    body = models.ForeignKey(
        Body,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("body"),
        help_text=_("Whose event it is. Each body has a calendar that people can subscribe to."),
    )
    open_to_press = models.BooleanField(
        _("open to the press"),
        default=False,
        help_text=_("Media may come without being invited. The public sees either."),
    )
    cancelled = models.BooleanField(
        _("cancelled"),
        default=False,
        help_text=_(
            "It does not take place. It stays in the calendar and is marked, so that nobody comes for nothing."
        ),
    )
    place = models.CharField(
        _("place"), max_length=255, blank=True, help_text=_("For example: Hall of the Assembly, Municipal Building.")
    )
    people = models.TextField(
        _("people"),
        blank=True,
        max_length=2000,
        help_text=_("Who takes part: name and office, one in each line."),
    )

    parent_page_types = ["publications.CalendarPage"]
    subpage_types: list[str] = []
    facts = ("kind", "starts_at", "ends_at", "body", "open_to_press", "cancelled")
    template = "publications/event_page.html"
    base_form_class = EventForm
    content_panels = event_panels
    api_fields = [
        APIField("kind"),
        APIField("starts_at"),
        APIField("ends_at"),
        APIField("state"),
        APIField("body", serializer=BodyField()),
        APIField("open_to_press"),
        APIField("place"),
        APIField("people"),
        *PublishablePage.api_fields,
    ]

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def clean(self) -> None:
        super().clean()
        check_all(starts_at=self._check_start, ends_at=self._check_end)

    def _check_start(self) -> None:
        check_beginning(self.starts_at and timezone.localdate(self.starts_at), FIRST_YEAR)

    def _check_end(self) -> None:
        if self.starts_at is None or self.ends_at is None:
            return
        if self.ends_at <= self.starts_at:
            raise ValidationError(_("The event ends before it begins. Check day and time."), code="ends_too_early")
        if self.ends_at - self.starts_at > LONGEST:
            raise ValidationError(
                _("This is more than a month after it begins. Enter each day or week as an event of its own."),
                code="too_long",
            )

    @property
    def date(self) -> datetime.date:
        """The day on which it begins."""
        return timezone.localdate(self.starts_at) if self.starts_at else timezone.localdate()

    @property
    def over_at(self) -> datetime.datetime:
        """The end; where nobody has said when, the end of its day."""
        if self.ends_at is not None:
            return self.ends_at
        following = self.date + datetime.timedelta(days=1)
        return timezone.make_aware(datetime.datetime.combine(following, datetime.time.min))

    @property
    def state(self) -> str:
        """One of ``EventState`` now."""
        if self.cancelled:
            return EventState.CANCELLED
        return EventState.PAST if timezone.now() >= self.over_at else EventState.UPCOMING

    @property
    def people_listed(self) -> list[str]:
        return [line for each in self.people.splitlines() if (line := each.strip())]

    def item_kind(self) -> str:
        return self.kind

    def item_state(self) -> str:
        return self.state

    def item_changes_at(self) -> datetime.datetime | None:
        return None if self.cancelled else self.over_at

    def item_body(self) -> tuple[str, str]:
        return (self.body.key, self.body.name_in(self.locale, self.date)) if self.body else ("", "")

    def item_date(self) -> datetime.date:
        return self.date

    def item_fields(self) -> dict[str, Any]:
        return {
            **super().item_fields(),
            "kind": self.kind,
            "starts_at": self.starts_at,
            "ends_at": self.ends_at,
            "state": self.state,
            "body": self.body and body_reference(self.body, self.locale, self.date),
            "open_to_press": self.open_to_press,
            "place": self.place,
            "people": self.people_listed,
            "news": [related.reference() for related in news_of(self)],
            "media": [related.media_reference() for related in media_of(self)],
        }

    def item_text(self) -> str:
        return "\n".join(filter(None, (self.place, self.people, super().item_text())))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, "news": news_of(self), "media": media_of(self)}
