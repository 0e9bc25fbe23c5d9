"""The life of a tender: in which state its steps put it, and which step may come next. Pure, without the database."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from publications.tenders.models.step import StepKind

if TYPE_CHECKING:
    from publications.tenders.models.award import TenderAward
    from publications.tenders.models.step import TenderStep


class TenderState(models.TextChoices):
    """The ``state`` of a tender's item. Computed from its steps and the time, and never typed."""

    PLANNED = "planned", _("Planned")
    OPEN = "open", _("Open")
    EVALUATION = "evaluation", _("Bids under evaluation")
    AWARDED = "awarded", _("Awarded")
    STANDSTILL = "standstill", _("Standstill")
    SIGNED = "signed", _("Contract signed")
    IMPLEMENTATION = "implementation", _("In implementation")
    COMPLETE = "complete", _("Carried out")
    CANCELLED = "cancelled", _("Cancelled")
    UNSUCCESSFUL = "unsuccessful", _("Unsuccessful")


#: what says something of a stage and begins none
REMARKS = frozenset({StepKind.CLARIFICATION, StepKind.CORRECTION})
ENDS = (StepKind.CANCELLED, StepKind.UNSUCCESSFUL)
#: what may follow on each stage, in the order in which editors are offered it
FOLLOWING: dict[StepKind | None, tuple[StepKind, ...]] = {
    None: (StepKind.PLANNED, StepKind.NOTICE),
    StepKind.PLANNED: (StepKind.NOTICE, StepKind.CORRECTION, StepKind.CANCELLED),
    StepKind.NOTICE: (StepKind.OPENED, StepKind.CLARIFICATION, StepKind.CORRECTION, *ENDS),
    StepKind.OPENED: (StepKind.AWARD, StepKind.CORRECTION, *ENDS),
    StepKind.AWARD: (StepKind.STANDSTILL, StepKind.AWARD, *ENDS),
    StepKind.STANDSTILL: (StepKind.CONTRACT, StepKind.AWARD, *ENDS),
    StepKind.CONTRACT: (StepKind.CONTRACT, StepKind.AMENDMENT, StepKind.IMPLEMENTATION),
    StepKind.CANCELLED: (),
    StepKind.UNSUCCESSFUL: (),
}
_STAGES = {StepKind.AMENDMENT: StepKind.CONTRACT, StepKind.IMPLEMENTATION: StepKind.CONTRACT}
_STATES = {
    StepKind.PLANNED: TenderState.PLANNED,
    StepKind.OPENED: TenderState.EVALUATION,
    StepKind.AWARD: TenderState.AWARDED,
    StepKind.STANDSTILL: TenderState.STANDSTILL,
    StepKind.CANCELLED: TenderState.CANCELLED,
    StepKind.UNSUCCESSFUL: TenderState.UNSUCCESSFUL,
}


@dataclass(frozen=True)
class Contract:
    """A signed contract as it is after its amendments. ``step`` is the one with which it was signed."""

    step: TenderStep
    amendments: tuple[TenderStep, ...]
    implementation: tuple[TenderStep, ...]

    @property
    def amount(self) -> Decimal | None:
        amounts = (step.amount for step in reversed((self.step, *self.amendments)))
        return next((amount for amount in amounts if amount is not None), None)

    @property
    def ends_on(self) -> datetime.date | None:
        days = (step.ends_on for step in reversed((self.step, *self.amendments)))
        return next((day for day in days if day is not None), None)

    @property
    def is_over(self) -> bool:
        return any(step.is_final for step in self.implementation)


@dataclass(frozen=True)
class Life:
    """A tender's steps in their order, and its awards.

    ``publishes_notice`` is of its procedure, ``standstill_days`` of its value class.
    """

    steps: Sequence[TenderStep]
    awards: Sequence[TenderAward]
    publishes_notice: bool = True
    standstill_days: int = 0

    def up_to(self, number: int) -> Life:
        """As it was before the step with this number."""
        steps = [step for step in self.steps if step.number < number]
        awards = [award for award in self.awards if award.step < number]
        return Life(steps, awards, self.publishes_notice, self.standstill_days)

    @cached_property
    def stage(self) -> StepKind | None:
        """The last step that began a stage, not counting what amends or carries out a contract."""
        kinds = (StepKind(step.kind) for step in reversed(self.steps))
        last = next((kind for kind in kinds if kind not in REMARKS), None)
        return _STAGES.get(last, last) if last else None

    @cached_property
    def deadline(self) -> datetime.datetime | None:
        """Until when bids can be handed in, as corrected last."""
        return self._last_of("deadline")

    @cached_property
    def enquiry_deadline(self) -> datetime.datetime | None:
        return self._last_of("enquiry_deadline")

    def _last_of(self, field: str) -> datetime.datetime | None:
        found = (getattr(step, field) for step in reversed(self.steps))
        return next((moment for moment in found if moment is not None), None)

    def last(self, *kinds: StepKind) -> TenderStep | None:
        return next((step for step in reversed(self.steps) if step.kind in kinds), None)

    @cached_property
    def valid_awards(self) -> list[TenderAward]:
        """The awards that no later one of the same lot has replaced."""
        newest: dict[int | None, int] = {}
        for award in self.awards:
            newest[award.lot] = max(award.step, newest.get(award.lot, 0))
        return [award for award in self.awards if award.step == newest[award.lot]]

    @cached_property
    def contracts(self) -> list[Contract]:
        return [
            Contract(
                step,
                tuple(self._about(step.number, StepKind.AMENDMENT)),
                tuple(self._about(step.number, StepKind.IMPLEMENTATION)),
            )
            for step in self.steps
            if step.kind == StepKind.CONTRACT
        ]

    def _about(self, number: int, kind: StepKind) -> Iterable[TenderStep]:
        return (step for step in self.steps if step.kind == kind and step.contract_step == number)

    @cached_property
    def to_be_signed(self) -> dict[int, Decimal]:
        """By supplier, how much was awarded to those with whom there is no contract yet."""
        signed = {contract.step.supplier_id for contract in self.contracts}
        amounts: dict[int, Decimal] = {}
        for award in self.valid_awards:
            if award.supplier_id not in signed:
                amounts[award.supplier_id] = amounts.get(award.supplier_id, Decimal(0)) + award.amount
        return amounts

    def following(self) -> list[StepKind]:
        """The kinds of steps that may come next."""
        kinds = list(FOLLOWING[self.stage])
        if self.stage in (None, StepKind.PLANNED) and not self.publishes_notice:
            kinds = [StepKind.AWARD if kind == StepKind.NOTICE else kind for kind in kinds]
        if self.stage == StepKind.AWARD and not self.standstill_days:
            kinds.insert(0, StepKind.CONTRACT)
        if self.stage == StepKind.CONTRACT:
            open_contracts = any(not contract.is_over for contract in self.contracts)
            kinds = [kind for kind in kinds if (self.to_be_signed if kind == StepKind.CONTRACT else open_contracts)]
        return kinds

    def state(self, now: datetime.datetime) -> str:
        """One of ``TenderState``; empty before the first step."""
        if self.stage is None:
            return ""
        if self.stage == StepKind.NOTICE:
            return TenderState.OPEN if self.deadline is None or now < self.deadline else TenderState.EVALUATION
        if self.stage != StepKind.CONTRACT:
            return _STATES[self.stage]
        if not self.to_be_signed and all(contract.is_over for contract in self.contracts):
            return TenderState.COMPLETE
        has_begun = self.last(StepKind.IMPLEMENTATION) is not None
        return TenderState.IMPLEMENTATION if has_begun else TenderState.SIGNED
