"""A tender's steps with all that is shown of each: asks the database the same few times, however many there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wagtail.documents import get_document_model

from cms_pages.files.facts import with_facts
from cms_pages.files.references import file_reference
from publications.tenders.amounts import CURRENCY
from publications.tenders.models.supplier import Supplier

if TYPE_CHECKING:
    from decimal import Decimal

    from wagtail.documents.models import AbstractDocument

    from publications.tenders.life import Contract
    from publications.tenders.models.award import TenderAward
    from publications.tenders.models.document import TenderDocument
    from publications.tenders.models.lot import TenderLot
    from publications.tenders.models.page import TenderPage
    from publications.tenders.models.step import TenderStep


@dataclass(frozen=True)
class Awarded:
    """An award with its lot (None where there are no lots). Not ``is_valid`` where a later step awarded it anew."""

    award: TenderAward
    lot: TenderLot | None
    supplier: Supplier
    is_valid: bool


@dataclass(frozen=True)
class StoryStep:
    """``about`` is the contract that the step amends or carries out.

    ``lots`` are the numbers of those that it awards, signs or ends, or whose standstill it begins.
    """

    step: TenderStep
    lots: list[int]
    awards: list[Awarded]
    documents: list[TenderDocument]
    about: Contract | None


@dataclass(frozen=True)
class Story:
    steps: list[StoryStep]
    suppliers: dict[int, Supplier]

    def files(self) -> Iterator[AbstractDocument]:
        """All documents, each once."""
        seen: set[int] = set()
        for each in self.steps:
            contract: Any = each.step.contract_file
            for document in [*([contract] if contract else []), *(row.document for row in each.documents)]:
                if document.pk not in seen:
                    seen.add(document.pk)
                    yield document

    @property
    def contracts(self) -> list[StoryStep]:
        return [each for each in self.steps if each.step.kind == "contract_signed"]


def story_of(page: TenderPage) -> Story:
    life = page.life
    rows = list(page.documents.all())
    wanted = {row.document_id for row in rows} | {step.contract_file_id for step in life.steps}
    files = with_facts(get_document_model().objects.all()).in_bulk(wanted - {None})
    suppliers = Supplier.objects.in_bulk(
        {award.supplier_id for award in life.awards} | {step.supplier_id for step in life.steps} - {None}
    )
    for row in rows:
        row.document = files[row.document_id]
    for step in life.steps:
        if step.contract_file_id is not None:
            step.contract_file = files[step.contract_file_id]
        if step.supplier_id is not None:
            step.supplier = suppliers[step.supplier_id]
    lots = {lot.number: lot for lot in page.lots.all()}
    valid = {id(award) for award in life.valid_awards}
    contracts = {contract.step.number: contract for contract in life.contracts}

    def awarded(award: TenderAward) -> Awarded:
        lot = lots.get(award.lot) if award.lot is not None else None
        return Awarded(award, lot, suppliers[award.supplier_id], id(award) in valid)

    return Story(
        [
            StoryStep(
                step,
                life.about(step),
                [awarded(award) for award in life.awards if award.step == step.number],
                [row for row in rows if row.step == step.number],
                contracts.get(step.contract_step or 0),
            )
            for step in life.steps
        ],
        suppliers,
    )


def money(amount: Decimal | None) -> dict[str, Any] | None:
    """The shape of ``publications.tenders.api.schemas.Money``."""
    return None if amount is None else {"amount": float(amount), "currency": CURRENCY}


def supplier_reference(supplier: Supplier | None) -> dict[str, str] | None:
    """The shape of ``publications.tenders.api.schemas.SupplierRef``."""
    if supplier is None:
        return None
    return {
        "name": supplier.name,
        "registration_number": supplier.registration_number,
        "address": supplier.address,
    }


def step_item(each: StoryStep, page: TenderPage) -> dict[str, Any]:
    """The shape of ``publications.tenders.api.schemas.TenderStepItem``."""
    step = each.step
    return {
        **{name: getattr(step, name) for name in _SAME},
        "amount": money(step.amount),
        "supplier": supplier_reference(step.supplier),
        "contract_file": step.contract_file and file_reference(step.contract_file, page),
        "lots": each.lots,
        "documents": [file_reference(row.document, page, row.title) for row in each.documents],
        "awards": [
            {
                "lot": awarded.award.lot,
                "supplier": supplier_reference(awarded.supplier),
                "amount": money(awarded.award.amount),
                "is_valid": awarded.is_valid,
            }
            for awarded in each.awards
        ],
    }


_SAME = (
    *("number", "kind", "date", "text", "enquiry_deadline", "deadline", "bids", "standstill_until"),
    *("contract_number", "starts_on", "ends_on", "contract_step", "is_final"),
)
