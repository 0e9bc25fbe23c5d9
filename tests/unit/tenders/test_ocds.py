"""Open contracting data: valid by the official schemas, and by the rules that a schema cannot say."""

import datetime
import json
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone, translation

from publications.models import Tender, TenderPage, TenderRelease
from publications.tenders.ocds.compiled import compiled_release
from tests.factories import SiteTree, publish_translation
from tests.factories.tenders import (
    TO_CONTRACT,
    SupplierFactory,
    TenderPageFactory,
    ago,
    give_steps,
    publish_tender,
    steps_of,
)
from tests.unit.tenders.ocds import codes, problems

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")

LIVES = {
    "planned": [["planning"]],
    "planned correction": [["planning"], ["planningUpdate"]],
    "planned contract_notice": [["planning"], ["tender"]],
    "contract_notice clarification correction": [["tender"], ["tenderUpdate"], ["tenderAmendment"]],
    "contract_notice cancelled": [["tender"], ["tenderCancellation"]],
    "contract_notice bids_opened unsuccessful": [["tender"], ["tenderUpdate"], ["tenderUpdate"]],
    "contract_notice bids_opened award cancelled": [
        ["tender"],
        ["tenderUpdate"],
        ["award"],
        ["tenderCancellation", "awardCancellation"],
    ],
    f"{TO_CONTRACT} amendment implementation implementation": [
        *(["planning"], ["tender"], ["tenderUpdate"], ["tenderUpdate"], ["award"], ["awardUpdate"]),
        *(["contract"], ["contractAmendment"], ["implementation"], ["implementationUpdate"]),
    ],
}
STATUSES = {
    "planned": "planned",
    "contract_notice": "active",
    "contract_notice bids_opened": "active",
    "contract_notice bids_opened award": "complete",
    TO_CONTRACT: "complete",
    "contract_notice cancelled": "cancelled",
    "contract_notice bids_opened unsuccessful": "unsuccessful",
}


def releases(page: TenderPage) -> list[dict[str, Any]]:
    found = TenderRelease.objects.filter(tender__translation_key=page.translation_key).order_by("date")
    return [json.loads(release.payload) for release in found]


def last(page: TenderPage) -> dict[str, Any]:
    return releases(page)[-1]


