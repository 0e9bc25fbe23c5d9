from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.api import APIField
from wagtail.documents import get_document_model_string
from wagtail.search.index import AutocompleteField

from cms_pages.files.kinds import check_is_pdf
from cms_pages.files.references import body_reference, file_reference
from cms_pages.models import Body, PublishablePage
from publications.api.serializers import AttachmentsField, BodyField, FileField
from publications.forms import DecisionForm
from publications.panels import decision_panels
from publications.validation import check_all, check_date, check_number, tidy_number

if TYPE_CHECKING:
    from wagtail.documents.models import AbstractDocument


class DecisionKind(models.TextChoices):
    NORMATIVE = "normative", _("Normative")
    INDIVIDUAL = "individual", _("Individual")
    BUDGET = "budget", _("Budget and finance")
    PROPERTY = "property", _("Property")
    PERSONNEL = "personnel", _("Appointments")
    OTHER = "other", _("Other")


class DecisionPage(PublishablePage):
    """A decision of a municipal organ, with its signed copy.

    Source: Law No. 03/L-040 on Local Self-Government (acts of the assembly and the mayor are published) and Law
    No. 06/L-081 on Access to Public Documents (which obliges to publish them on the web page).
    """

    number = models.CharField(
        _("number"),
        max_length=64,
        help_text=_("As on the signed copy, for example 01-400/12-3456. Unique for the body and the year."),
    )
    date = models.DateField(_("date"), help_text=_("The day the decision was taken."))
    body = models.ForeignKey(
        Body, models.PROTECT, related_name="+", verbose_name=_("body"), help_text=_("The organ that took the decision.")
    )
    kind = models.CharField(_("kind"), max_length=32, choices=DecisionKind.choices, default=DecisionKind.INDIVIDUAL)
    legal_basis = models.TextField(
        _("legal basis"), blank=True, help_text=_("The laws and articles on which the decision is based.")
    )
    signed_pdf = models.ForeignKey(
        get_document_model_string(),
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("signed copy (PDF)"),
        help_text=_("The signed and stamped decision. Citizens see its SHA-256, by which they can check their copy."),
    )

    parent_page_types = ["cms_pages.SectionIndexPage"]
    subpage_types: list[str] = []
    facts = ("number", "date", "body", "kind", "signed_pdf")
    template = "publications/decision_page.html"
    search_fields = [*PublishablePage.search_fields, AutocompleteField("number_words")]
    base_form_class = DecisionForm
    content_panels = decision_panels
    api_fields = [
        APIField("number"),
        APIField("date"),
        APIField("body", serializer=BodyField()),
        APIField("kind"),
        APIField("legal_basis"),
        APIField("signed_pdf", serializer=FileField("signed_pdf")),
        APIField("attachments", serializer=AttachmentsField()),
        *PublishablePage.api_fields,
    ]

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        indexes = [models.Index(fields=["number", "date"])]

    def clean(self) -> None:
        super().clean()
        self.number = tidy_number(self.number)
        if self.alias_of_id is None:
            check_all(
                number=self._check_number,
                date=lambda: check_date(self.date),
                signed_pdf=lambda: check_is_pdf(self.signed_pdf),
            )

    def _check_number(self) -> None:
        # Before it has a place in the tree its site is not known; then the form checks.
        if self.path and self.number and self.date and self.body_id:
            check_number(self.number, self.date, self.body, near=self, besides=self)

    def number_words(self) -> str:
        """The number for the search of the admin, which takes words apart at hyphens."""
        return self.number.replace("-", " ")

    def item_kind(self) -> str:
        return self.kind

    def item_body(self) -> tuple[str, str]:
        return self.body.key, self.body.name_in(self.locale)

    def item_date(self) -> datetime.date:
        return self.date

    def item_identifier(self) -> str:
        return self.number

    def item_fields(self) -> dict[str, Any]:
        return {
            **super().item_fields(),
            "number": self.number,
            "body": body_reference(self.body, self.locale),
            "kind": self.kind,
            "legal_basis": self.legal_basis,
            "signed_pdf": self.signed_pdf and file_reference(self.signed_pdf, self),
            "attachments": [file_reference(row.document, self, row.title) for row in self.attachments.all()],
        }

    def item_text(self) -> str:
        return "\n".join(filter(None, (self.legal_basis, super().item_text())))

    def item_documents(self) -> Iterable[AbstractDocument]:
        if self.signed_pdf is not None:
            yield self.signed_pdf
        for attachment in self.attachments.all():
            yield attachment.document
        yield from super().item_documents()
