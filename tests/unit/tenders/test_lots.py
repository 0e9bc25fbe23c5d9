"""A tender with lots is awarded, signed and ended lot by lot, often on different days."""

import datetime
import json
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.urls import reverse

from publications.models import Supplier, TenderLot, TenderPage, TenderRelease, TenderStep
from publications.tenders.life import TenderState
from publications.tenders.models import StepKind
from publications.tenders.published import step_digest
from tests.factories import DocumentFactory, SiteTree, publish_translation
from tests.factories.tenders import SupplierFactory, TenderPageFactory, ago, give_steps, steps_of
from tests.support.fixtures import project
from tests.support.log import payload_of
from tests.unit.tenders.ocds import problems
from tests.unit.tenders.step_forms import drafted, errors, post

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")

Awards = dict[int, list[tuple[Any, ...]]]


@pytest.fixture
def first(db: None) -> Supplier:
    return SupplierFactory()


@pytest.fixture
def second(db: None) -> Supplier:
    return SupplierFactory()


def tender(site: SiteTree, kinds: str, awards: Awards, signers: Any = (), lots: int = 2) -> TenderPage:
    """A published tender whose steps of these kinds are ten days apart; contracts are signed with the signers in turn,
    for 900 each.
    """
    page: TenderPage = TenderPageFactory(parent=site.sections["sq"], value=None)
    page.lots = [
        TenderLot(number=number, title=f"Pjesa {number}", value=Decimal(1000), locale=page.locale)
        for number in range(1, lots + 1)
    ]
    turns = iter(signers)
    facts = steps_of(kinds, first_day=200)
    for each in facts:
        if each["kind"] == "contract_signed":
            each |= {"supplier": next(turns), "amount": Decimal(900)}
    give_steps(page, facts, awards)
    page.save_revision().publish()
    return published(page)


def go_on(page: TenderPage, kind: str, awards: Any = (), **fields: Any) -> TenderPage:
    """Publish one more step, of a hundred days and as many as there are steps ago."""
    draft = page.get_latest_revision_as_object()
    number = len(draft.life.steps) + 1
    facts: dict[str, Any] = {"kind": kind, "date": ago(100 - number), "text": "Hapi.", **fields}
    if kind == "contract_signed":
        facts = {"amount": Decimal(900), **facts}
    give_steps(draft, [facts], {number: list(awards)} if awards else {})
    draft.save_revision().publish()
    return published(page)


def published(page: TenderPage) -> TenderPage:
    found: TenderPage = TenderPage.objects.get(pk=page.pk)
    return found


def refused(page: TenderPage, kind: str, awards: Any = (), **fields: Any) -> str:
    with pytest.raises(ValidationError) as error, transaction.atomic():
        go_on(published(page), kind, awards, **fields)
    return str(error.value.error_list[0].code if hasattr(error.value, "error_list") else error.value)


def states(page: TenderPage) -> list[str]:
    """Of the tender, then of each of its lots, as the API has them."""
    project()
    item = payload_of(page)
    return [item["state"], *(lot["state"] for lot in item["lots"])]


def releases(page: TenderPage) -> list[dict[str, Any]]:
    found = TenderRelease.objects.filter(tender__translation_key=page.translation_key).order_by("date")
    return [json.loads(release.payload) for release in found]


TO_AWARD = "contract_notice bids_opened award"
TO_CONTRACT = f"{TO_AWARD} standstill contract_signed"


def test_a_lot_is_awarded_and_signed_after_the_contract_of_another(
    site: SiteTree, first: Supplier, second: Supplier
) -> None:
    page = tender(site, TO_CONTRACT, {3: [(1, first, "900")]}, [first])
    assert states(page) == ["signed", "signed", "evaluation"]
    assert StepKind.AWARD in page.life.following()
    page = go_on(page, "award", [(2, second, "900")])
    assert states(page) == ["signed", "signed", "awarded"]
    assert StepKind.CONTRACT not in page.life.following()
    page = go_on(page, "standstill", standstill_until=ago(80))
    assert states(page) == ["signed", "signed", "standstill"]
    page = go_on(page, "contract_signed", supplier=second, date=ago(79))
    assert states(page) == ["signed", "signed", "signed"]
    assert page.life.following() == [StepKind.AMENDMENT, StepKind.IMPLEMENTATION]


