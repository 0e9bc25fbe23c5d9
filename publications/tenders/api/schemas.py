"""Tenders in the content API."""

from __future__ import annotations

import datetime
from typing import Literal

from django.utils.translation import gettext_noop as _
from ninja import Field, Schema

from cms_pages.api.schemas import BodyRef, File, Item


class TermRef(Schema):
    """A term of the law on public procurement."""

    key: str = Field(description=_("The same in all languages."))
    name: str = Field(description=_("Its name."))


class ProcedureRef(TermRef):
    """A procedure of procurement."""

    method: Literal["open", "selective", "limited", "direct"] = Field(
        description=_("The same in the terms of open contracting data (OCDS).")
    )


class Money(Schema):
    """An amount of money."""

    amount: float = Field(description=_("How much."))
    currency: Literal["EUR"] = Field(description=_("The currency (ISO 4217)."))


class SupplierRef(Schema):
    """Who was awarded something."""

    name: str
    registration_number: str = Field(description=_("In the register of businesses; empty for who has none there."))
    address: str = Field(description=_("Empty where it is not known."))


StateName = Literal[
    "planned",
    "open",
    "evaluation",
    "awarded",
    "standstill",
    "signed",
    "implementation",
    "complete",
    "cancelled",
    "unsuccessful",
]


class Lot(Schema):
    """A part of a tender that is awarded for itself."""

    number: int
    title: str
    value: Money = Field(description=_("The estimated value."))
    state: StateName = Field(description=_("Where the lot stands now."))


class Award(Schema):
    """To whom a lot was awarded, for how much."""

    lot: int | None = Field(description=_("The number of the lot; null where there are no lots."))
    supplier: SupplierRef
    amount: Money
    is_valid: bool = Field(description=_("Not so where a later step awarded it anew."))


class TenderStepItem(Schema):
    """Something that happened to a tender. Fields that say nothing of its kind are null or empty."""

    number: int = Field(description=_("Counts the steps from 1."))
    kind: Literal[
        "planned",
        "contract_notice",
        "clarification",
        "correction",
        "bids_opened",
        "award",
        "standstill",
        "contract_signed",
        "amendment",
        "implementation",
        "cancelled",
        "unsuccessful",
    ]
    date: datetime.date = Field(description=_("The day on which it happened."))
    text: str
    lots: list[int] = Field(
        description=_("The numbers of the lots that it awards, signs or ends, or whose standstill it begins.")
    )
    documents: list[File]
    enquiry_deadline: datetime.datetime | None = Field(description=_("Until when bidders can ask."))
    deadline: datetime.datetime | None = Field(description=_("Until when bids can be handed in."))
    bids: int | None = Field(description=_("How many bids there were."))
    awards: list[Award]
    standstill_until: datetime.date | None = Field(description=_("The contract can be signed after this day."))
    supplier: SupplierRef | None = Field(description=_("With whom the contract was signed."))
    contract_number: str
    contract_file: File | None = Field(description=_("The signed contract."))
    contract_step: int | None = Field(description=_("The step with which the contract was signed that this is about."))
    amount: Money | None = Field(description=_("Of the contract, as amended, or what was paid."))
    starts_on: datetime.date | None = Field(description=_("The first day of the contract."))
    ends_on: datetime.date | None = Field(description=_("The last day of the contract."))
    is_final: bool = Field(description=_("The contract is carried out."))


class TenderItem(Item):
    type: Literal["tender"]
    ocid: str = Field(description=_("Names the tender in all open contracting data (OCDS), and never changes."))
    number: str = Field(description=_("The procurement number."))
    kind: Literal["works", "goods", "services"] = Field(description=_("What is procured."))
    state: StateName = Field(
        description=_(
            "Where it stands now, by its steps and its deadline. With lots: where the lot is that has come furthest, "
            "until each of them has ended."
        )
    )
    body: BodyRef = Field(description=_("The directorate that procures."))
    procedure: ProcedureRef = Field(description=_("The procedure, in the terms of the law."))
    contract_type: TermRef = Field(description=_("The type of the contract, in the terms of the law."))
    value_class: TermRef = Field(description=_("The class by estimated value, in the terms of the law."))
    value: Money | None = Field(description=_("The estimated value."))
    enquiry_deadline: datetime.datetime | None = Field(description=_("Until when bidders can ask."))
    deadline: datetime.datetime | None = Field(description=_("Until when bids can be handed in, as corrected last."))
    lots: list[Lot] = Field(description=_("Its parts that are awarded for themselves, if it has any."))
    steps: list[TenderStepItem] = Field(description=_("What happened to it, in this order."))
    content: str = Field(description=_("The text, as HTML."))
