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

from publications.tenders.lots import ENDS, LotLife, Parts, signed_with, told
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
#: what may follow on each stage before the first award, in the order in which editors are offered it
FOLLOWING: dict[StepKind | None, tuple[StepKind, ...]] = {
    None: (StepKind.PLANNED, StepKind.NOTICE),
    StepKind.PLANNED: (StepKind.NOTICE, StepKind.CORRECTION, StepKind.CANCELLED),
    StepKind.NOTICE: (StepKind.OPENED, StepKind.CLARIFICATION, StepKind.CORRECTION, *ENDS),
    StepKind.OPENED: (StepKind.AWARD, StepKind.CORRECTION, *ENDS),
    StepKind.CANCELLED: (),
    StepKind.UNSUCCESSFUL: (),
}
_STAGES = {StepKind.AMENDMENT: StepKind.CONTRACT, StepKind.IMPLEMENTATION: StepKind.CONTRACT}
#: those of which nothing more is to be awarded, signed or carried out
_OVER = (TenderState.COMPLETE, TenderState.CANCELLED, TenderState.UNSUCCESSFUL)


@dataclass(frozen=True)
class Contract:
    """A signed contract as it is after its amendments.

    ``step`` is the one with which it was signed, ``awards`` are those on which it follows.
    """

    step: TenderStep
    awards: tuple[TenderAward, ...]
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
    """A tender's steps in their order, its awards, and the numbers of its lots.

    ``publishes_notice`` is of its procedure, ``standstill_days`` of its value class.
    """

    steps: Sequence[TenderStep]
    awards: Sequence[TenderAward]
    publishes_notice: bool = True
    standstill_days: int = 0
    lots: Sequence[int] = ()

    def up_to(self, number: int) -> Life:
        """As it was before the step with this number."""
        steps = [step for step in self.steps if step.number < number]
        awards = [award for award in self.awards if award.step < number]
        return Life(steps, awards, self.publishes_notice, self.standstill_days, self.lots)

    @cached_property
    def stage(self) -> StepKind | None:
        """The last step that began a stage, not counting what amends or carries out a contract, or ends some lots."""
        ended = all(lot.end is not None for lot in self.parts.values())
        skipped = REMARKS if ended else {*REMARKS, *ENDS}
        kinds = (StepKind(step.kind) for step in reversed(self.steps))
        last = next((kind for kind in kinds if kind not in skipped), None)
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
    def _told(self) -> tuple[Parts, dict[int, list[int]]]:
        return told(self.steps, self.awards, self.lots)

    @property
    def parts(self) -> Parts:
        """Its lots by their numbers, or the whole under None."""
        return self._told[0]

    def about(self, step: TenderStep) -> list[int]:
        """The numbers of the lots that a step awards, signs or ends, or whose standstill it begins."""
        return self._told[1].get(step.number, [])

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
                tuple(lot.award for lot in self.parts.values() if lot.contract is step and lot.award is not None),
                tuple(self._about(step.number, StepKind.AMENDMENT)),
                tuple(self._about(step.number, StepKind.IMPLEMENTATION)),
            )
            for step in self.steps
            if step.kind == StepKind.CONTRACT
        ]

    def _about(self, number: int, kind: StepKind) -> Iterable[TenderStep]:
        return (step for step in self.steps if step.kind == kind and step.contract_step == number)

    @cached_property
    def to_be_signed(self) -> list[LotLife]:
        """What was awarded and has no contract yet, and where the law does not ask for a standstill first."""
        awarded = (lot for lot in self.parts.values() if lot.is_awarded)
        return [lot for lot in awarded if lot.standstill is not None or not self.standstill_days]

    def to_be_signed_with(self, step: TenderStep) -> list[LotLife]:
        """What of it the contract is for that would be signed with a step."""
        return signed_with(step, self.to_be_signed)

    def following(self) -> list[StepKind]:
        """The kinds of steps that may come next."""
        is_open = any(lot.is_open for lot in self.parts.values())
        if self.last(StepKind.AWARD) is None:
            kinds = FOLLOWING[self.stage] if is_open else ()
            if self.stage in (None, StepKind.PLANNED) and not self.publishes_notice:
                return [StepKind.AWARD if kind == StepKind.NOTICE else kind for kind in kinds]
            return list(kinds)
        is_carried_out = all(contract.is_over for contract in self.contracts)
        possible = {
            StepKind.CONTRACT: bool(self.to_be_signed),
            StepKind.STANDSTILL: any(lot.is_awarded and lot.standstill is None for lot in self.parts.values()),
            StepKind.AWARD: is_open,
            StepKind.AMENDMENT: not is_carried_out,
            StepKind.IMPLEMENTATION: not is_carried_out,
            **dict.fromkeys(ENDS, is_open),
        }
        return [kind for kind, may in possible.items() if may]

    def state(self, now: datetime.datetime) -> str:
        """One of ``TenderState``; empty before the first step. With lots, that of the one that has come furthest, until
        each of them has ended.
        """
        if not self.steps:
            return ""
        states = {self.state_of(lot, now) for lot in self.parts.values()}
        if states <= set(_OVER):
            return next(
                state for state in (_OVER[0], TenderState.UNSUCCESSFUL, TenderState.CANCELLED) if state in states
            )
        if TenderState.COMPLETE in states:
            return TenderState.IMPLEMENTATION
        return max(states - set(_OVER), key=list(TenderState).index)

    def state_of(self, lot: LotLife, now: datetime.datetime) -> TenderState:
        """Of one of its ``parts``."""
        if lot.end is not None:
            return TenderState(lot.end.kind)
        if lot.contract is not None:
            contract = next(each for each in self.contracts if each.step is lot.contract)
            if contract.is_over:
                return TenderState.COMPLETE
            return TenderState.IMPLEMENTATION if contract.implementation else TenderState.SIGNED
        if lot.award is not None:
            return TenderState.STANDSTILL if lot.standstill is not None else TenderState.AWARDED
        last = self.last(StepKind.PLANNED, StepKind.NOTICE, StepKind.OPENED, StepKind.AWARD)
        if last is None or last.kind == StepKind.PLANNED:
            return TenderState.PLANNED
        if last.kind == StepKind.NOTICE and (self.deadline is None or now < self.deadline):
            return TenderState.OPEN
        return TenderState.EVALUATION