def test_the_award_of_another_lot_does_not_stop_a_contract_whose_standstill_is_over(
    site: SiteTree, first: Supplier, second: Supplier
) -> None:
    page = tender(site, f"{TO_AWARD} standstill award", {3: [(1, first, "900")], 5: [(2, second, "900")]})
    assert refused(page, "contract_signed", supplier=second) == "supplier"
    page = go_on(page, "contract_signed", supplier=first)
    assert states(page) == ["signed", "signed", "awarded"]
    assert payload_of(page)["steps"][-1]["lots"] == [1]


def test_each_contract_waits_for_the_standstill_of_its_own_lot(
    site: SiteTree, first: Supplier, second: Supplier
) -> None:
    page = tender(site, f"{TO_AWARD} standstill award", {3: [(1, first, "900")], 5: [(2, second, "900")]})
    page = go_on(page, "standstill", standstill_until=ago(50))
    assert refused(page, "contract_signed", supplier=second, date=ago(50)) == "standstill"
    page = go_on(page, "contract_signed", supplier=first, date=ago(93))
    page = go_on(page, "contract_signed", supplier=second, date=ago(49))
    assert states(page) == ["signed", "signed", "signed"]


def test_one_supplier_signs_its_lots_one_by_one(site: SiteTree, first: Supplier) -> None:
    page = tender(site, f"{TO_AWARD} standstill", {3: [(1, first, "900"), (2, first, "800")]})
    assert refused(page, "contract_signed", supplier=first, lots=[2], amount=Decimal(801)) == "above"
    page = go_on(page, "contract_signed", supplier=first, lots=[2], amount=Decimal(800))
    assert states(page) == ["signed", "standstill", "signed"]
    assert refused(page, "contract_signed", supplier=first, lots=[2], amount=Decimal(800)) == "lots"
    page = go_on(page, "contract_signed", supplier=first)
    assert [contract["awardID"][-9:] for contract in releases(page)[-1]["contracts"]] == [
        f"{releases(page)[-1]['ocid']}-award-3-{first.pk}"[-9:]
    ] * 2
    assert states(page) == ["signed", "signed", "signed"]


def test_a_translation_says_the_same_of_each_lot(site: SiteTree, first: Supplier) -> None:
    page = tender(site, f"{TO_AWARD} standstill", {3: [(1, first, "900"), (2, first, "800")]})
    english = publish_translation(go_on(page, "contract_signed", supplier=first, lots=[2], amount=Decimal(800)), "en")
    assert states(english) == ["signed", "standstill", "signed"]


def test_a_contract_that_names_no_lots_is_for_all_of_its_supplier(site: SiteTree, first: Supplier) -> None:
    page = tender(site, f"{TO_AWARD} standstill", {3: [(1, first, "900"), (2, first, "800")]})
    assert refused(page, "contract_signed", supplier=first, amount=Decimal(1701)) == "above"
    page = go_on(page, "contract_signed", supplier=first, amount=Decimal(1700))
    assert states(page) == ["signed", "signed", "signed"]


def test_what_is_signed_is_not_awarded_or_ended_any_more(site: SiteTree, first: Supplier, second: Supplier) -> None:
    page = tender(site, TO_CONTRACT, {3: [(1, first, "900")]}, [first])
    assert refused(page, "award", [(1, second, "900")]) == "closed"
    assert refused(page, "cancelled", lots=[1]) == "closed"
    page = go_on(page, "cancelled", lots=[2])
    assert refused(page, "award", [(2, second, "900")]) == "order"
    assert states(page) == ["signed", "signed", "cancelled"]


