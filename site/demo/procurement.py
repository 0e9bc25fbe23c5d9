"""The demo municipality's tenders: typed, as in the YAML files of `content/tenders/`."""

import datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from demo.items import Act, Text
from demo.texts import Strict

Amount = Annotated[Decimal, Field(gt=0, decimal_places=2)]


class Supplier(Strict):
    """Who wins contracts; awards name it by `key`."""

    key: str
    name: str
    registration_number: str
    address: str


class Suppliers(Strict):
    suppliers: list[Supplier]


class Lot(Strict):
    title: Text
    value: Amount


class Award(Strict):
    """`lot` counts from 1; without lots it is left out."""

    lot: int | None = None
    supplier: str
    amount: Amount


class Step(Strict):
    """A step; its fields are those of `publications.models.TenderStep`. Times are local."""

    kind: str
    date: datetime.date
    text: Text
    deadline: datetime.datetime | None = None
    enquiry_deadline: datetime.datetime | None = None
    bids: int | None = None
    awards: list[Award] = Field(default_factory=list)
    standstill_until: datetime.date | None = None
    supplier: str | None = None
    contract_number: str = ""
    amount: Amount | None = None
    starts_on: datetime.date | None = None
    ends_on: datetime.date | None = None
    contract_step: int | None = None
    is_final: bool = False


class Tender(Act):
    """A public procurement, by its steps."""

    number: str
    procedure: str
    contract_type: str
    value_class: Literal["large", "medium", "low", "minimal"]
    value: Amount
    lots: list[Lot] = Field(default_factory=list)
    steps: list[Step] = Field(min_length=1)