def walk(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every value of a document with the names that lead to it."""
    yield path, value
    if isinstance(value, dict):
        for name, each in value.items():
            yield from walk(each, (*path, name))
    elif isinstance(value, list):
        for each in value:
            yield from walk(each, path)


@pytest.mark.parametrize("kinds", LIVES)
def test_every_release_is_valid_and_tagged(site: SiteTree, kinds: str) -> None:
    page = publish_tender(site.sections["sq"], kinds, lots=2, documents=len(kinds.split()))
    found = releases(page)
    assert [release["tag"] for release in found] == LIVES[kinds]
    for release in found:
        assert problems("release", release) == []
        assert set(release["tag"]) <= codes("releaseTag")


def test_the_schema_finds_what_is_wrong(site: SiteTree) -> None:
    release = last(publish_tender(site.sections["sq"]))
    release["tender"]["value"]["currency"] = "euro"
    release["date"] = 5
    del release["tag"]
    assert len(problems("release", release)) == 3


@pytest.mark.parametrize("kinds", STATUSES)
def test_status_of_the_tender(site: SiteTree, kinds: str) -> None:
    status = last(publish_tender(site.sections["sq"], kinds))["tender"]["status"]
    assert status == STATUSES[kinds]
    assert status in codes("tenderStatus")


@pytest.fixture
def whole(site: SiteTree) -> dict[str, Any]:
    """The last release of a tender with everything."""
    return last(publish_tender(site.sections["sq"], f"{TO_CONTRACT} amendment implementation", lots=3, documents=9))


def test_codes_are_of_the_standard(whole: dict[str, Any]) -> None:
    lists = {
        ("tender", "procurementMethod"): "method",
        ("tender", "mainProcurementCategory"): "procurementCategory",
        ("awards", "status"): "awardStatus",
        ("contracts", "status"): "contractStatus",
        ("parties", "roles"): "partyRole",
    }
    found = Counter(path for path, value in walk(whole) if path in lists and not isinstance(value, list))
    assert set(found) == set(lists)
    for path, value in walk(whole):
        if path in lists and not isinstance(value, list):
            assert value in codes(lists[path]), path
        if path[-1:] == ("documentType",):
            assert value in codes("documentType")
        if path[-2:] == ("milestones", "status"):
            assert value in codes("milestoneStatus")
        if path[-2:] == ("milestones", "type"):
            assert value in codes("milestoneType")


def test_ids_are_unique_in_each_list(whole: dict[str, Any]) -> None:
    lists = [value for _path, value in walk(whole) if isinstance(value, list) and value and isinstance(value[0], dict)]
    assert len(lists) > 8
    for each in lists:
        ids = [one["id"] for one in each]
        assert len(set(ids)) == len(ids)


def test_every_organisation_that_is_named_is_a_party(whole: dict[str, Any]) -> None:
    parties = {party["id"]: party for party in whole["parties"]}
    named = {("buyer",): "buyer", ("tender", "procuringEntity"): "procuringEntity", ("awards", "suppliers"): "supplier"}
    transaction = ("contracts", "implementation", "transactions")
    seen = set()
    for path, value in walk(whole):
        if isinstance(value, dict) and (path in named or path in ((*transaction, "payee"), (*transaction, "payer"))):
            seen.add(path)
            assert parties[value["id"]]["name"] == value["name"], path
            if path in named:
                assert named[path] in parties[value["id"]]["roles"]
    assert len(seen) == 5


def test_awards_name_lots_and_contracts_name_awards(whole: dict[str, Any]) -> None:
    lots = {lot["id"] for lot in whole["tender"]["lots"]}
    awards = {award["id"] for award in whole["awards"]}
    assert lots == {"1", "2", "3"}
    assert {lot for award in whole["awards"] for lot in award["relatedLots"]} == lots
    assert {contract["awardID"] for contract in whole["contracts"]} == awards


def test_amounts_are_in_euros_and_dates_have_a_zone(whole: dict[str, Any]) -> None:
    amounts = [value for _path, value in walk(whole) if isinstance(value, dict) and "amount" in value]
    amounts = [value for value in amounts if not isinstance(value["amount"], dict)]
    assert len(amounts) > 5
    assert {value["currency"] for value in amounts} == {"EUR"}
    names = ("date", "startDate", "endDate", "dateSigned", "datePublished", "dateMet", "dueDate")
    moments = [value for path, value in walk(whole) if path[-1:] and path[-1] in names]
    assert len(moments) > 15
    assert all(datetime.datetime.fromisoformat(moment).tzinfo is not None for moment in moments)


def test_a_contract_is_as_amended_and_carried_out(site: SiteTree) -> None:
    page = TenderPageFactory(parent=site.sections["sq"])
    supplier = SupplierFactory()
    facts = steps_of(f"{TO_CONTRACT} amendment implementation", supplier)
    facts[-2] |= {"amount": Decimal(95000), "ends_on": ago(5)}
    facts[-1] |= {"is_final": True}
    give_steps(page, facts, {5: [(None, supplier, "90000")]})
    page.save_revision().publish()
    signed, amended, carried_out = (release["contracts"][0] for release in releases(page)[-3:])
    assert (signed["value"]["amount"], signed["status"], "amendments" in signed) == (90000, "active", False)
    assert (amended["value"]["amount"], amended["status"]) == (95000, "active")
    assert amended["amendments"][0]["releaseID"] == releases(page)[-2]["id"]
    assert amended["period"]["endDate"].startswith(str(ago(5)))
    assert carried_out["status"] == "terminated"
    assert last(page)["tag"] == ["implementation", "contractTermination"]
    assert carried_out["implementation"]["transactions"][0]["value"] == {"amount": 10000, "currency": "EUR"}
    documents = {document["documentType"] for document in carried_out["documents"]}
    assert "contractSigned" in documents


def test_an_award_waits_for_the_standstill_and_a_replaced_one_is_cancelled(site: SiteTree) -> None:
    page = TenderPageFactory(parent=site.sections["sq"])
    first, second = SupplierFactory(), SupplierFactory()
    give_steps(
        page,
        steps_of("contract_notice bids_opened award award"),
        {3: [(None, first, "500")], 4: [(None, second, "450")]},
    )
    page.save_revision().publish()
    statuses = [[award["status"] for award in release["awards"]] for release in releases(page)[2:]]
    assert statuses == [["pending"], ["cancelled", "pending"]]


def test_one_more_step_is_one_more_release_and_the_others_stay(site: SiteTree) -> None:
    page = publish_tender(site.sections["sq"])
    before = list(TenderRelease.objects.values_list("pk", "payload", "date"))
    draft = page.get_latest_revision_as_object()
    give_steps(draft, [{"kind": "bids_opened", "date": ago(60), "bids": 4}], {})
    draft.title = "Titull i ndryshuar"
    draft.save_revision().publish()
    assert list(TenderRelease.objects.values_list("pk", "payload", "date"))[:1] == before
    assert [release["id"][-2:] for release in releases(page)] == ["01", "02"]
    assert last(page)["tender"]["title"] == "Titull i ndryshuar"


def test_a_release_has_the_moment_at_which_it_was_published(site: SiteTree) -> None:
    before = timezone.now()
    page = publish_tender(site.sections["sq"], "planned contract_notice clarification")
    dates = [release["date"] for release in releases(page)]
    assert len(set(dates)) == 3
    assert dates == sorted(dates)
    moments = [datetime.datetime.fromisoformat(date) for date in dates]
    assert before - datetime.timedelta(milliseconds=2) <= moments[0] <= timezone.now()


def test_titles_of_the_translations_that_there_are(site: SiteTree) -> None:
    page = publish_tender(site.sections["sq"], lots=1)
    publish_translation(page, "sr-latn", {page.title: "Izgradnja škole", "Pjesa 1": "Deo 1"})
    draft = page.get_latest_revision_as_object()
    give_steps(draft, [{"kind": "bids_opened", "date": ago(60), "bids": 4}], {})
    draft.save_revision().publish()
    first, _update, second = releases(page)
    assert (first["language"], second["tender"]["title"]) == ("sq", page.title)
    assert "title_sr-Latn" not in first["tender"]
    assert second["tender"]["title_sr-Latn"] == "Izgradnja škole"
    assert second["tender"]["lots"][0]["title_sr-Latn"] == "Deo 1"
    assert problems("release", second) == []


def test_releases_are_in_the_language_of_the_original_whoever_publishes(site: SiteTree) -> None:
    with translation.override("en"):
        page = publish_tender(site.sections["sq"], "contract_notice clarification")
    assert last(page)["tender"]["milestones"][0]["title"] == "Sqarim"


def test_the_compiled_release_is_merged_by_the_rules_of_the_standard(site: SiteTree) -> None:
    page = publish_tender(site.sections["sq"], f"{TO_CONTRACT} amendment implementation", lots=2, documents=8)
    compiled = json.loads(Tender.objects.get().compiled)
    assert compiled == compiled_release(releases(page))
    assert compiled["tag"] == ["compiled"]
    assert problems("release", compiled) == []
    newest = last(page)
    for name in ("tender", "awards", "contracts", "parties", "buyer", "planning"):
        assert compiled[name] == newest[name], name


def test_an_ocid_is_given_once(site: SiteTree, settings: Any) -> None:
    settings.OCDS_PREFIX = "ocds-abc123"
    first, second = publish_tender(site.sections["sq"]), publish_tender(site.sections["sq"])
    ocids = [last(page)["ocid"] for page in (first, second)]
    year = ago(100).year
    assert ocids == [f"ocds-abc123-{year}-1", f"ocds-abc123-{year}-2"]
    settings.OCDS_PREFIX = "ocds-zzz999"
    draft = first.get_latest_revision_as_object()
    give_steps(draft, [{"kind": "bids_opened", "date": ago(60), "bids": 4}], {})
    draft.save_revision().publish()
    assert last(first)["ocid"] == ocids[0]