@pytest.mark.parametrize("end", ["cancelled", "unsuccessful"])
def test_a_tender_is_complete_when_each_lot_has_ended(site: SiteTree, first: Supplier, end: str) -> None:
    page = tender(site, TO_CONTRACT, {3: [(1, first, "900")]}, [first])
    page = go_on(page, "implementation", contract_step=5, is_final=True)
    assert states(page) == ["implementation", "complete", "evaluation"]
    page = go_on(page, end)
    assert states(page) == ["complete", "complete", end]
    assert page.life.following() == []


def test_a_lot_that_ends_leaves_the_others_as_they_are(site: SiteTree, first: Supplier) -> None:
    page = tender(site, "contract_notice bids_opened", {}, lots=3)
    page = go_on(page, "unsuccessful", lots=[2])
    assert states(page) == ["evaluation", "evaluation", "unsuccessful", "evaluation"]
    assert page.life.stage == StepKind.OPENED
    page = go_on(page, "cancelled")
    assert states(page) == ["unsuccessful", "cancelled", "unsuccessful", "cancelled"]
    assert page.life.following() == []
    assert releases(page)[-1]["tag"] == ["tenderCancellation"]


def test_contracting_data_say_it_lot_by_lot(site: SiteTree, first: Supplier, second: Supplier) -> None:
    page = tender(site, TO_CONTRACT, {3: [(1, first, "900")]}, [first], lots=3)
    page = go_on(page, "award", [(2, second, "700")])
    page = go_on(page, "cancelled", lots=[3])
    before = [release.payload for release in TenderRelease.objects.order_by("date")]
    page = go_on(page, "award", [(2, first, "800")])
    found = releases(page)
    assert [json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in found][: len(before)] == before
    assert [problems("release", release) for release in found] == [[]] * 8
    assert [release["tag"] for release in found[4:]] == [["contract"], ["award"], ["tenderAmendment"], ["awardUpdate"]]
    assert [release["tender"]["status"] for release in found[1:]] == ["active"] * 5 + ["complete"] * 2
    lots = [[lot["status"] for lot in release["tender"]["lots"]] for release in found[4:]]
    assert lots == [
        ["complete", "active", "active"],
        ["complete", "complete", "active"],
        *[["complete", "complete", "cancelled"]] * 2,
    ]
    awards = [[(award["status"], award["relatedLots"]) for award in release["awards"]] for release in found[4:]]
    assert awards[0] == [("active", ["1"])]
    assert awards[1] == awards[2] == [("active", ["1"]), ("pending", ["2"])]
    assert awards[3] == [("active", ["1"]), ("cancelled", ["2"]), ("pending", ["2"])]
    assert [amendment["relatedLots"] for amendment in found[-1]["tender"]["amendments"]] == [["3"]]
    assert [milestone.get("relatedLots") for milestone in found[-1]["tender"]["milestones"]] == [None, ["1"]]


def test_an_award_says_what_of_it_still_stands(site: SiteTree, first: Supplier, second: Supplier) -> None:
    page = tender(site, f"{TO_AWARD} award", {3: [(1, first, "900"), (2, first, "800")], 4: [(2, second, "700")]})
    awards = releases(page)[-1]["awards"]
    assert [(each["relatedLots"], each["value"]["amount"]) for each in awards] == [(["1"], 900), (["2"], 700)]
    page = go_on(page, "cancelled", lots=[1])
    assert releases(page)[-1]["tag"] == ["tenderAmendment", "awardCancellation"]
    assert [award["status"] for award in releases(page)[-1]["awards"]] == ["cancelled", "pending"]


def test_the_page_says_the_state_of_each_lot(client: Client, site: SiteTree, first: Supplier) -> None:
    page = tender(site, TO_CONTRACT, {3: [(1, first, "900")]}, [first])
    page = go_on(page, "unsuccessful")
    shown = client.get(page.url).content.decode()
    rows = shown.split('id="lots"')[1].split("</table>")[0].split("<tr>")[2:]
    labels = [str(TenderState(state).label) for state in ("signed", "unsuccessful")]
    assert [label in row for label, row in zip(labels, rows, strict=True)] == [True, True]


