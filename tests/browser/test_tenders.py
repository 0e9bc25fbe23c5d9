"""An editor takes a tender from the contract notice to the signed contract, in a browser."""

import datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from publications.models import TenderPage, TenderRelease
from tests.browser.test_main_job import log_in
from tests.factories import BodyFactory, make_site, pdf
from tests.factories.tenders import (
    ContractTypeFactory,
    ProcedureFactory,
    SupplierFactory,
    ValueClassFactory,
    ago,
    at_noon,
)
from tests.support.axe import violations

TELEPHONE = 360

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


def day(date: datetime.date) -> str:
    return date.strftime("%d.%m.%Y")


def moment(date: datetime.date) -> str:
    return timezone.localtime(at_noon(date)).strftime("%d.%m.%Y %H:%M")


def add_step(page: Page, kind: str, on: datetime.date, **fields: str) -> None:
    """Open the form of a step from the page's editor, fill it in and save it in the draft."""
    page.get_by_role("link", name="Add a step").click()
    page.get_by_role("link", name=kind, exact=True).click()
    page.locator("#id_date").fill(day(on))
    for name, value in fields.items():
        field = page.locator(f"#id_{name}")
        if field.evaluate("element => element.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def save(page: Page) -> None:
    # The calendar of a date field lies over the button until the field is left.
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Save in the draft").click()
    expect(page.get_by_text("is in the draft")).to_be_visible()


def test_from_the_contract_notice_to_the_signed_contract(page: Page, live_server: LiveServer, tmp_path: Path) -> None:
    tree = make_site()
    tree.site.port = int(live_server.url.rpartition(":")[2])
    tree.site.save()
    BodyFactory(key="urbanism", name="Drejtoria e Urbanizmit")
    ProcedureFactory()
    ContractTypeFactory()
    ValueClassFactory()
    supplier = SupplierFactory(name="Konsorciumi Ura dhe Partnerët për Ndërtim SH.P.K.")
    User.objects.create_superuser("redaktore", "redaktore@example.org", "fjalëkalim-i-gjatë")
    file = tmp_path / "kontrata.pdf"
    file.write_bytes(pdf("Kontrata"))

    log_in(page, live_server.url)
    page.goto(f"{live_server.url}/admin/pages/add/publications/tenderpage/{tree.sections['sq'].pk}/")
    page.locator("#id_title").fill("Ndërtimi i urës")
    page.locator("#id_number").fill("616-26-0001-5-1-1")
    for name in ("body", "procedure", "contract_type", "value_class"):
        page.locator(f"#id_{name}").select_option(index=1)
    page.locator("#id_value").fill("100.000,00")
    page.get_by_role("button", name="Save draft").first.click()
    expect(page.get_by_role("link", name="Add a step")).to_be_visible()

    # Only what can come first is offered.
    page.get_by_role("link", name="Add a step").click()
    expect(page.get_by_role("link", name="Contract award notice")).to_have_count(0)
    page.go_back()

    add_step(page, "Contract notice", ago(60), deadline=moment(ago(40)), text="Ftohen ofertuesit.")
    save(page)
    add_step(page, "Bids opened", ago(39), bids="3")
    save(page)
    add_step(page, "Contract award notice", ago(30), lot_0_supplier=str(supplier.pk), lot_0_amount="100.000,01")
    assert reaches_on_a_telephone(page, "#id_lot_0_supplier") <= TELEPHONE
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Save in the draft").click()
    expect(page.get_by_text("is more than the estimated value")).to_be_visible()
    expect(page.locator("#id_lot_0_amount")).to_have_value("100.000,01")
    page.locator("#id_lot_0_amount").fill("95.000")
    save(page)
    add_step(page, "Standstill", ago(29), standstill_until=day(ago(15)))
    save(page)
    add_step(page, "Contract signed", ago(10), supplier=str(supplier.pk), amount="95 000", contract_number="K-1")
    page.keyboard.press("Escape")
    page.locator("#id_contract_file-chooser [data-chooser-action-choose]").first.click()
    page.get_by_role("tab", name="Upload").click()
    page.locator("#id_document-chooser-upload-title").fill("Kontrata e nënshkruar")
    page.locator("#id_document-chooser-upload-file").set_input_files(file)
    page.get_by_role("dialog").get_by_role("button", name="Upload").click()
    expect(page.locator("#id_contract_file-chooser")).to_contain_text("Kontrata e nënshkruar")
    assert TenderRelease.objects.count() == 0
    page.get_by_role("button", name="Save and publish").click()
    expect(page.get_by_text("The step “Contract signed” was published.")).to_be_visible()
    expect(page.get_by_text("Published: never changes")).to_have_count(5)
    assert violations_of_steps(page) == []

    tender = TenderPage.objects.get()
    assert (tender.state, TenderRelease.objects.count()) == ("signed", 5)
    page.goto(f"{live_server.url}{tender.get_url()}")
    expect(page.locator(".timeline h3")).to_have_count(5)
    expect(page.get_by_role("main")).to_contain_text("95.000,00")
    assert broken_words(page, ".facts dt") == []
    address: Any = page.get_by_role("main").get_by_role("link", name="Kontrata e nënshkruar").get_attribute("href")
    assert page.request.get(f"{live_server.url}{address}").body() == file.read_bytes()


def reaches_on_a_telephone(page: Page, selector: str) -> float:
    """Up to where an element reaches on the narrowest screen."""
    usual = page.viewport_size
    assert usual is not None
    page.set_viewport_size({"width": TELEPHONE, "height": usual["height"]})
    found: float = page.locator(selector).evaluate("element => element.getBoundingClientRect().right")
    page.set_viewport_size(usual)
    return found


def broken_words(page: Page, selector: str) -> list[str]:
    """The words in these elements that go on in the next line."""
    found: list[str] = page.locator(selector).evaluate_all(
        """elements => elements.flatMap(element => {
            const node = element.firstChild, range = document.createRange();
            return [...node.data.matchAll(/[^ -]+/g)].filter(word => {
                range.setStart(node, word.index);
                range.setEnd(node, word.index + word[0].length);
                return range.getClientRects().length > 1;
            }).map(word => word[0]);
        })"""
    )
    return found


def violations_of_steps(page: Page) -> list[str]:
    """What axe finds in what this package adds to the editor; the rest is Wagtail's."""
    return [found for found in violations(page) if "listing" in found or "steps" in found]
