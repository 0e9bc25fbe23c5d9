"""``tenders/`` of the content API: packages, lists and files of open contracting data."""

import csv
import datetime
import io
import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from municipality.models import MunicipalitySettings
from publications.models import Tender, TenderPage
from tests.api.client import CONTENT, get, problem
from tests.api.test_openapi import assert_described
from tests.factories import BodyFactory, SiteTree, publish_translation
from tests.factories.tenders import TO_CONTRACT, ContractTypeFactory, ago, give_steps, publish_tender
from tests.support.fixtures import project
from tests.unit.tenders.ocds import problems

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")
TENDERS = f"{CONTENT}tenders/"


def ocid(page: TenderPage) -> str:
    return Tender.objects.get(translation_key=page.translation_key).ocid


def etag_of(address: str) -> str:
    response = get(address)
    if response.streaming:
        body_of(response)
    return str(response["ETag"])


def body_of(response: Any) -> bytes:
    return b"".join(response.streaming_content)


@pytest.fixture
def page(site: SiteTree) -> TenderPage:
    made = publish_tender(site.sections["sq"], f"{TO_CONTRACT} implementation", lots=2, documents=3)
    project()
    return made


def test_the_record_of_a_tender_is_valid(page: TenderPage) -> None:
    response = get(f"{TENDERS}{ocid(page)}/")
    package = response.json()
    assert problems("record-package", package) == []
    (record,) = package["records"]
    assert record["compiledRelease"]["tag"] == ["compiled"]
    assert len(record["releases"]) == 8
    assert package["publishedDate"] == record["releases"][-1]["date"]
    assert package["uri"].endswith(f"/tenders/{ocid(page)}/")
    assert package["publicationPolicy"] == "http://localhost/data/"
    assert_described("tenders/{ocid}/", response)


def test_the_releases_of_a_tender_are_valid(page: TenderPage) -> None:
    response = get(f"{TENDERS}{ocid(page)}/releases/")
    package = response.json()
    assert problems("release-package", package) == []
    assert [release["ocid"] for release in package["releases"]] == [ocid(page)] * 8
    assert package["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert_described("tenders/{ocid}/releases/", response)


def test_the_licence_is_what_the_municipality_says(page: TenderPage) -> None:
    cc0 = "https://creativecommons.org/publicdomain/zero/1.0/"
    MunicipalitySettings.objects.update_or_create(site=page.get_site(), defaults={"data_licence": cc0})
    assert get(f"{TENDERS}{ocid(page)}/").json()["license"] == cc0


def test_the_list_is_filtered_and_read_page_by_page(site: SiteTree) -> None:
    section = site.sections["sq"]
    supply = ContractTypeFactory(key="supply", name="Furnizim", category="goods")
    other = BodyFactory(key="directorate", name="Drejtoria")
    first = publish_tender(section, "planned")
    publish_translation(first, "en")
    pages = [
        first,
        publish_tender(section, TO_CONTRACT, body=other),
        publish_tender(section, "contract_notice cancelled", contract_type=supply),
    ]
    project()
    ocids = [ocid(each) for each in pages]

    def listed(query: str) -> list[str]:
        response = get(f"{TENDERS}?{query}")
        assert_described("tenders/", response)
        return [item["ocid"] for item in response.json()["items"]]

    assert listed("") == ocids[::-1]
    assert listed("state=planned&state=cancelled") == [ocids[2], ocids[0]]
    assert listed("category=goods") == [ocids[2]]
    assert listed("body=directorate") == [ocids[1]]
    assert listed(f"year={ago(100).year}") == ocids[::-1]
    assert listed("year=1999") == []
    start = get(f"{TENDERS}?limit=2").json()
    assert start["total"] == 3
    second = get(f"{TENDERS}?limit=2&cursor={start['next']}").json()
    assert [item["ocid"] for item in start["items"] + second["items"]] == ocids[::-1]
    assert second["next"] is None
    assert problem(get(f"{TENDERS}?colour=red"), 422)["errors"][0]["parameter"] == "colour"
    assert problem(get(f"{TENDERS}?state=x"), 422)


def test_the_files_of_a_year(page: TenderPage) -> None:
    year = Tender.objects.get().year
    lines = get(f"{TENDERS}{year}.jsonl")
    assert lines.streaming
    assert lines["Content-Type"] == "application/jsonl"
    (compiled,) = [json.loads(line) for line in body_of(lines).splitlines()]
    assert compiled == json.loads(Tender.objects.get().compiled)
    table = body_of(get(f"{TENDERS}{year}.csv")).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(table))
    assert row["ocid"] == ocid(page)
    assert (row["tender/status"], row["awards/value/amount"], row["contracts/value/amount"]) == (
        "complete",
        "1800.0",
        "1800.0",
    )
    assert body_of(get(f"{TENDERS}1999.jsonl")) == b""
    assert len(body_of(get(f"{TENDERS}1999.csv")).splitlines()) == 1
    assert problem(get(f"{TENDERS}abcd.csv"), 422)


