from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.api import APIField
from wagtail.search.index import AutocompleteField

from cms_pages.files.references import body_reference
from cms_pages.models import Body, PublishablePage
from publications.api.serializers import BodyField
from publications.rows import PageWithRows
from publications.tenders import published
from publications.tenders.amounts import AmountField
from publications.tenders.forms import TERMS, TenderForm
from publications.tenders.life import Life, TenderState
from publications.tenders.models.tender import Tender
from publications.tenders.models.terms import ContractType, Procedure, ValueClass
from publications.tenders.ocds.releases import publish_releases
from publications.tenders.panels import tender_panels
from publications.tenders.rules import check_lots
from publications.tenders.story import Story, money, step_item, story_of
from publications.validation import as_typed

if TYPE_CHECKING:
    from django.http import HttpRequest
    from wagtail.documents.models import AbstractDocument

    from publications.tenders.models.lot import TenderLot


class TenderPage(PageWithRows):
    """A public procurement, from the plan to the contract that was carried out: its facts, lots and steps.

    Source: Law No. 04/L-042 on Public Procurement in the Republic of Kosovo.
    """

    number = models.CharField(
        _("procurement number"), max_length=64, help_text=_("As in the contract notice, for example 616-26-1234-1-1-1.")
    )
    body = models.ForeignKey(
        Body,
        models.PROTECT,
        related_name="+",
        verbose_name=_("procuring directorate"),
        help_text=_("The body that needs what is procured."),
    )
    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="+", verbose_name=_("procedure"))
    contract_type = models.ForeignKey(ContractType, models.PROTECT, related_name="+", verbose_name=_("contract type"))
    value_class = models.ForeignKey(ValueClass, models.PROTECT, related_name="+", verbose_name=_("value class"))
    value = AmountField(
        _("estimated value (EUR)"),
        null=True,
        blank=True,
        help_text=_("For example 12.500,00. With lots it may stay empty: their values are added up."),
    )
    #: what its steps say, kept so that lists can be ordered and filtered by it
    date = models.DateField(_("date"), null=True, editable=False)
    deadline = models.DateTimeField(_("deadline"), null=True, editable=False)

    parent_page_types = ["cms_pages.SectionIndexPage"]
    subpage_types: list[str] = []
    facts = ("number", "body", "procedure", "contract_type", "value_class", "value")
    template = "publications/tender_page.html"
    base_form_class = TenderForm
    content_panels = tender_panels
    search_fields = [*PublishablePage.search_fields, AutocompleteField("number_words")]
    api_fields = [
        APIField("number"),
        APIField("date"),
        APIField("deadline"),
        APIField("body", serializer=BodyField()),
        APIField("value"),
        *PublishablePage.api_fields,
    ]

    class Meta:
        verbose_name = _("tender")
        verbose_name_plural = _("tenders")

    def clean(self) -> None:
        super().clean()
        self.number = as_typed(self.number)

    def save(self, clean: bool = True, **kwargs: Any) -> Any:
        self.forget()
        if kwargs.get("update_fields") is not None:
            return super().save(clean=clean, **kwargs)
        is_original = published.is_original(self)
        self.take_from_steps()
        with transaction.atomic():
            if self.live:
                Tender.objects.wait_for_others(self.translation_key)
            if clean and is_original and self.live and self.path:
                self.check_all_steps()
            result = super().save(clean=clean, **kwargs)
            if original := self._published_original(is_original=is_original):
                publish_releases(original)
        return result

    def _published_original(self, *, is_original: bool) -> TenderPage | None:
        """The page of whose tender something was just published; None where nothing was."""
        if not self.live or self.alias_of_id is not None:
            return None
        if is_original:
            return self
        others = TenderPage.objects.filter(translation_key=self.translation_key, live=True, alias_of=None)
        return next((page for page in others.exclude(pk=self.pk) if published.is_original(page)), None)

    def check_publishing(self) -> None:
        super().check_publishing()
        if published.is_original(self):
            self.check_all_steps()

    def check_all_steps(self) -> None:
        """Raise ValidationError where it cannot be published as it is. Forms say so before."""
        known = published.releases_of(self)
        check_lots(self.value, [(lot.number, lot.value) for lot in self.lots.all()])
        published.check_published(self, known)
        documented = {row.step for row in self.documents.all()}
        published.check_steps(self.life, self.values(), documented, known, published.public_from(self))

    def take_from_steps(self) -> None:
        """Set what is kept of its lots and steps."""
        lots = [lot.value for lot in self.lots.all()]
        if self.value is None and lots:
            self.value = sum(lots, Decimal(0))
        steps = self.life.steps
        self.date = steps[0].date if steps else None
        self.deadline = self.life.deadline

    @cached_property
    def life(self) -> Life:
        steps = sorted(self.steps.all(), key=lambda step: step.number)
        awards = sorted(self.awards.all(), key=lambda award: (award.step, award.lot or 0))
        return Life(
            steps,
            awards,
            self.procedure.publishes_notice if self.procedure_id else True,
            self.value_class.standstill_days if self.value_class_id else 0,
            sorted(lot.number for lot in self.lots.all()),
        )

    @cached_property
    def story(self) -> Story:
        return story_of(self)

    def values(self) -> dict[int | None, Decimal | None]:
        """The estimated value of each lot by its number, or of the whole, under None, where there are no lots."""
        return {lot.number: lot.value for lot in self.lots.all()} or {None: self.value}

    @property
    def state(self) -> str:
        """One of ``TenderState`` now; empty before the first step."""
        return self.life.state(timezone.now())

    def lots_and_states(self) -> list[tuple[TenderLot, str]]:
        """Each lot with one of ``TenderState`` now; empty before the first step."""
        now, life = timezone.now(), self.life
        lots = sorted(self.lots.all(), key=lambda lot: lot.number)
        return [(lot, life.state_of(life.parts[lot.number], now) if life.steps else "") for lot in lots]

    def number_words(self) -> str:
        """The number for the search of the admin, which takes words apart at hyphens."""
        return self.number.replace("-", " ")

    def item_kind(self) -> str:
        return str(self.contract_type.category)

    def item_state(self) -> str:
        return self.state

    def item_changes_at(self) -> datetime.datetime | None:
        return self.life.deadline if self.state == TenderState.OPEN else None

    def item_body(self) -> tuple[str, str]:
        return self.body.key, self.body.name_in(self.locale, self.date)

    def item_date(self) -> datetime.date:
        return self.date or super().item_date()

    def item_identifier(self) -> str:
        return self.number

    def item_fields(self) -> dict[str, Any]:
        tender = published.tender_of(self)
        return {
            **super().item_fields(),
            "ocid": tender.ocid if tender else "",
            "number": self.number,
            "kind": self.item_kind(),
            "state": self.state,
            "body": body_reference(self.body, self.locale, self.item_date()),
            "procedure": self.procedure.reference(self.locale),
            "contract_type": self.contract_type.reference(self.locale),
            "value_class": self.value_class.reference(self.locale),
            "value": money(self.value),
            "enquiry_deadline": self.life.enquiry_deadline,
            "deadline": self.life.deadline,
            "lots": [
                {"number": lot.number, "title": lot.title, "value": money(lot.value), "state": state}
                for lot, state in self.lots_and_states()
            ],
            "steps": [step_item(each, self) for each in self.story.steps],
        }

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        terms = {name: getattr(self, name).in_language(self.locale).name for name in TERMS}
        return {**context, "terms": terms, "lots": self.lots_and_states()}

    def item_text(self) -> str:
        lots = [lot.title for lot in self.lots.all()]
        texts = [step.text for step in self.life.steps]
        suppliers = [supplier.name for supplier in self.story.suppliers.values()]
        return "\n".join(filter(None, (super().item_text(), *lots, *texts, *suppliers)))

    def item_documents(self) -> Iterable[AbstractDocument]:
        yield from self.story.files()
        yield from super().item_documents()
