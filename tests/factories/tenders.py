"""Tenders with their registers. A tender comes as a draft without steps; ``give_steps`` adds those of its life."""

import datetime
from decimal import Decimal
from typing import Any

import factory
from django.utils import timezone
from wagtail.models import Locale

from publications.models import (
    ContractType,
    Procedure,
    Supplier,
    TenderAward,
    TenderDocument,
    TenderLot,
    TenderPage,
    TenderStep,
    ValueClass,
)
from tests.factories.files import DocumentFactory
from tests.factories.pages import BodyFactory, PageFactory

TO_CONTRACT = "planned contract_notice clarification bids_opened award standstill contract_signed"


class _TermFactory(factory.django.DjangoModelFactory[Any]):
    class Meta:
        abstract = True
        django_get_or_create = ["key", "locale"]

    locale = factory.LazyFunction(lambda: Locale.objects.get(language_code="sq"))


class ProcedureFactory(_TermFactory):
    class Meta:
        model = Procedure

    key, name, method = "open", "Procedurë e hapur", "open"


class ContractTypeFactory(_TermFactory):
    class Meta:
        model = ContractType

    key, name, category = "works", "Punë", "works"


class ValueClassFactory(_TermFactory):
    class Meta:
        model = ValueClass

    key, name, standstill_days = "large", "Vlerë e madhe", 10


class SupplierFactory(factory.django.DjangoModelFactory[Supplier]):
    class Meta:
        model = Supplier

    name = factory.Sequence(lambda number: f"Ndërtimi {number} SH.P.K.")
    registration_number = factory.Sequence(lambda number: f"81{number:07}")


class TenderPageFactory(PageFactory):
    class Meta:
        model = TenderPage

    title = factory.Sequence(lambda number: f"Ndërtimi i shkollës {number}")
    summary = "Ndërtimi i shkollës fillore."
    number = factory.Sequence(lambda number: f"616-26-{number:04}-1-1-1")
    body = factory.SubFactory(BodyFactory)
    procedure = factory.SubFactory(ProcedureFactory)
    contract_type = factory.SubFactory(ContractTypeFactory)
    value_class = factory.SubFactory(ValueClassFactory)
    value = Decimal("100000.00")
    live = False


def ago(days: int) -> datetime.date:
    return timezone.localdate() - datetime.timedelta(days=days)


def at_noon(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))


def steps_of(kinds: str, supplier: Supplier | None = None, *, first_day: int = 100) -> list[dict[str, Any]]:
    """Steps that may follow on each other, ten days apart, the first ``first_day`` days ago; a step's kind each."""
    days = [ago(first_day - 10 * position) for position in range(len(kinds.split()))]
    facts: list[dict[str, Any]] = []
    for position, (kind, day) in enumerate(zip(kinds.split(), days, strict=True)):
        text = f"Hapi {position + 1}."
        by_kind: dict[str, dict[str, Any]] = {
            "contract_notice": {"deadline": at_noon(day + datetime.timedelta(days=5))},
            "bids_opened": {"bids": 3},
            "standstill": {"standstill_until": day + datetime.timedelta(days=5)},
            "contract_signed": {"supplier": supplier, "amount": Decimal("90000.00"), "contract_number": "K-17"},
            "implementation": {"amount": Decimal("10000.00")},
        }
        facts.append({"kind": kind, "date": day, "text": text, **by_kind.get(kind, {})})
    return facts


def give_steps(page: TenderPage, facts: list[dict[str, Any]], awards: dict[int, list[tuple[Any, ...]]]) -> None:
    """Give a page, unsaved, the steps with these facts, and the awards (lot, supplier, amount) by number of step.

    A signed contract gets its file, and what is about a contract names the last one.
    """
    signed = None
    for position, fields in enumerate(facts, start=len(page.steps.all()) + 1):
        if fields["kind"] == "contract_signed":
            signed = position
            fields = {"contract_file": DocumentFactory(title="Kontrata e nënshkruar"), **fields}
        if fields["kind"] in ("amendment", "implementation"):
            fields = {"contract_step": signed, **fields}
        page.steps.add(TenderStep(number=position, sort_order=position, locale=page.locale, **fields))
    for number, rows in awards.items():
        for lot, supplier, amount in rows:
            page.awards.add(
                TenderAward(step=number, lot=lot, supplier=supplier, amount=Decimal(amount), locale=page.locale)
            )
    page.forget()


def publish_tender(
    parent: Any, kinds: str = "contract_notice", *, lots: int = 0, documents: int = 0, **fields: Any
) -> TenderPage:
    """A published tender with the steps of these kinds. An award goes to one supplier, for 90,000 or 900 a lot."""
    page: TenderPage = TenderPageFactory(parent=parent, **({"value": None} if lots else {}), **fields)
    page.lots = [
        TenderLot(number=number, title=f"Pjesa {number}", value=Decimal(1000), locale=page.locale)
        for number in range(1, lots + 1)
    ]
    supplier = SupplierFactory()
    facts = steps_of(kinds, supplier, first_day=max(100, 10 * len(kinds.split())))
    award = kinds.split().index("award") + 1 if "award" in kinds.split() else None
    rows: list[tuple[Any, ...]] = [(number, supplier, "900") for number in range(1, lots + 1)] or [
        (None, supplier, "90000")
    ]
    for each in facts:
        if each["kind"] == "contract_signed" and lots:
            each["amount"] = Decimal(900 * lots)
        if each["kind"] == "implementation" and lots:
            each["amount"] = Decimal(100 * lots)
    give_steps(page, facts, {award: rows} if award else {})
    page.documents = [
        TenderDocument(
            step=1 + position % len(facts), document=DocumentFactory(), title=f"Dosja {position}", locale=page.locale
        )
        for position in range(documents)
    ]
    page.save_revision().publish()
    published: TenderPage = TenderPage.objects.get(pk=page.pk)
    return published
