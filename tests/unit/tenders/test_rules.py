"""What cannot be is refused, with a sentence at its field."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from publications.models import Supplier, TenderAward, TenderStep
from publications.tenders.life import Life
from publications.tenders.models import StepKind
from publications.tenders.rules import WHOLE, StepCheck, Values
from tests.factories import DocumentFactory
from tests.factories.tenders import SupplierFactory, ago, at_noon, steps_of

VALUE: Values = {None: Decimal(100000)}


def life(kinds: str, supplier: Supplier | None = None, **changes: Any) -> Life:
    """A tender after these steps; the award is for 90,000. ``changes`` are of the last step."""
    facts = steps_of(kinds, supplier) if kinds else []
    if facts:
        facts[-1] |= changes
    steps = [TenderStep(number=number, **fields) for number, fields in enumerate(facts, 1)]
    award = next((step.number for step in steps if step.kind == "award"), None)
    awards = [TenderAward(step=award, lot=None, supplier=supplier, amount=Decimal(90000))] if award else []
    return Life(steps, awards, standstill_days=10)


def codes(before: Life, kind: str, *, awards: Any = (), values: Any = None, **fields: Any) -> dict[str, list[str]]:
    """The codes of the errors of a step after ``before``, by field."""
    step = TenderStep(number=len(before.steps) + 1, kind=kind, **{"date": ago(1), **fields})
    check = StepCheck(before, step, VALUE if values is None else values, awards)
    return {name: [str(each.code) for each in error.error_list] for name, error in check.errors().items()}


def test_a_year_with_a_wrong_digit_does_not_become_part_of_the_ocid() -> None:
    assert codes(life(""), "planned", date=datetime.date(24, 3, 14)) == {"date": ["long_ago"]}


@pytest.mark.parametrize(
    ("before", "skips"),
    [
        ("", ["clarification", "bids_opened", "award", "contract_signed", "implementation", "cancelled"]),
        ("planned", ["clarification", "bids_opened", "award", "standstill", "contract_signed"]),
        ("contract_notice", ["award", "standstill", "contract_signed", "amendment", "planned", "contract_notice"]),
        ("contract_notice bids_opened", ["contract_signed", "standstill", "bids_opened"]),
        ("contract_notice bids_opened award", ["contract_signed", "implementation", "bids_opened"]),
        ("contract_notice cancelled", StepKind.values),
        ("contract_notice unsuccessful", StepKind.values),
    ],
)
def test_a_step_that_skips_what_must_come_before(before: str, skips: list[str]) -> None:
    for kind in skips:
        assert codes(life(before), kind, text="Pse.") == {"kind": ["order"]}, kind


def test_a_day_before_the_step_before() -> None:
    assert codes(life("contract_notice"), "clarification", date=ago(101), text="x") == {"date": ["order"]}


def test_a_day_that_has_not_come() -> None:
    assert codes(life("contract_notice"), "clarification", date=ago(-1), text="x") == {"date": ["future"]}


def test_a_contract_notice_without_a_deadline() -> None:
    assert codes(life("planned"), "contract_notice") == {"deadline": ["required"]}


def test_a_contract_notice_without_a_value() -> None:
    deadline = timezone.now() + datetime.timedelta(days=9)
    assert codes(life(""), "contract_notice", values={None: None}, deadline=deadline) == {WHOLE: ["value"]}


def test_a_deadline_that_has_ended() -> None:
    found = codes(life("planned"), "contract_notice", date=ago(20), deadline=at_noon(ago(2)))
    assert found == {"deadline": ["ended"]}


def test_the_deadline_of_a_tender_that_is_recorded_afterwards() -> None:
    assert codes(life(""), "contract_notice", date=ago(300), deadline=at_noon(ago(270))) == {}


@pytest.mark.parametrize(("days", "code"), [(-3, "dates"), (500, "far_ahead")])
def test_a_deadline_in_a_wrong_year(days: int, code: str) -> None:
    deadline = timezone.now() + datetime.timedelta(days=days)
    assert codes(life("planned"), "contract_notice", date=ago(1), deadline=deadline) == {"deadline": [code]}


def test_questions_that_end_after_bids_do() -> None:
    now = timezone.now()
    found = codes(
        life("planned"),
        "contract_notice",
        deadline=now + datetime.timedelta(days=9),
        enquiry_deadline=now + datetime.timedelta(days=10),
    )
    assert found == {"enquiry_deadline": ["overlap"]}


def test_questions_that_end_after_the_bids_of_the_notice_do() -> None:
    open_until = timezone.now() + datetime.timedelta(days=9)
    before = life("contract_notice", date=ago(3), deadline=open_until)
    found = codes(before, "correction", text="x", enquiry_deadline=open_until + datetime.timedelta(days=1))
    assert found == {"enquiry_deadline": ["overlap"]}


def test_bids_that_are_made_to_end_before_questions_do() -> None:
    now = timezone.now()
    questions, bids = now + datetime.timedelta(days=8), now + datetime.timedelta(days=9)
    before = life("contract_notice", date=ago(3), deadline=bids, enquiry_deadline=questions)
    found = codes(before, "correction", text="x", deadline=now + datetime.timedelta(days=5))
    assert found == {"enquiry_deadline": ["overlap"]}


def test_bids_that_are_opened_before_the_deadline() -> None:
    before = life("contract_notice", date=ago(3), deadline=timezone.now() + datetime.timedelta(days=9))
    assert codes(before, "bids_opened", bids=3) == {"date": ["too_early"]}


def test_a_tender_that_fails_while_bids_can_be_handed_in() -> None:
    before = life("contract_notice", date=ago(3), deadline=timezone.now() + datetime.timedelta(days=9))
    assert codes(before, "unsuccessful", text="Pa oferta.") == {"date": ["too_early"]}
    assert codes(before, "cancelled", text="Pa buxhet.") == {}


def test_an_award_of_nothing() -> None:
    assert codes(life("contract_notice bids_opened"), "award") == {WHOLE: ["required"]}


def test_an_award_above_the_value() -> None:
    award = TenderAward(lot=None, amount=Decimal("100000.01"))
    assert codes(life("contract_notice bids_opened"), "award", awards=[award]) == {WHOLE: ["above"]}


def test_an_award_above_the_value_of_its_lot() -> None:
    awards = [TenderAward(lot=1, amount=Decimal(60)), TenderAward(lot=2, amount=Decimal(60))]
    values = {1: Decimal(100), 2: Decimal(50)}
    assert codes(life("contract_notice bids_opened"), "award", awards=awards, values=values) == {WHOLE: ["above"]}


def test_an_award_of_a_lot_that_there_is_not() -> None:
    awards = [TenderAward(lot=9, amount=Decimal(60))]
    assert codes(life("contract_notice bids_opened"), "award", awards=awards, values={1: Decimal(100)}) == {
        WHOLE: ["lot"]
    }


def test_a_standstill_that_is_too_short() -> None:
    before = life("contract_notice bids_opened award")
    until = before.steps[-1].date + datetime.timedelta(days=9)
    assert codes(before, "standstill", date=before.steps[-1].date, standstill_until=until) == {
        "standstill_until": ["too_short"]
    }


def test_a_standstill_in_a_wrong_year() -> None:
    before = life("contract_notice bids_opened award")
    until = datetime.date(9999, 12, 31)
    assert codes(before, "standstill", standstill_until=until) == {"standstill_until": ["far_ahead"]}


@pytest.fixture
def supplier(db: None) -> Supplier:
    return SupplierFactory()


def sign(winner: Supplier, before: Life, **changes: Any) -> dict[str, list[str]]:
    fields = {"supplier": winner, "amount": Decimal(90000), "contract_file": DocumentFactory()}
    return codes(before, "contract_signed", **{**fields, **changes})


def test_a_contract_that_is_in_order(supplier: Supplier) -> None:
    assert sign(supplier, life("contract_notice bids_opened award standstill", supplier)) == {}


def test_a_contract_signed_before_the_award(supplier: Supplier) -> None:
    before = life("contract_notice bids_opened award", supplier)
    before = Life(before.steps, before.awards, standstill_days=0)
    assert sign(supplier, before, date=ago(81)) == {"date": ["order"]}


def test_a_contract_signed_within_the_standstill(supplier: Supplier) -> None:
    before = life("contract_notice bids_opened award standstill", supplier)
    until = ago(65)
    assert sign(supplier, before, date=until) == {"date": ["standstill"]}
    assert sign(supplier, before, date=until + datetime.timedelta(days=1)) == {}


def test_a_contract_without_its_file(supplier: Supplier) -> None:
    before = life("contract_notice bids_opened award standstill", supplier)
    assert sign(supplier, before, contract_file=None) == {"contract_file": ["required"]}


def test_a_contract_with_somebody_else(supplier: Supplier) -> None:
    before = life("contract_notice bids_opened award standstill", supplier)
    assert sign(supplier, before, supplier=SupplierFactory()) == {"supplier": ["supplier"]}


def test_a_contract_above_what_was_awarded(supplier: Supplier) -> None:
    before = life("contract_notice bids_opened award standstill", supplier)
    assert sign(supplier, before, amount=Decimal("90000.01")) == {"amount": ["above"]}


def test_a_contract_that_ends_before_it_begins(supplier: Supplier) -> None:
    before = life("contract_notice bids_opened award standstill", supplier)
    assert sign(supplier, before, starts_on=ago(1), ends_on=ago(2)) == {"ends_on": ["dates"]}


def test_a_contract_that_ends_before_it_is_signed(supplier: Supplier) -> None:
    before = life("contract_notice bids_opened award standstill", supplier)
    assert sign(supplier, before, ends_on=ago(2)) == {"ends_on": ["dates"]}


def test_a_contract_in_a_wrong_year(supplier: Supplier) -> None:
    before = life("contract_notice bids_opened award standstill", supplier)
    found = sign(supplier, before, starts_on=datetime.date(26, 1, 1), ends_on=datetime.date(26, 2, 1))
    assert found == {"starts_on": ["long_ago"], "ends_on": ["long_ago"]}


@pytest.mark.parametrize(("field", "years"), [("starts_on", 3), ("ends_on", 100)])
def test_a_contract_of_another_century(supplier: Supplier, field: str, years: int) -> None:
    before = life("contract_notice bids_opened award standstill", supplier)
    furthest = timezone.localdate() + datetime.timedelta(days=years * 366)
    assert sign(supplier, before, **{field: furthest}) == {}
    assert sign(supplier, before, **{field: furthest + datetime.timedelta(days=1)}) == {field: ["far_ahead"]}


def test_paying_more_than_the_contract_says(supplier: Supplier) -> None:
    before = life("contract_notice bids_opened award standstill contract_signed implementation", supplier)
    paid = {"contract_step": 5, "text": "Pagesa e fundit."}
    before.steps[-1].contract_step = 5
    assert codes(before, "implementation", **paid, amount=Decimal(80000)) == {}
    assert codes(before, "implementation", **paid, amount=Decimal("80000.01")) == {"amount": ["above"]}


def test_an_amendment_of_no_contract_and_of_nothing(supplier: Supplier) -> None:
    before = life("contract_notice bids_opened award standstill contract_signed", supplier)
    assert codes(before, "amendment") == {"contract_step": ["required"], "text": ["required"]}


def test_a_cancellation_without_a_reason() -> None:
    assert codes(life("contract_notice"), "cancelled") == {"text": ["required"]}
