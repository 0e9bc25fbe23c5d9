"""What must hold for a step before it is added: the order, days and amounts. Each error is at its field.

Source: Law No. 04/L-042 on Public Procurement in the Republic of Kosovo.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from cms_pages.files.kinds import check_is_pdf
from publications.tenders.amounts import written
from publications.tenders.life import Life
from publications.tenders.lots import LotLife
from publications.tenders.models.step import StepKind
from publications.validation import check_beginning, check_date, check_end, check_year

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from publications.tenders.models.award import TenderAward
    from publications.tenders.models.step import TenderStep

#: bids are taken for 40 days or less (article 44): a notice that is older is entered afterwards, and may have ended
RECORDED_AFTERWARDS = datetime.timedelta(days=45)
FURTHEST_DEADLINE = datetime.timedelta(days=366)
_WHY = _("Say why, in a few sentences.")
_CONTRACT = _("Choose the contract that this is about.")
SAME_NUMBER = _("Two lots have the same number.")
#: the key of an error that belongs to no field
WHOLE = "__all__"

#: what a step of a kind must say, and what is said where it does not
REQUIRED: dict[StepKind, dict[str, _StrPromise]] = {
    StepKind.NOTICE: {"deadline": _("Say until when bids can be handed in: day and time.")},
    StepKind.CORRECTION: {"text": _WHY},
    StepKind.OPENED: {"bids": _("Say how many bids there were; 0 if there were none.")},
    StepKind.STANDSTILL: {"standstill_until": _("Say until when the standstill lasts.")},
    StepKind.CONTRACT: {
        "supplier": _("Choose with whom the contract was signed."),
        "amount": _("Enter the amount of the contract."),
        "contract_file": _("Add the signed contract: citizens have a right to read it."),
    },
    StepKind.AMENDMENT: {"contract_step": _CONTRACT},
    StepKind.IMPLEMENTATION: {"contract_step": _CONTRACT},
    StepKind.CANCELLED: {"text": _WHY},
    StepKind.UNSUCCESSFUL: {"text": _WHY},
}

Errors = dict[str, ValidationError]
#: what each lot may cost, by its number; without lots the whole tender, under None
Values = dict[int | None, Decimal | None]


@dataclass(frozen=True)
class StepCheck:
    """A step that is to come after ``life``."""

    life: Life
    step: TenderStep
    values: Values
    awards: Sequence[TenderAward] = ()
    has_documents: bool = False
    #: it is being entered: later, when it is published, a deadline may have ended while it waited for approval
    is_entered: bool = True
    #: the first day on which it will be public, where it is published at a set time
    public_from: datetime.date = field(default_factory=timezone.localdate)

    def errors(self) -> Errors:
        kind = StepKind(self.step.kind)
        if kind not in self.life.following():
            return {"kind": self._out_of_order(kind)}
        missing = {name: said for name, said in REQUIRED.get(kind, {}).items() if self._is_missing(name)}
        found: Errors = {name: ValidationError(said, code="required") for name, said in missing.items()}
        for name, check in {"date": StepCheck._date, **_CHECKS[kind]}.items():
            if name in missing:
                continue
            try:
                check(self)
            except ValidationError as error:
                found[name] = error
        return found

    def _is_missing(self, name: str) -> bool:
        value = getattr(self.step, cast("Any", self.step._meta.get_field(name)).attname)
        return value is None or (isinstance(value, str) and not value.strip())

    def _out_of_order(self, kind: StepKind) -> ValidationError:
        following = [str(each.label) for each in self.life.following()]
        if not following:
            return ValidationError(_("This tender has ended: nothing can follow."), code="order")
        return ValidationError(
            _("“%(step)s” cannot come next. What can come next: %(following)s."),
            code="order",
            params={"step": kind.label, "following": ", ".join(following)},
        )

    def _date(self) -> None:
        date = self.step.date
        check_year(date)
        if date > self.public_from:
            raise ValidationError(_("This day has not come yet. Add the step when it has happened."), code="future")
        if self.life.steps and date < self.life.steps[-1].date:
            raise ValidationError(
                _("This is before the step that comes before it (%(date)s)."),
                code="order",
                params={"date": _day(self.life.steps[-1].date)},
            )

    def _deadline(self) -> None:
        deadline = self.step.deadline
        if deadline is None:
            return
        now = timezone.now()
        if timezone.localdate(deadline) <= self.step.date:
            raise ValidationError(_("The deadline is not after the day of this step."), code="dates")
        if self.is_entered and deadline <= now and self.step.date > timezone.localdate() - RECORDED_AFTERWARDS:
            raise ValidationError(_("This deadline has passed: nobody could bid any more."), code="ended")
        if self.is_entered and deadline > now + FURTHEST_DEADLINE:
            raise ValidationError(_("This deadline is more than a year ahead. Check the year."), code="far_ahead")

    def _enquiry_deadline(self) -> None:
        questions, bids = self.step.enquiry_deadline, self.step.deadline or self.life.deadline
        if questions is None and self.step.deadline is not None:
            # A correction that moves only the other one.
            questions = self.life.enquiry_deadline
        if questions is None:
            return
        if self.step.enquiry_deadline is not None and timezone.localdate(questions) < self.step.date:
            raise ValidationError(_("The deadline is before the day of this step."), code="dates")
        if bids is not None and questions >= bids:
            raise ValidationError(
                _("Questions must end before bids do (%(deadline)s)."),
                code="overlap",
                params={"deadline": date_format(timezone.localtime(bids), "SHORT_DATETIME_FORMAT")},
            )

    def _value(self) -> None:
        if any(value is None for value in self.values.values()):
            raise ValidationError(
                _("Enter the estimated value of the tender first, on its page, or that of each lot."), code="value"
            )

    def _opened_on(self) -> None:
        self._on_time()
        deadline = self.life.deadline
        if deadline is not None and self.step.date < timezone.localdate(deadline):
            raise ValidationError(
                _("This is before the deadline for bids (%(date)s)."),
                code="too_early",
                params={"date": _day(timezone.localdate(deadline))},
            )

    def _on_time(self) -> None:
        self._date()
        if error := too_early(self.life, StepKind(self.step.kind)):
            raise error

    def _awards(self) -> None:
        if not self.awards:
            raise ValidationError(_("Choose a supplier and enter the amount, for one lot at least."), code="required")
        errors = [error for award in self.awards if (error := award_error(award.lot, award.amount, self.values))]
        if errors:
            raise ValidationError(errors)
        self._check_open(award.lot for award in self.awards)

    def _standstill_until(self) -> None:
        until = self.step.standstill_until
        lots = [lot for lot in self.life.parts.values() if lot.is_awarded and lot.standstill is None]
        awarded = {lot.award.step for lot in lots if lot.award is not None}
        dates = [step.date for step in self.life.steps if step.number in awarded]
        first = max(dates, default=self.step.date) + datetime.timedelta(days=self.life.standstill_days)
        if until is not None and until < first:
            raise ValidationError(
                _("The standstill lasts %(days)s days after the award: until %(date)s at least."),
                code="too_short",
                params={"days": self.life.standstill_days, "date": _day(first)},
            )
        check_date(until)

    def _signed_on(self) -> None:
        self._date()
        until = max(_ends_of_standstills(self.life.to_be_signed_with(self.step)), default=None)
        if until is not None and self.step.date <= until:
            raise _still_standing(until)

    def _contract_supplier(self) -> None:
        if self.step.supplier_id not in (lot.award and lot.award.supplier_id for lot in self.life.to_be_signed):
            raise ValidationError(
                _("Nothing was awarded to this supplier, or the contract with it is signed already."), code="supplier"
            )

    def _contract_lots(self) -> None:
        signed = {lot.number for lot in self.life.to_be_signed_with(self.step)}
        if not signed.issuperset(self.step.lots):
            raise ValidationError(
                _("Choose lots that were awarded to this supplier and for which no contract is signed yet."),
                code="lots",
            )

    def _ended_lots(self) -> None:
        self._check_open(self.step.lots)

    def _check_open(self, numbers: Iterable[int | None]) -> None:
        for number in numbers:
            lot = self.life.parts.get(number)
            if lot is None or not lot.is_open:
                raise ValidationError(
                    _("Lot %(lot)s is not open any more: its contract is signed, or it has ended."),
                    code="closed",
                    params={"lot": number},
                )

    def _contract_amount(self) -> None:
        amounts = [lot.award.amount for lot in self.life.to_be_signed_with(self.step) if lot.award is not None]
        awarded = sum(amounts, Decimal(0))
        if amounts and self.step.amount is not None and self.step.amount > awarded:
            raise ValidationError(
                _("This is more than was awarded (%(amount)s EUR)."), code="above", params={"amount": written(awarded)}
            )

    def _contract_file(self) -> None:
        check_is_pdf(self.step.contract_file)

    def _contract_step(self) -> None:
        contract = next((one for one in self.life.contracts if one.step.number == self.step.contract_step), None)
        if contract is None:
            raise ValidationError(_CONTRACT, code="required")
        if contract.is_over:
            raise ValidationError(_("This contract has been carried out: nothing can follow."), code="over")

    def _amended(self) -> None:
        if self.step.amount is None and self.step.ends_on is None and not self.step.text.strip():
            raise ValidationError(_("Say what changes: the amount, the last day, or in words."), code="required")

    def _starts_on(self) -> None:
        check_beginning(self.step.starts_on)

    def _ends_on(self) -> None:
        contract = next((one for one in self.life.contracts if one.step.number == self.step.contract_step), None)
        check_end(self.step.ends_on)
        signed = contract.step if contract else self.step
        first = self.step.starts_on or signed.starts_on or signed.date
        if self.step.ends_on is not None and self.step.ends_on < first:
            raise ValidationError(
                _("The last day is before the first (%(date)s)."), code="dates", params={"date": _day(first)}
            )

    def _paid(self) -> None:
        contract = next((one for one in self.life.contracts if one.step.number == self.step.contract_step), None)
        if contract is None or contract.amount is None or self.step.amount is None:
            return
        before = sum((step.amount for step in contract.implementation if step.amount is not None), Decimal(0))
        if before + self.step.amount > contract.amount:
            raise ValidationError(
                _(
                    "With what was paid before (%(paid)s EUR) this is more than the amount of the contract "
                    "(%(amount)s EUR). Where that was raised, add the step “Contract amended” first."
                ),
                code="above",
                params={"paid": written(before), "amount": written(contract.amount)},
            )

    def _text(self) -> None:
        if not self.step.text.strip() and not self.has_documents:
            raise ValidationError(_("Say in a few sentences what happened, or add a document."), code="required")


def too_early(life: Life, kind: StepKind) -> ValidationError | None:
    """Why a step of a kind cannot have happened yet; None if it can."""
    deadline, now = life.deadline, timezone.now()
    if kind in _AFTER_BIDS and deadline is not None and now < deadline:
        params = {"deadline": date_format(timezone.localtime(deadline), "SHORT_DATETIME_FORMAT")}
        return ValidationError(_AFTER_BIDS[kind], code="too_early", params=params)
    lots = life.to_be_signed if kind == StepKind.CONTRACT else []
    # What has none can be signed at once.
    untils = _ends_of_standstills(lots) if all(lot.standstill is not None for lot in lots) else []
    until = min(untils, default=None)
    return _still_standing(until) if until is not None and timezone.localdate() <= until else None


def _ends_of_standstills(lots: Iterable[LotLife]) -> list[datetime.date]:
    ends = (lot.standstill.standstill_until for lot in lots if lot.standstill is not None)
    return [end for end in ends if end is not None]


def _still_standing(until: datetime.date) -> ValidationError:
    return ValidationError(
        _("The standstill lasts until %(date)s. The contract can be signed after it."),
        code="standstill",
        params={"date": _day(until)},
    )


def award_error(lot: int | None, amount: Decimal, values: Values) -> ValidationError | None:
    """What is wrong with an award of ``amount`` for a lot; None if nothing is."""
    if lot not in values:
        return ValidationError(_("There is no lot %(lot)s."), code="lot", params={"lot": lot})
    value = values[lot]
    if value is None or amount <= value:
        return None
    params = {"amount": written(amount), "value": written(value), "lot": lot}
    if lot is None:
        said = _("%(amount)s EUR is more than the estimated value (%(value)s EUR).")
    else:
        said = _("%(amount)s EUR is more than the estimated value of lot %(lot)s (%(value)s EUR).")
    return ValidationError(said, code="above", params=params)


def check_lots(value: Decimal | None, lots: list[tuple[int, Decimal]]) -> None:
    """Raise ValidationError where two lots have one number, or they do not add up to the value of the tender."""
    numbers = [number for number, _value in lots]
    if len(set(numbers)) < len(numbers):
        raise ValidationError(SAME_NUMBER, code="lots")
    total = sum((lot for _number, lot in lots), Decimal(0))
    if lots and value is not None and value != total:
        raise ValidationError(
            {
                "value": ValidationError(
                    _("The lots add up to %(total)s EUR. Correct one of them, or leave this empty."),
                    code="lots",
                    params={"total": written(total)},
                )
            }
        )


def _day(day: datetime.date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


#: what is said of those that come after the deadline for bids
_AFTER_BIDS = {
    StepKind.OPENED: _("Bids can be handed in until %(deadline)s. They are opened after that."),
    StepKind.UNSUCCESSFUL: _("Bids can be handed in until %(deadline)s. What is stopped before that is cancelled."),
}
_CHECKS: dict[StepKind, dict[str, Callable[[StepCheck], None]]] = {
    StepKind.PLANNED: {},
    StepKind.NOTICE: {
        "deadline": StepCheck._deadline,
        "enquiry_deadline": StepCheck._enquiry_deadline,
        WHOLE: StepCheck._value,
    },
    StepKind.CLARIFICATION: {"text": StepCheck._text},
    StepKind.CORRECTION: {"deadline": StepCheck._deadline, "enquiry_deadline": StepCheck._enquiry_deadline},
    StepKind.OPENED: {"date": StepCheck._opened_on},
    StepKind.AWARD: {WHOLE: StepCheck._awards},
    StepKind.STANDSTILL: {"standstill_until": StepCheck._standstill_until},
    StepKind.CONTRACT: {
        "date": StepCheck._signed_on,
        "supplier": StepCheck._contract_supplier,
        "lots": StepCheck._contract_lots,
        "amount": StepCheck._contract_amount,
        "contract_file": StepCheck._contract_file,
        "starts_on": StepCheck._starts_on,
        "ends_on": StepCheck._ends_on,
    },
    StepKind.AMENDMENT: {
        "contract_step": StepCheck._contract_step,
        "ends_on": StepCheck._ends_on,
        "text": StepCheck._amended,
    },
    StepKind.IMPLEMENTATION: {
        "contract_step": StepCheck._contract_step,
        "amount": StepCheck._paid,
        "text": StepCheck._text,
    },
    StepKind.CANCELLED: {"lots": StepCheck._ended_lots},
    StepKind.UNSUCCESSFUL: {"date": StepCheck._on_time, "lots": StepCheck._ended_lots},
}
