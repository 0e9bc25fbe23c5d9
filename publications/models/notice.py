from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.api import APIField
from wagtail.fields import StreamField

from cms_pages.blocks.content import ContentBlock
from cms_pages.files.references import body_reference, file_reference
from cms_pages.links import absolute_links
from cms_pages.models import PublishablePage
from cms_pages.models.publishable import documents_in
from cms_pages.moments import MomentField
from cms_pages.text import plain_text
from publications.api.serializers import BodyField
from publications.forms import NoticeForm
from publications.models.issued import IssuedPage
from publications.panels import notice_panels
from publications.validation import check_all, check_beginning, check_date, check_deadline, check_end

if TYPE_CHECKING:
    from wagtail.documents.models import AbstractDocument


class NoticeKind(models.TextChoices):
    NOTICE = "notice", _("Notice")
    INVITATION = "invitation", _("Invitation")
    PUBLIC_CALL = "public_call", _("Public call")
    VACANCY = "vacancy", _("Vacancy")


class NoticeState(models.TextChoices):
    """What becomes of a notice with a deadline. Computed from its dates, and never typed."""

    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")
    RESULTS = "results", _("Results published")


#: some calls are open for years; what is further ahead has a wrong year
FURTHEST_DEADLINE = datetime.timedelta(days=5 * 366)


class NoticePage(IssuedPage):
    """What hangs on the notice board: notices, invitations, public calls and vacancies.

    Source: Law No. 08/L-197 on Public Officials (vacancies are announced publicly, with a closing date) and Law
    No. 03/L-040 on Local Self-Government (the public is notified and invited).
    """

    kind = models.CharField(_("kind"), max_length=32, choices=NoticeKind.choices, default=NoticeKind.NOTICE)
    reference = models.CharField(
        _("number"), max_length=64, blank=True, help_text=_("The number of the notice or vacancy, where it has one.")
    )
    deadline = MomentField(
        _("deadline"),
        null=True,
        blank=True,
        help_text=_(
            "Until when people can apply or take part: day and time. The notice closes by itself. Public calls and "
            "vacancies need one."
        ),
    )
    place = models.CharField(
        _("place"),
        max_length=255,
        blank=True,
        help_text=_(
            "Of a vacancy: where the work is. Of an invitation: where people come together. "
            "With the street and the town, for example: rr. Zahir Pajaziti 12, Podujevë."
        ),
    )
    starts_at = MomentField(_("begins"), null=True, blank=True, help_text=_("Of an invitation: the day and the time."))
    ends_at = MomentField(_("ends"), null=True, blank=True, help_text=_("Leave empty if it is not known."))
    results_date = models.DateField(
        _("date of the results"), null=True, blank=True, help_text=_("The day on which they were announced.")
    )
    results = StreamField(ContentBlock(), blank=True, verbose_name=_("results"))

    parent_page_types = ["cms_pages.SectionIndexPage"]
    subpage_types: list[str] = []
    facts = ("kind", "reference", "date", "body", "deadline", "starts_at", "ends_at", "results_date")
    template = "publications/notice_page.html"
    base_form_class = NoticeForm
    content_panels = notice_panels
    api_fields = [
        APIField("kind"),
        APIField("reference"),
        APIField("date"),
        APIField("body", serializer=BodyField()),
        APIField("deadline"),
        APIField("state"),
        APIField("place"),
        APIField("starts_at"),
        APIField("ends_at"),
        APIField("results_date"),
        APIField("results"),
        *PublishablePage.api_fields,
    ]

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")

    def clean(self) -> None:
        super().clean()
        check_all(
            date=lambda: check_date(self.date),
            deadline=self._check_deadline,
            starts_at=self._check_start,
            ends_at=self._check_end,
            results_date=self._check_results_date,
        )

    def check_publishing(self) -> None:
        super().check_publishing()
        # A translation of what has closed meanwhile is none that comes too late.
        versions = self.get_translations(inclusive=True)
        if not versions.filter(first_published_at__isnull=False).exists():
            check_all(deadline=lambda: check_deadline(self.kind, self.deadline, self.go_live_at))

    def _check_deadline(self) -> None:
        day = self._last_day()
        if day is not None and day > timezone.localdate() + FURTHEST_DEADLINE:
            raise ValidationError(_("This deadline is more than five years ahead. Check the year."), code="far_ahead")
        if day is not None and self.date and day < self.date:
            raise ValidationError(_("The deadline is before the notice was issued."), code="dates")

    def _check_start(self) -> None:
        check_beginning(self.starts_at and timezone.localdate(self.starts_at))

    def _check_end(self) -> None:
        if self.ends_at and self.starts_at is None:
            raise ValidationError(_("Say when it begins."), code="dates")
        if self.ends_at and self.starts_at and self.ends_at <= self.starts_at:
            raise ValidationError(_("It ends before it begins."), code="dates")
        check_end(self.ends_at and timezone.localdate(self.ends_at))

    def _check_results_date(self) -> None:
        if self.results_date is None:
            return
        day = self._last_day()
        if day is None:
            raise ValidationError(_("Only what has a deadline has results: set the deadline."), code="dates")
        if self.results_date < day:
            raise ValidationError(_("The results are dated before the deadline."), code="dates")
        if self.results_date > timezone.localdate():
            raise ValidationError(
                _("This date has not come yet. Add the results on the day they are announced."), code="dates"
            )

    def _last_day(self) -> datetime.date | None:
        return timezone.localdate(self.deadline) if self.deadline else None

    @property
    def state(self) -> str:
        """One of ``NoticeState`` now; empty without a deadline."""
        if self.deadline is None:
            return ""
        if timezone.now() < self.deadline:
            return NoticeState.OPEN
        return NoticeState.RESULTS if self.results_date else NoticeState.CLOSED

    def item_kind(self) -> str:
        return self.kind

    def item_state(self) -> str:
        return self.state

    def item_changes_at(self) -> datetime.datetime | None:
        return self.deadline

    def item_identifier(self) -> str:
        return self.reference

    def item_fields(self) -> dict[str, Any]:
        return {
            **super().item_fields(),
            "kind": self.kind,
            "reference": self.reference,
            "body": self.body and body_reference(self.body, self.locale, self.date),
            "deadline": self.deadline,
            "state": self.state or None,
            "place": self.place,
            "starts_at": self.starts_at,
            "ends_at": self.ends_at,
            "results": self._results(),
        }

    def _results(self) -> dict[str, Any] | None:
        if self.results_date is None:
            return None
        return {
            "date": self.results_date,
            "content": absolute_links(str(self.results.render_as_block()), self.full_url or "") if self.results else "",
            "files": [file_reference(document, self) for document in documents_in(self.results)],
        }

    def item_text(self) -> str:
        results = plain_text(str(self.results.render_as_block())) if self.results else ""
        return "\n".join(filter(None, (self.place, super().item_text(), results)))

    def item_documents(self) -> Iterable[AbstractDocument]:
        yield from super().item_documents()
        yield from documents_in(self.results)
