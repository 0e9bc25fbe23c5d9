from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model_string
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms_pages.models.plain_texts import PlainTexts
from cms_pages.moments import MomentField
from publications.rows import RowsKey
from publications.tenders.amounts import AmountField
from publications.tenders.models.supplier import Supplier

#: what of a step is the same in every language
FACTS = (
    *("number", "kind", "date", "enquiry_deadline", "deadline", "bids", "standstill_until", "supplier"),
    *("contract_number", "contract_file", "amount", "starts_on", "ends_on", "contract_step", "is_final", "lots"),
)


class StepKind(models.TextChoices):
    """What can happen to a tender. Names its steps in the API; they never change."""

    PLANNED = "planned", _("Planned")
    NOTICE = "contract_notice", _("Contract notice")
    CLARIFICATION = "clarification", _("Clarification")
    CORRECTION = "correction", _("Correction of the notice")
    OPENED = "bids_opened", _("Bids opened")
    AWARD = "award", _("Contract award notice")
    STANDSTILL = "standstill", _("Standstill")
    CONTRACT = "contract_signed", _("Contract signed")
    AMENDMENT = "amendment", _("Contract amended")
    IMPLEMENTATION = "implementation", _("Implementation")
    CANCELLED = "cancelled", _("Cancelled")
    UNSUCCESSFUL = "unsuccessful", _("Unsuccessful")


class TenderStep(TranslatableMixin, Orderable, PlainTexts):
    """Something that happened to a tender, with its day, its text and what else is to be said of a step of its kind.

    ``number`` counts the steps of a tender from 1. Once published, a step never changes.
    """

    page = RowsKey("publications.TenderPage", on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("step"), max_length=16, choices=StepKind.choices)
    date = models.DateField(_("date"), help_text=_("The day on which it happened."))
    text = models.TextField(_("text"), blank=True, max_length=10_000)
    enquiry_deadline = MomentField(
        _("questions until"), null=True, blank=True, help_text=_("Until when bidders can ask: day and time in Kosovo.")
    )
    deadline = MomentField(
        _("bids until"), null=True, blank=True, help_text=_("Until when bids can be handed in: day and time in Kosovo.")
    )
    bids = models.PositiveSmallIntegerField(_("number of bids"), null=True, blank=True)
    standstill_until = models.DateField(
        _("last day of the standstill"), null=True, blank=True, help_text=_("The contract can be signed after it.")
    )
    supplier = models.ForeignKey(
        Supplier,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("supplier"),
        help_text=_("With whom the contract was signed."),
    )
    contract_number = models.CharField(_("number of the contract"), max_length=64, blank=True)
    contract_file = models.ForeignKey(
        get_document_model_string(),
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("signed contract (PDF)"),
    )
    amount = AmountField(_("amount (EUR)"), null=True, blank=True)
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    contract_step = models.PositiveSmallIntegerField(_("contract"), null=True, blank=True)
    is_final = models.BooleanField(_("the contract is carried out"), default=False)

    #: the numbers of those that it signs or ends, where it is not about all that it can be about
    lots = models.JSONField(_("lots"), default=list, blank=True)

    translatable_fields = [
        TranslatableField("text"),
        *(SynchronizedField(name, overridable=False) for name in FACTS),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("step")
        verbose_name_plural = _("steps")

    def __str__(self) -> str:
        return f"{self.number}. {self.get_kind_display()}"