def test_a_step_that_names_no_lots_has_the_digest_that_it_had_before_steps_could() -> None:
    step = TenderStep(number=1, kind="planned", date=datetime.date(2026, 1, 2), text="Në plan.")
    before = "b0001da95030c954098535edb753fac2dbabce46bd60875e740d446723c9bd4e"
    assert step_digest(TenderPage(), step) == before
    step.lots = [1]
    assert step_digest(TenderPage(), step) != before


def test_lots_are_chosen_for_a_contract(admin_client: Client, site: SiteTree, first: Supplier) -> None:
    page = tender(site, f"{TO_AWARD} standstill", {3: [(1, first, "900"), (2, first, "800")]}, lots=3)
    shown = admin_client.get(reverse("publications_add_step", args=[page.pk, "contract_signed"]))
    assert [choice[0] for choice in shown.context["form"].fields["lots"].choices] == [1, 2]
    sent = {"supplier": first.pk, "contract_file": DocumentFactory().pk}
    assert set(errors(post(admin_client, page, "contract_signed", amount="801", lots=["2"], **sent))) == {"amount"}
    assert set(errors(post(admin_client, page, "contract_signed", amount="1", lots=["3"], **sent))) == {"lots"}
    assert post(admin_client, page, "contract_signed", amount="800", lots=["2"], **sent).status_code == 302
    assert drafted(page).life.steps[-1].lots == [2]


def test_contracts_of_one_supplier_are_told_apart_by_their_lots(
    admin_client: Client, site: SiteTree, first: Supplier
) -> None:
    page = tender(site, f"{TO_AWARD} standstill", {3: [(1, first, "900"), (2, first, "900")]})
    page = go_on(page, "contract_signed", supplier=first, lots=[1])
    go_on(page, "contract_signed", supplier=first)
    shown = admin_client.get(reverse("publications_add_step", args=[page.pk, "implementation"]))
    choices = [label for _number, label in shown.context["form"].fields["contract_step"].choices]
    assert choices[1:] == [f"{first.name}, 1. Pjesa 1", f"{first.name}, 2. Pjesa 2"]


def test_lots_are_chosen_for_an_end(admin_client: Client, site: SiteTree) -> None:
    page = tender(site, "contract_notice bids_opened", {}, lots=3)
    assert post(admin_client, page, "unsuccessful", text="Pa oferta.", lots=["1", "3"]).status_code == 302
    draft = drafted(page)
    assert [draft.life.parts[number].is_open for number in (1, 2, 3)] == [False, True, False]
    fields = admin_client.get(reverse("publications_add_step", args=[page.pk, "award"])).context["form"].fields
    assert {name for name in fields if name.startswith("lot")} == {"lot_2_supplier", "lot_2_amount"}
    assert (
        "lots"
        not in admin_client.get(reverse("publications_add_step", args=[page.pk, "cancelled"])).context["form"].fields
    )


def test_a_contract_waits_on_the_list_of_steps_for_the_first_standstill_that_ends(
    admin_client: Client, site: SiteTree, first: Supplier, second: Supplier
) -> None:
    page = tender(site, f"{TO_AWARD} standstill award", {3: [(1, first, "900")], 5: [(2, second, "900")]})
    page = go_on(page, "standstill", standstill_until=ago(-5))
    address = reverse("publications_add_step", args=[page.pk, "contract_signed"])
    assert admin_client.get(address).status_code == 200
    go_on(page, "contract_signed", supplier=first)
    assert admin_client.get(address).status_code == 302


def test_lots_that_are_given_to_a_drafted_award_do_not_break_the_page(
    admin_client: Client, site: SiteTree, first: Supplier
) -> None:
    page = TenderPageFactory(parent=site.sections["sq"])
    give_steps(page, steps_of(TO_AWARD), {3: [(None, first, "900")]})
    page.lots = [TenderLot(number=1, title="Pjesa", value=Decimal(1000), locale=page.locale)]
    page.save_revision()
    assert admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
