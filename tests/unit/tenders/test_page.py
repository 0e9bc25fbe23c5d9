"""One page per tender: its story, in the reader's language; and what the log has of it."""

from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from publications.models import Supplier, TenderPage
from publications.tenders.defaults import make_terms
from publications.tenders.models import Procedure, ValueClass
from tests.factories import SiteTree, publish_translation
from tests.factories.tenders import TO_CONTRACT, publish_tender
from tests.support.fixtures import project
from tests.support.log import payload_of

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


def shown(page: TenderPage) -> BeautifulSoup:
    response = Client().get(page.get_url())
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def test_the_page_tells_the_story(site: SiteTree) -> None:
    page = publish_tender(site.sections["sq"], f"{TO_CONTRACT} amendment", lots=2, documents=7)
    project()
    html = shown(page)
    steps = [step.get_text(strip=True) for step in html.select(".timeline h3")]
    assert len(steps) == 8
    assert [row.get_text(" ", strip=True) for row in html.select("#step-5 tbody .amount")] == [
        "900,00\N{NO-BREAK SPACE}€"
    ] * 2
    assert len(html.select(".timeline .files a")) == 7
    assert html.select_one(".signed-file a.file") is not None
    assert "K-17" in html.get_text()


@pytest.mark.parametrize("path", ["page", "item"])
def test_twenty_steps_and_lots_cost_what_two_cost(site: SiteTree, path: str) -> None:
    two = publish_tender(site.sections["sq"], "contract_notice clarification", lots=2, documents=2)
    kinds = " ".join(["contract_notice", *["clarification"] * 18, "bids_opened", "award"])
    many = publish_tender(site.sections["sq"], kinds, lots=20, documents=20)
    project()

    def queries(page: TenderPage) -> int:
        fresh: Any = TenderPage.objects.get(pk=page.pk)
        with CaptureQueriesContext(connection) as captured:
            if path == "page":
                assert Client().get(page.get_url()).status_code == 200
            else:
                fresh.item_fields()
                fresh.item_text()
        return len(captured)

    queries(two)
    # Only one of them has suppliers: with none nobody asks for them.
    assert abs(queries(many) - queries(two)) <= 1


def test_the_item_says_all_that_the_page_says(site: SiteTree) -> None:
    page = publish_tender(site.sections["sq"], f"{TO_CONTRACT} implementation", lots=2, documents=1)
    project()
    item = payload_of(page)
    assert item["value"] == {"amount": 2000.0, "currency": "EUR"}
    assert item["kind"] == "works"
    assert item["procedure"] == {"key": "open", "name": "Procedurë e hapur", "method": "open"}
    assert [lot["title"] for lot in item["lots"]] == ["Pjesa 1", "Pjesa 2"]
    steps = {step["kind"]: step for step in item["steps"]}
    supplier = Supplier.objects.get()
    assert steps["award"]["awards"][1] == {
        "lot": 2,
        "supplier": {"name": supplier.name, "registration_number": supplier.registration_number, "address": ""},
        "amount": {"amount": 900.0, "currency": "EUR"},
        "is_valid": True,
    }
    assert steps["contract_signed"]["contract_file"]["title"] == "Kontrata e nënshkruar"
    assert steps["implementation"]["contract_step"] == 7
    assert len(steps["planned"]["documents"]) == 1
    assert item["ocid"].startswith("ocds-")


def test_a_supplier_that_is_renamed_is_renamed_in_the_log(site: SiteTree) -> None:
    page = publish_tender(site.sections["sq"], "contract_notice bids_opened award")
    project()
    supplier = Supplier.objects.get()
    supplier.name = "Ndërtimi i Ri SH.A."
    supplier.save()
    project()
    assert payload_of(page)["steps"][2]["awards"][0]["supplier"]["name"] == "Ndërtimi i Ri SH.A."


def test_a_translation_has_the_terms_of_its_language(site: SiteTree) -> None:
    make_terms()
    page = publish_tender(site.sections["sq"], procedure=Procedure.objects.get(key="open", locale__language_code="sq"))
    english = publish_translation(page, "en")
    project()
    assert payload_of(english)["procedure"]["name"] == "Open procedure"
    assert "Open procedure" in shown(english).get_text()


def test_terms_are_made_once_and_what_was_changed_stays(site: SiteTree) -> None:
    assert len(make_terms()) == 14
    low = ValueClass.objects.get(key="low", locale__language_code="sq")
    low.standstill_days = 5
    low.save()
    assert make_terms() == []
    days = ValueClass.objects.filter(key="low").values_list("locale__language_code", "standstill_days")
    assert set(days) == {("sq", 5), ("sr-latn", 5), ("en", 5)}


def test_what_is_procured_is_found_by_its_supplier_lots_and_steps(site: SiteTree) -> None:
    page = publish_tender(site.sections["sq"], "contract_notice bids_opened award", lots=1)
    text = page.item_text()
    assert Supplier.objects.get().name in text
    assert "Pjesa 1" in text
    assert "Hapi 2." in text


def test_amounts_stay_exact(site: SiteTree) -> None:
    page = publish_tender(site.sections["sq"], value=Decimal("123456.78"))
    project()
    assert payload_of(page)["value"]["amount"] == 123456.78
