from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.api import APIField
from wagtail.documents import get_document_model_string

from cms_pages.files.kinds import check_is_pdf
from cms_pages.files.references import body_reference, file_reference
from cms_pages.models import PublishablePage
from publications.api.serializers import BodyField, FileField
from publications.models.issued import IssuedPage
from publications.panels import document_panels
from publications.validation import check_all, check_date

if TYPE_CHECKING:
    from wagtail.documents.models import AbstractDocument


class DocumentKind(models.TextChoices):
    BUDGET = "budget_document", _("Budget document")
    REPORT = "report", _("Report")


class DocumentPage(IssuedPage):
    """A document about a span of time: of the budget, or a report.

    Source: Law No. 03/L-048 on Public Financial Management and Accountability (budgets and reports on them are
    published).
    """

    kind = models.CharField(_("kind"), max_length=32, choices=DocumentKind.choices, default=DocumentKind.REPORT)
    period = models.CharField(
        _("period"), max_length=128, help_text=_("What it is about, for example: 2027, or January to June 2027.")
    )
    pdf = models.ForeignKey(
        get_document_model_string(), models.PROTECT, null=True, related_name="+", verbose_name=_("document (PDF)")
    )

    parent_page_types = ["cms_pages.SectionIndexPage"]
    subpage_types: list[str] = []
    facts = ("kind", "date", "body", "pdf")
    template = "publications/document_page.html"
    content_panels = document_panels
    api_fields = [
        APIField("kind"),
        APIField("period"),
        APIField("date"),
        APIField("body", serializer=BodyField()),
        APIField("pdf", serializer=FileField("pdf")),
        *PublishablePage.api_fields,
    ]

    class Meta:
        verbose_name = _("budget document or report")
        verbose_name_plural = _("budget documents and reports")

    def clean(self) -> None:
        super().clean()
        check_all(date=lambda: check_date(self.date), pdf=lambda: check_is_pdf(self.pdf))

    def item_kind(self) -> str:
        return self.kind

    def item_fields(self) -> dict[str, Any]:
        return {
            **super().item_fields(),
            "kind": self.kind,
            "period": self.period,
            "body": self.body and body_reference(self.body, self.locale, self.date),
            "pdf": self.pdf and file_reference(self.pdf, self),
        }

    def item_text(self) -> str:
        return "\n".join(filter(None, (self.period, super().item_text())))

    def item_documents(self) -> Iterable[AbstractDocument]:
        if self.pdf is not None:
            yield self.pdf
        yield from super().item_documents()
