"""A release: what a tender is with one step more. Source: https://standard.open-contracting.org/1.1/en/schema/release/"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone, translation

from cms_pages.files.references import file_reference
from cms_pages.text import language_tag
from publications.tenders.amounts import CURRENCY
from publications.tenders.life import Contract, Life
from publications.tenders.models.step import StepKind, TenderStep
from publications.tenders.ocds import codes
from publications.tenders.ocds.words import Words
from publications.tenders.story import Story, StoryStep

if TYPE_CHECKING:
    from wagtail.models import Site

    from publications.tenders.models.page import TenderPage

Node = dict[str, Any]

#: steps that OCDS has no place for but among the milestones, and the type of each
_MILESTONES = {
    StepKind.CLARIFICATION: "engagement",
    StepKind.OPENED: "assessment",
    StepKind.STANDSTILL: "approval",
}
#: steps that change what was asked for
_AMENDMENTS = (StepKind.CORRECTION, StepKind.CANCELLED, StepKind.UNSUCCESSFUL)


@dataclass(frozen=True)
class ReleaseOf:
    """A tender after the last step of ``life``. ``update`` is above 0 where what is said of it changed since."""

    page: TenderPage
    site: Site | None
    ocid: str
    life: Life
    story: Story
    words: Words
    update: int = 0

    @property
    def step(self) -> TenderStep:
        return self.life.steps[-1]

    @property
    def release_id(self) -> str:
        return f"{self.ocid}-{self.step.number:02}" + (f"-{self.update}" if self.update else "")

    def as_dict(self, date: datetime.datetime, tags: list[str]) -> Node:
        """The release, as it is published at a moment."""
        begin = {"ocid": self.ocid, "id": self.release_id, "date": moment(date)}
        return {**begin, "language": language_tag(self.page.locale.language_code), "tag": tags, **self.content()}

    def content(self) -> Node:
        """All that it says of the tender."""
        with translation.override(self.page.locale.language_code):
            parties = list(self._parties())
            buyer = parties[0]
            release = {
                "initiationType": "tender",
                "parties": parties,
                "buyer": _reference(buyer),
                "planning": self._planning(),
                "tender": self._tender(),
                "awards": [self._award(step, supplier) for step, supplier in self._award_groups()],
                "contracts": [self._contract(contract) for contract in self.life.contracts],
            }
        said: Node = without_nothing(release)
        return said

    def _parties(self) -> Iterable[Node]:
        """The municipality, which buys, comes first."""
        name = self.site.site_name or self.site.root_page.title if self.site else self.page.body.name
        yield {"id": f"site-{self.site.pk}" if self.site else "site", "name": name, "roles": ["buyer"]}
        yield {
            "id": f"body-{self.page.body.key}",
            **self.words.said("name", "body"),
            "roles": ["procuringEntity"],
        }
        for supplier in sorted(self._suppliers(), key=lambda one: one.pk):
            identifier = {"id": supplier.registration_number, "legalName": supplier.name}
            yield {
                "id": f"supplier-{supplier.pk}",
                "name": supplier.name,
                "identifier": identifier if supplier.registration_number else None,
                "address": {"streetAddress": supplier.address} if supplier.address else None,
                "roles": ["supplier", *(["payee"] if self._is_paid(supplier.pk) else [])],
            }

    def _suppliers(self) -> Iterable[Any]:
        wanted = {award.supplier_id for award in self.life.awards}
        wanted |= {contract.step.supplier_id for contract in self.life.contracts}
        return (self.story.suppliers[pk] for pk in wanted)

    def _is_paid(self, supplier: int) -> bool:
        return any(
            step.amount is not None
            for contract in self.life.contracts
            if contract.step.supplier_id == supplier
            for step in contract.implementation
        )

    def _supplier(self, pk: int) -> Node:
        return {"id": f"supplier-{pk}", "name": self.story.suppliers[pk].name}

    def _steps(self, *kinds: StepKind) -> list[StoryStep]:
        last = self.life.steps[-1].number
        return [each for each in self.story.steps if each.step.number <= last and each.step.kind in kinds]

    def _planning(self) -> Node | None:
        planned = self._steps(StepKind.PLANNED)
        if not planned:
            return None
        return {
            **self.words.said("rationale", "step", planned[0].step.number),
            "budget": {"amount": money(self.page.value)} if self.page.value is not None else None,
            "documents": self._documents(planned),
        }

    def _tender(self) -> Node:
        page, life = self.page, self.life
        opened, notice = life.last(StepKind.OPENED), life.last(StepKind.NOTICE)
        start = day(notice.date) if notice else None
        entity = {"id": f"body-{page.body.key}", "name": self.words.texts["body",]}
        about_it = [kind for kind in StepKind if kind not in _ELSEWHERE]
        return {
            "id": self.ocid,
            **self.words.said("title", "title"),
            **self.words.said("description", "summary"),
            "status": codes.tender_status(life),
            "procuringEntity": entity,
            "value": money(page.value),
            "procurementMethod": page.procedure.method,
            "procurementMethodDetails": page.procedure.in_language(page.locale).name,
            "mainProcurementCategory": page.contract_type.category,
            "tenderPeriod": {"startDate": start, "endDate": moment(life.deadline)} if life.deadline else None,
            "enquiryPeriod": {"startDate": start, "endDate": moment(life.enquiry_deadline)}
            if life.enquiry_deadline
            else None,
            "hasEnquiries": bool(self._steps(StepKind.CLARIFICATION)) if notice else None,
            "numberOfTenderers": opened.bids if opened else None,
            "lots": [self._lot(lot) for lot in sorted(page.lots.all(), key=lambda lot: lot.number)],
            "documents": self._documents(self._steps(*about_it)),
            "milestones": [self._milestone(each) for each in self._steps(*_MILESTONES)],
            "amendments": [
                {
                    "id": f"{self.ocid}-amendment-{each.step.number}",
                    "date": day(each.step.date),
                    "description": each.step.get_kind_display(),
                    **self.words.said("rationale", "step", each.step.number),
                    "releaseID": f"{self.ocid}-{each.step.number:02}",
                    "relatedLots": self._related_lots(each.step),
                }
                for each in self._steps(*_AMENDMENTS)
            ],
        }

    def _lot(self, lot: Any) -> Node:
        return {
            "id": str(lot.number),
            **self.words.said("title", "lot", lot.number),
            "status": codes.lot_status(self.life, self.life.parts[lot.number]),
            "value": money(lot.value),
        }

    def _related_lots(self, step: TenderStep) -> list[str] | None:
        """The lots that a step is about. None where that is the whole tender, as OCDS has it."""
        lots = self.life.about(step)
        return [str(number) for number in lots] if len(lots) < len(self.life.parts) else None

    def _milestone(self, each: StoryStep) -> Node:
        step = each.step
        return {
            "id": f"{self.ocid}-milestone-{step.number}",
            "title": step.get_kind_display(),
            "type": _MILESTONES[StepKind(step.kind)],
            **self.words.said("description", "step", step.number),
            "dueDate": day(step.standstill_until) if step.standstill_until else None,
            "dateMet": day(step.date),
            "status": "met",
            "relatedLots": self._related_lots(step),
        }

    def _award_groups(self) -> Iterable[tuple[StoryStep, int]]:
        """Each award step, with each supplier to whom it awards something."""
        for each in self._steps(StepKind.AWARD):
            for supplier in dict.fromkeys(awarded.award.supplier_id for awarded in each.awards):
                yield each, supplier

    def _award(self, each: StoryStep, supplier: int) -> Node:
        own = [awarded.award for awarded in each.awards if awarded.award.supplier_id == supplier]
        lots = [lot for lot in self.life.parts.values() if lot.award in own and lot.end is None]
        # What was awarded anew or has ended since is no part of it any more, unless nothing else is.
        own = [lot.award for lot in lots if lot.award is not None] or own
        return {
            "id": self._award_id(each.step.number, supplier),
            **self.words.said("title", "title"),
            **self.words.said("description", "step", each.step.number),
            "status": codes.award_status(self.life, lots),
            "date": day(each.step.date),
            "value": money(sum((award.amount for award in own), Decimal(0))),
            "suppliers": [self._supplier(supplier)],
            "relatedLots": [str(award.lot) for award in own if award.lot is not None],
            "documents": self._documents([each]),
        }

    def _award_id(self, step: int, supplier: int | None) -> str:
        return f"{self.ocid}-award-{step}-{supplier}"

    def _contract(self, contract: Contract) -> Node:
        step = contract.step
        story = {each.step.number: each for each in self.story.steps}
        amendments = [story[each.number] for each in contract.amendments]
        begins, ends = step.starts_on, contract.ends_on
        period = {"startDate": begins and day(begins), "endDate": ends and day(ends)}
        return {
            "id": f"{self.ocid}-contract-{step.number}",
            "awardID": self._award_id(max(award.step for award in contract.awards), step.supplier_id),
            "title": step.contract_number,
            **self.words.said("description", "step", step.number),
            "status": "terminated" if contract.is_over else "active",
            "period": period if begins or ends else None,
            "value": money(contract.amount),
            "dateSigned": day(step.date),
            "documents": [
                *([self._signed(story[step.number])] if step.contract_file else []),
                *self._documents([story[step.number], *amendments]),
            ],
            "amendments": [
                {
                    "id": f"{self.ocid}-amendment-{each.step.number}",
                    "date": day(each.step.date),
                    "description": each.step.get_kind_display(),
                    **self.words.said("rationale", "step", each.step.number),
                    "releaseID": f"{self.ocid}-{each.step.number:02}",
                }
                for each in amendments
            ],
            "implementation": self._implementation(contract, [story[each.number] for each in contract.implementation]),
        }

    def _implementation(self, contract: Contract, steps: list[StoryStep]) -> Node | None:
        if not steps:
            return None
        buyer = next(iter(self._parties()))
        return {
            "transactions": [
                {
                    "id": f"{self.ocid}-transaction-{each.step.number}",
                    "date": day(each.step.date),
                    "value": money(each.step.amount),
                    "payer": _reference(buyer),
                    "payee": self._supplier(contract.step.supplier_id or 0),
                }
                for each in steps
                if each.step.amount is not None
            ],
            "milestones": [
                {
                    "id": f"{self.ocid}-milestone-{each.step.number}",
                    "title": each.step.get_kind_display(),
                    "type": "delivery" if each.step.is_final else "reporting",
                    **self.words.said("description", "step", each.step.number),
                    "dateMet": day(each.step.date),
                    "status": "met",
                }
                for each in steps
            ],
            "documents": self._documents(steps),
        }

    def _signed(self, each: StoryStep) -> Node:
        return self._document(each, each.step.contract_file, "", "contractSigned")

    def _documents(self, steps: Iterable[StoryStep]) -> list[Node]:
        return [
            self._document(each, row.document, row.title, codes.DOCUMENT_TYPES.get(StepKind(each.step.kind)))
            for each in steps
            for row in each.documents
        ]

    def _document(self, each: StoryStep, document: Any, title: str, kind: str | None) -> Node:
        file = file_reference(document, self.page, title)
        titles = self.words.said("title", "document", each.step.number, document.pk) if title else {}
        return {
            "id": f"{each.step.number}-{document.pk}" + ("-signed" if kind == "contractSigned" else ""),
            "documentType": kind,
            **titles,
            "title": file["title"],
            "url": file["url"],
            "datePublished": day(each.step.date),
            "format": file["media_type"],
            "language": language_tag(self.page.locale.language_code),
        }


#: steps whose documents belong to another part of a release than ``tender``
_ELSEWHERE = (
    *(StepKind.PLANNED, StepKind.AWARD, StepKind.CONTRACT),
    *(StepKind.AMENDMENT, StepKind.IMPLEMENTATION),
)


def money(amount: Decimal | None) -> Node | None:
    return None if amount is None else {"amount": float(amount), "currency": CURRENCY}


def moment(at: datetime.datetime) -> str:
    """RFC 3339 in UTC to the millisecond: releases are put in order by comparing these texts."""
    return at.astimezone(datetime.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def day(on: datetime.date) -> str:
    """The moment at which a day begins here: OCDS has no dates without a time."""
    return timezone.make_aware(datetime.datetime.combine(on, datetime.time())).isoformat()


def _reference(party: Node) -> Node:
    return {"id": party["id"], "name": party["name"]}


def without_nothing(value: Any) -> Any:
    """Without what says nothing: OCDS has no empty texts, lists or objects."""
    if isinstance(value, dict):
        pairs = ((name, without_nothing(each)) for name, each in value.items())
        return {name: each for name, each in pairs if each not in (None, "", [], {})}
    return [without_nothing(each) for each in value] if isinstance(value, list) else value
