"""A tender's life in the terms of OCDS's code lists. Source: https://standard.open-contracting.org/1.1/en/schema/codelists/"""

from __future__ import annotations

from publications.tenders.life import Life
from publications.tenders.models.step import StepKind

_TENDER_STATUS = {
    StepKind.PLANNED: "planned",
    StepKind.NOTICE: "active",
    StepKind.OPENED: "active",
    StepKind.AWARD: "complete",
    StepKind.STANDSTILL: "complete",
    StepKind.CONTRACT: "complete",
    StepKind.CANCELLED: "cancelled",
    StepKind.UNSUCCESSFUL: "unsuccessful",
}
_TAGS = {
    StepKind.PLANNED: "planning",
    StepKind.NOTICE: "tender",
    StepKind.CLARIFICATION: "tenderUpdate",
    StepKind.CORRECTION: "tenderAmendment",
    StepKind.OPENED: "tenderUpdate",
    StepKind.AWARD: "award",
    StepKind.STANDSTILL: "awardUpdate",
    StepKind.CONTRACT: "contract",
    StepKind.AMENDMENT: "contractAmendment",
    StepKind.IMPLEMENTATION: "implementation",
    StepKind.CANCELLED: "tenderCancellation",
    StepKind.UNSUCCESSFUL: "tenderUpdate",
}
#: where the same was said before, this is an update of it
_AGAIN = {StepKind.AWARD: "awardUpdate", StepKind.IMPLEMENTATION: "implementationUpdate"}
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
    return _TENDER_STATUS[life.stage or StepKind.PLANNED]


def release_tags(life: Life) -> list[str]:
    """The tags of the release that is published with the last of the steps."""
    step = life.steps[-1]
    kind, before = StepKind(step.kind), life.up_to(step.number)
    if kind == StepKind.CORRECTION and before.stage == StepKind.PLANNED:
        return ["planningUpdate"]
    tags = [_AGAIN[kind] if kind in _AGAIN and before.last(kind) is not None else _TAGS[kind]]
    if kind in (StepKind.CANCELLED, StepKind.UNSUCCESSFUL) and life.awards:
        tags.append("awardCancellation")
    if kind == StepKind.IMPLEMENTATION and step.is_final:
        tags.append("contractTermination")
    return tags


def update_tags(life: Life, changed: set[str]) -> list[str]:
    """The tags of a release with which only what is said of these parts of it changes."""
    if life.stage == StepKind.PLANNED:
        return ["planningUpdate"]
    return [tag for part, tag in _UPDATES.items() if part in changed] or ["tenderUpdate"]


def award_status(life: Life, *, is_valid: bool, is_signed: bool) -> str:
    if not is_valid or life.stage in (StepKind.CANCELLED, StepKind.UNSUCCESSFUL):
        return "cancelled"
    # Until it may be signed, an award is not in force.
    return "active" if is_signed or not life.standstill_days else "pending"