def test_a_cell_never_calculates(site: SiteTree) -> None:
    page = publish_tender(site.sections["sq"], title="=HYPERLINK(1)")
    project()
    year = Tender.objects.get(translation_key=page.translation_key).year
    assert "'=HYPERLINK" in body_of(get(f"{TENDERS}{year}.csv")).decode()


def test_files_and_lists_are_not_sent_twice(page: TenderPage) -> None:
    year = Tender.objects.get().year
    for address in (TENDERS, f"{TENDERS}{ocid(page)}/", f"{TENDERS}{year}.jsonl", f"{TENDERS}{year}.csv"):
        etag = etag_of(address)
        assert Client().get(address, headers={"if-none-match": etag}).status_code == 304, address


def test_a_new_step_changes_what_is_sent(page: TenderPage) -> None:
    year = Tender.objects.get().year
    addresses = (TENDERS, f"{TENDERS}{ocid(page)}/", f"{TENDERS}{year}.jsonl")
    before = [etag_of(address) for address in addresses]
    draft = page.get_latest_revision_as_object()
    give_steps(draft, [{"kind": "implementation", "date": ago(1), "text": "Kryer.", "contract_step": 7}], {})
    draft.save_revision().publish()
    project()
    assert all(old != etag_of(address) for old, address in zip(before, addresses, strict=True))


def test_releases_are_withheld_while_the_page_is_not_public(page: TenderPage) -> None:
    address, year = f"{TENDERS}{ocid(page)}/", Tender.objects.get().year
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    project()
    assert problem(get(address), 410)["reason"] == "restricted"
    assert problem(get(f"{address}releases/"), 410)
    assert get(TENDERS).json()["total"] == 0
    assert body_of(get(f"{TENDERS}{year}.jsonl")) == b""
    restriction.delete()
    project()
    assert get(address).status_code == 200
    page.unpublish()
    project()
    assert problem(get(address), 410)["reason"] == "unpublished"


def test_a_page_whose_time_is_over_is_withheld_at_once(page: TenderPage) -> None:
    from cms_pages.models import PublishedItem

    PublishedItem.objects.filter(page_id=page.pk).update(
        expires_at=datetime.datetime.now(datetime.UTC) - datetime.timedelta(seconds=1)
    )
    assert get(TENDERS).json()["total"] == 0
    assert get(f"{TENDERS}{ocid(page)}/").status_code in (404, 410)


def test_an_ocid_that_there_is_not(site: SiteTree) -> None:
    for name in ("ocds-000000-2026-9", "x", "%00"):
        assert problem(get(f"{TENDERS}{name}/"), 404)


@pytest.mark.once
def test_twenty_tenders_cost_what_two_cost(site: SiteTree) -> None:
    def queries() -> list[int]:
        year = Tender.objects.filter(number=1).values_list("year", flat=True)[0]
        counts = []
        for address in (f"{TENDERS}?limit=50", f"{TENDERS}{year}.jsonl", f"{TENDERS}{year}.csv"):
            with CaptureQueriesContext(connection) as captured:
                response = get(address)
                if response.streaming:
                    body_of(response)
            counts.append(len(captured))
        return counts

    for _number in range(2):
        publish_tender(site.sections["sq"])
    project()
    get(TENDERS)
    two = queries()
    for _number in range(18):
        publish_tender(site.sections["sq"])
    project()
    get(TENDERS)
    assert get(f"{TENDERS}?limit=50").json()["total"] == 20
    assert queries() == two
