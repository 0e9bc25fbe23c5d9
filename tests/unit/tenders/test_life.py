"""From the plan to the contract that was carried out: what the public sees, and what may come next."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from publications.tenders.life import Life, TenderState
from publications.tenders.models import StepKind, TenderAward, TenderPage, TenderStep
from tests.factories import SiteTree
from tests.factories.tenders import (
    TO_CONTRACT,
    SupplierFactory,
    TenderPageFactory,
    ago,
    at_noon,
    give_steps,
    publish_tender,
    steps_of,
)
from tests.support.fixtures import project
from tests.support.log import payload_of


@pytest.mark.parametrize(
    ("kinds", "state"),
    [
        ("planned", TenderState.PLANNED),
        ("planned contract_notice", TenderState.EVALUATION),
        ("contract_notice bids_opened", TenderState.EVALUATION),
        ("contract_notice bids_opened award", TenderState.AWARDED),
        ("contract_notice bids_opened award standstill", TenderState.STANDSTILL),
        (TO_CONTRACT, TenderState.SIGNED),
        (f"{TO_CONTRACT} amendment", TenderState.SIGNED),
        (f"{TO_CONTRACT} implementation", TenderState.IMPLEMENTATION),
        ("contract_notice cancelled", TenderState.CANCELLED),
        ("contract_notice bids_opened unsuccessful", TenderState.UNSUCCESSFUL),
    ],
)
def test_the_state_follows_from_the_steps(site: SiteTree, kinds: str, state: str) -> None:
    page = publish_tender(site.sections["sq"], kinds)
    project()
    assert payload_of(page)["state"] == state
    assert [step["kind"] for step in payload_of(page)["steps"]] == kinds.split()


def test_a_tender_is_open_until_its_deadline_and_then_says_otherwise_by_itself(site: SiteTree) -> None:
    page = TenderPageFactory(parent=site.sections["sq"])
    deadline = timezone.now() + datetime.timedelta(days=20)
    give_steps(page, [{"kind": "contract_notice", "date": ago(0), "deadline": deadline}], {})
    page.save_revision().publish()
    page = TenderPage.objects.get(pk=page.pk)
    assert page.state == TenderState.OPEN
    assert page.item_changes_at() == deadline
    assert page.life.state(deadline) == TenderState.EVALUATION


def test_a_tender_is_carried_out_when_every_contract_is(site: SiteTree) -> None:
    page = TenderPageFactory(parent=site.sections["sq"])
    supplier = SupplierFactory()
    facts = steps_of("contract_notice bids_opened award standstill contract_signed implementation", supplier)
    facts[-1]["is_final"] = True
    give_steps(page, facts, {3: [(None, supplier, "90000")]})
    assert page.state == TenderState.COMPLETE
    assert page.life.following() == []


def test_each_supplier_has_a_contract_of_its_own(site: SiteTree) -> None:
    page = TenderPageFactory(parent=site.sections["sq"])
    first, second = SupplierFactory(), SupplierFactory()
    facts = steps_of("contract_notice bids_opened award standstill contract_signed", first)
    give_steps(page, facts, {3: [(1, first, "50"), (2, second, "30"), (3, second, "10")]})
    assert [(lot.number, lot.award and lot.award.supplier) for lot in page.life.to_be_signed] == [
        (2, second),
        (3, second),
    ]
    assert StepKind.CONTRACT in page.life.following()


def test_a_later_award_of_a_lot_replaces_the_earlier_one(site: SiteTree) -> None:
    page = TenderPageFactory(parent=site.sections["sq"])
    first, second = SupplierFactory(), SupplierFactory()
    give_steps(
        page,
        steps_of("contract_notice bids_opened award award"),
        {3: [(1, first, "50"), (2, first, "30")], 4: [(1, second, "45")]},
    )
    valid = [(award.lot, award.supplier_id) for award in page.life.valid_awards]
    assert valid == [(2, first.pk), (1, second.pk)]


def test_a_corrected_deadline_counts(site: SiteTree) -> None:
    page = TenderPageFactory(parent=site.sections["sq"])
    facts = steps_of("contract_notice correction")
    facts[1]["deadline"] = at_noon(ago(50))
    give_steps(page, facts, {})
    assert page.life.deadline == at_noon(ago(50))


def test_without_a_standstill_the_contract_follows_on_the_award() -> None:
    assert StepKind.CONTRACT not in _after_award(days=10)
    assert StepKind.CONTRACT in _after_award(days=0)


def _after_award(days: int) -> list[StepKind]:
    steps = [TenderStep(number=number, kind=kind) for number, kind in enumerate(("contract_notice", "award"), 1)]
    awards = [TenderAward(step=2, amount=Decimal(1))]
    return Life(steps, awards, standstill_days=days).following()


def test_where_no_notice_is_published_an_award_comes_first() -> None:
    assert Life([], [], publishes_notice=False).following() == [StepKind.PLANNED, StepKind.AWARD]
