"""A tender's life in the terms of OCDS's code lists. Source: https://standard.open-contracting.org/1.1/en/schema/codelists/"""

from __future__ import annotations

from publications.tenders.life import Life
from publications.tenders.lots import ENDS, LotLife
from publications.tenders.models.step import StepKind

#: the status of a tender is the first of these that one of its lots has
_STATUSES = ("active", "planned", "complete", "unsuccessful", "cancelled")
_TAGS = {
    StepKind.PLANNED: "planning",
    StepKind.NOTICE: "tender",
    StepKind.CLARIFICATION: "tenderUpdate",
    StepKind.CORRECTION: "tenderAmendment",
    StepKind.OPENED: "tenderUpdate",
    StepKind.STANDSTILL: "awardUpdate",
    StepKind.CONTRACT: "contract",
    StepKind.AMENDMENT: "contractAmendment",
    StepKind.IMPLEMENTATION: "implementation",
    StepKind.CANCELLED: "tenderCancellation",
    StepKind.UNSUCCESSFUL: "tenderUpdate",
}
#: where the same was said before, this is an update of it
_AGAIN = {StepKind.IMPLEMENTATION: "implementationUpdate"}
#: whether the lot was awarded before
_AWARDED = {"award": False, "awardUpdate": True}
#: other texts of a part
_UPDATES = {
    "planning": "planningUpdate",
    "tender": "tenderUpdate",
    "awards": "awardUpdate",
    "contracts": "contractUpdate",
}
#: ``documentType`` of a step's documents; of the others none fits
DOCUMENT_TYPES = {
    StepKind.PLANNED: "procurementPlan",
    StepKind.NOTICE: "tenderNotice",
    StepKind.CLARIFICATION: "clarifications",
    StepKind.AWARD: "awardNotice",
    StepKind.CONTRACT: "contractAnnexe",
    StepKind.IMPLEMENTATION: "physicalProgressReport",
    StepKind.CANCELLED: "cancellationDetails",
}


def tender_status(life: Life) -> str:
    statuses = {lot_status(life, lot) for lot in life.parts.values()}
    return next(status for status in _STATUSES if status in statuses)


def lot_status(life: Life, lot: LotLife) -> str:
    """Also of the whole, where there are no lots."""
    if lot.end is not None:
        return str(lot.end.kind)
    if lot.award is not None:
        return "complete"
    last = life.last(StepKind.PLANNED, StepKind.NOTICE, StepKind.OPENED, StepKind.AWARD)
    return "planned" if last is None or last.kind == StepKind.PLANNED else "active"


def release_tags(life: Life) -> list[str]:
    """The tags of the release that is published with the last of the steps."""
    step = life.steps[-1]
    kind, before = StepKind(step.kind), life.up_to(step.number)
    if kind == StepKind.CORRECTION and before.stage == StepKind.PLANNED:
        return ["planningUpdate"]
    about = life.about(step)
    concerned = [lot for number, lot in before.parts.items() if number is None or number in about]
    if kind == StepKind.AWARD:
        # Another lot is awarded for the first time, although there are awards already.
        return [tag for tag, again in _AWARDED.items() if any((lot.award is not None) == again for lot in concerned)]
    if kind == StepKind.CANCELLED and not all(lot.end is not None for lot in life.parts.values()):
        tags = ["tenderAmendment"]
    else:
        tags = [_AGAIN[kind] if kind in _AGAIN and before.last(kind) is not None else _TAGS[kind]]
    if kind in ENDS and any(lot.award is not None for lot in concerned):
        tags.append("awardCancellation")
    if kind == StepKind.IMPLEMENTATION and step.is_final:
        tags.append("contractTermination")
    return tags


def update_tags(life: Life, changed: set[str]) -> list[str]:
    """The tags of a release with which only what is said of these parts of it changes."""
    if life.stage == StepKind.PLANNED:
        return ["planningUpdate"]
    return [tag for part, tag in _UPDATES.items() if part in changed] or ["tenderUpdate"]


def award_status(life: Life, lots: list[LotLife]) -> str:
    """Of an award with what of it stands."""
    if not lots:
        return "cancelled"
    # Until it may be signed, an award is not in force.
    is_signed = any(lot.contract is not None for lot in lots)
    return "active" if is_signed or not life.standstill_days else "pending"
