"""Addresses of the admin that somebody made up are missing, or refused: none is an error of the server."""

import pytest
from django.test import Client

from tests.factories import DocumentFactory, SiteTree
from tests.factories.tenders import publish_tender

BIG = "9" * 20
CHOOSERS = ("acts", "documents/chooser", "images/chooser")
LISTS = (
    "documents/",
    "images/",
    "decisions/",
    "tenders_list/",
    "reports/locked/",
    "choose-page/search/",
    "acts/results/",
)
MISSING = [
    *(f"posters/{number}/" for number in (BIG, 2**63)),
    *(f"acts/{BIG}/{what}/" for what in ("withdraw", "revocation")),
    *(f"tenders/{BIG}/steps/{what}" for what in ("add/", "1/", "1/remove/")),
    f"import-acts/{BIG}/",
    f"webhooks/{BIG}/deliveries/",
    f"pages/{BIG}/edit/",
    *(f"{chooser}/chosen/{pk}/" for chooser in CHOOSERS for pk in ("x", BIG, "²")),
    *(f"{chooser}/chosen-multiple/?id=x" for chooser in CHOOSERS),
    f"documents/chooser/chosen-multiple/?id=1&id={BIG}",
    "choose-page/chosen-multiple/?id=x",
    *(f"publications/{register}/?year=1" for register in ("supplier", "procedure")),
    "cms_pages/body/?x__y=1",
    "cms_pages/signer/?body=x",
]
REFUSED = [*(f"{name}?{key}=a%00b" for name in LISTS for key in ("q", "ordering", "p", "a%00")), "acts/chosen/%00/"]


@pytest.mark.parametrize(("addresses", "status"), [(MISSING, 404), (REFUSED, 400)])
def test_made_up_address_is_no_error_of_the_server(
    site: SiteTree, admin_client: Client, addresses: list[str], status: int
) -> None:
    admin_client.raise_request_exception = False
    answers = {address: admin_client.get(f"/admin/{address}").status_code for address in addresses}
    assert answers == dict.fromkeys(addresses, status)


def test_what_is_there_is_chosen(site: SiteTree, admin_client: Client) -> None:
    document = DocumentFactory(title="Harta")
    for address in (f"chosen/{document.pk}/", f"chosen-multiple/?id={document.pk}"):
        assert "Harta" in admin_client.get(f"/admin/documents/chooser/{address}").content.decode()


@pytest.mark.parametrize("field", ["contract_file", "documents-0-value-document"])
def test_what_is_no_number_is_chosen_in_no_form(site: SiteTree, admin_client: Client, field: str) -> None:
    page = publish_tender(site.sections["sq"], "contract_notice bids_opened award standstill")
    admin_client.raise_request_exception = False
    rows = {f"documents-0-{name}": "" for name in ("deleted", "type", "id", "value-title")}
    sent = {"date": "", "documents-count": "1", "documents-0-order": "0", "documents-0-value-document": "", **rows}
    answer = admin_client.post(f"/admin/tenders/{page.pk}/steps/add/contract_signed/", {**sent, field: "abc"})
    assert answer.status_code == 400
