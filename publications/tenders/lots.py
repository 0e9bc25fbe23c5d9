"""A tender is awarded, signed and ended lot by lot: how far each has come. Pure, without the database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from publications.tenders.models.step import StepKind

if TYPE_CHECKING:
    from publications.tenders.models.award import TenderAward
    from publications.tenders.models.step import TenderStep

ENDS = (StepKind.CANCELLED, StepKind.UNSUCCESSFUL)


@dataclass
class LotLife:
    """How far a lot has come, or the whole tender where it has none (``number`` is None).

    ``award`` is the last one, and ``standstill`` the step that came after it; ``contract`` is the step with which it
    was signed, and ``end`` the one with which it was cancelled or unsuccessful.
    """

    number: int | None
    award: TenderAward | None = None
    standstill: TenderStep | None = None
    contract: TenderStep | None = None
    end: TenderStep | None = None

    @property
    def is_open(self) -> bool:
        """Whether it can still be awarded, to another one too."""
        return self.contract is None and self.end is None

    @property
    def is_awarded(self) -> bool:
        """Whether there is an award of it on which no contract has followed yet."""
        return self.award is not None and self.is_open


#: lots by their numbers, or the whole under None
Parts = dict[int | None, LotLife]


def told(
    steps: Sequence[TenderStep], awards: Sequence[TenderAward], numbers: Iterable[int]
) -> tuple[Parts, dict[int, list[int]]]:
    """The lots as they are after all steps, and the numbers of those that each step (its number) was about."""
    named = sorted({*numbers, *(award.lot for award in awards if award.lot is not None)})
    parts: Parts = {number: LotLife(number) for number in named} or {None: LotLife(None)}
    about: dict[int, list[int]] = {}
    for step in steps:
        of_step = [award for award in awards if award.step == step.number]
        concerned = _take(step, of_step, parts)
        about[step.number] = [lot.number for lot in concerned if lot.number is not None]
    return parts, about


def _take(step: TenderStep, awards: Sequence[TenderAward], parts: Parts) -> list[LotLife]:
    """Note in the lots what happens to them with a step; returns them."""
    lots: list[LotLife] = []
    if step.kind == StepKind.AWARD:
        # An award in a draft whose lots were changed afterwards may have none.
        for award in awards:
            if lot := parts.get(award.lot):
                lot.award, lot.standstill = award, None
                lots.append(lot)
    elif step.kind == StepKind.STANDSTILL:
        lots = [lot for lot in parts.values() if lot.is_awarded and lot.standstill is None]
        for lot in lots:
            lot.standstill = step
    elif step.kind == StepKind.CONTRACT:
        lots = signed_with(step, parts.values())
        for lot in lots:
            lot.contract = step
    elif step.kind in ENDS:
        lots = [lot for lot in parts.values() if lot.is_open and _is_named(lot, step)]
        for lot in lots:
            lot.end = step
    return lots


def signed_with(step: TenderStep, lots: Iterable[LotLife]) -> list[LotLife]:
    """What of ``lots`` a contract is for: those that it names, or else all that its supplier was awarded, but for what
    has no standstill yet where something else has.
    """
    own = [lot for lot in lots if lot.is_awarded and lot.award and lot.award.supplier_id == step.supplier_id]
    named = [lot for lot in own if _is_named(lot, step)]
    return named if step.lots else [lot for lot in named if lot.standstill is not None] or named


def _is_named(lot: LotLife, step: TenderStep) -> bool:
    return not step.lots or lot.number in step.lots
