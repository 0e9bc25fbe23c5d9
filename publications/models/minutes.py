from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.api import APIField
from wagtail.documents import get_document_model_string

from cms_pages.files.kinds import check_is_pdf
from cms_pages.files.references import body_reference, file_reference
from cms_pages.models import Body, PublishablePage
from publications.api.serializers import BodyField, FileField
from publications.forms import BodyForm
from publications.panels import minutes_panels
from publications.relations import acts_of
from publications.rows import PageWithRows
from publications.validation import check_all, check_body, check_date

if TYPE_CHECKING:
    from django.http import HttpRequest
    from wagtail.documents.models import AbstractDocument


class MinutesPage(PageWithRows):
    """The minutes of a meeting of a municipal organ."""

    meeting = models.CharField(
        _("meeting"), max_length=255, help_text=_("Its name, for example: 3rd regular meeting of the Assembly.")
    )
    date = models.DateField(_("date"), help_text=_("The day of the meeting."))
    body = models.ForeignKey(
        Body, models.PROTECT, related_name="+", verbose_name=_("body"), help_text=_("The organ that met.")
    )
    pdf = models.ForeignKey(
        get_document_model_string(), models.PROTECT, null=True, related_name="+", verbose_name=_("minutes (PDF)")
    )

    parent_page_types = ["cms_pages.SectionIndexPage"]
    subpage_types: list[str] = []
    facts = ("date", "body", "pdf")
    rows_of_original = ("acts",)
    exclude_fields_in_copy = ["acts"]
    template = "publications/minutes_page.html"
    base_form_class = BodyForm
    content_panels = minutes_panels
    api_fields = [
        APIField("meeting"),
        APIField("date"),
        APIField("body", serializer=BodyField()),
        APIField("pdf", serializer=FileField("pdf")),
        *PublishablePage.api_fields,
    ]

    class Meta:
        verbose_name = _("minutes")
        verbose_name_plural = pgettext_lazy("plural", "minutes")

    def clean(self) -> None:
        super().clean()
        check_all(
            date=lambda: check_date(self.date),
            body=lambda: check_body(self.body if self.body_id else None, self.date),
            pdf=lambda: check_is_pdf(self.pdf),
        )

    def item_body(self) -> tuple[str, str]:
        return self.body.key, self.body.name_in(self.locale, self.date)

    def item_date(self) -> datetime.date:
        return self.date

    def item_fields(self) -> dict[str, Any]:
        return {
            **super().item_fields(),
            "meeting": self.meeting,
            "body": body_reference(self.body, self.locale, self.date),
            "pdf": self.pdf and file_reference(self.pdf, self),
            "acts": [each.reference() for each in acts_of(self)],
        }

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, "acts": acts_of(self)}

    def item_text(self) -> str:
        return "\n".join(filter(None, (self.meeting, super().item_text())))

    def item_documents(self) -> Iterable[AbstractDocument]:
        if self.pdf is not None:
            yield self.pdf
        yield from super().item_documents()
