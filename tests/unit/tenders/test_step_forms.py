"""What the form of a step marks as needed, and which steps have to wait."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from publications.models import TenderPage
from tests.factories import SiteTree
from tests.factories.tenders import SupplierFactory, TenderPageFactory, ago, give_steps, publish_tender, steps_of
from tests.unit.tenders.step_forms import errors, post, written

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


def not_yet(client: Client, page: TenderPage) -> dict[str, str]:
    """The steps that are shown as not yet possible, with what is said of each. None of them opens."""
    shown = client.get(reverse("publications_choose_step", args=[page.pk]), headers={"accept-language": "en"})
    found = {}
    for kind, why_not in shown.context["following"]:
        address = reverse("publications_add_step", args=[page.pk, kind.value])
        assert (address in shown.content.decode()) == (why_not is None) == (client.get(address).status_code == 200)
        if why_not is not None:
            with translation.override("en"):
                found[kind.value] = "".join(why_not.messages)
            assert found[kind.value] in shown.content.decode()
    return found


def test_what_comes_after_bids_is_said_to_do_so_while_they_run(admin_client: Client, site: SiteTree) -> None:
    page = TenderPageFactory(parent=site.sections["sq"])
    post(admin_client, page, "contract_notice", deadline=f"{written(ago(-20))} 14:00")
    found = not_yet(admin_client, page)
    assert set(found) == {"bids_opened", "unsuccessful"}
    assert str(ago(-20).year) in found["bids_opened"]
    assert not_yet(admin_client, publish_tender(site.sections["sq"])) == {}


def test_a_contract_is_said_to_wait_for_the_standstill(admin_client: Client, site: SiteTree) -> None:
    page = TenderPageFactory(parent=site.sections["sq"])
    facts = steps_of("contract_notice bids_opened award standstill")
    facts[-1]["standstill_until"] = ago(0)
    give_steps(page, facts, {3: [(None, SupplierFactory(), "90000")]})
    page.save_revision()
    assert set(not_yet(admin_client, page)) == {"contract_signed"}
    facts[-1]["standstill_until"] = ago(1)
    page.steps = []
    give_steps(page, facts, {})
    page.save_revision()
    assert not_yet(admin_client, page) == {}


@pytest.mark.parametrize(
    ("before", "kind", "names"),
    [
        ("", "planned", {"date"}),
        ("planned", "contract_notice", {"date", "deadline"}),
        ("contract_notice", "clarification", {"date"}),
        ("contract_notice", "correction", {"date", "text"}),
        ("contract_notice", "bids_opened", {"date", "bids"}),
        ("contract_notice bids_opened", "award", {"date", "lot_0_supplier", "lot_0_amount"}),
        ("contract_notice bids_opened award", "standstill", {"date", "standstill_until"}),
        (
            "contract_notice bids_opened award standstill",
            "contract_signed",
            {"date", "supplier", "amount", "contract_file"},
        ),
        ("contract_notice bids_opened award standstill contract_signed", "amendment", {"date", "contract_step"}),
        ("contract_notice bids_opened award standstill contract_signed", "implementation", {"date", "contract_step"}),
        ("contract_notice", "cancelled", {"date", "text"}),
        ("contract_notice", "unsuccessful", {"date", "text"}),
    ],
)
def test_what_a_step_must_say_is_marked_and_asked_for(
    admin_client: Client, site: SiteTree, before: str, kind: str, names: set[str]
) -> None:
    page = publish_tender(site.sections["sq"], before) if before else TenderPageFactory(parent=site.sections["sq"])
    shown = admin_client.get(reverse("publications_add_step", args=[page.pk, kind]))
    fields = shown.context["form"].fields
    assert {name for name, field in fields.items() if field.required} == names
    assert shown.content.decode().count("w-required-mark") == len(names)
    empty = post(admin_client, page, kind, date="", contract_step="")
    if kind == "planned":
        assert set(errors(empty)) == {"date"}
    else:
        assert set(errors(empty)) == names, errors(empty)


def test_one_lot_at_least_is_awarded_and_one_of_text_and_document_is_there(
    admin_client: Client, site: SiteTree
) -> None:
    page = publish_tender(site.sections["sq"], "contract_notice bids_opened", lots=2)
    address = reverse("publications_add_step", args=[page.pk, "award"])
    fields = admin_client.get(address, headers={"accept-language": "en"}).context["form"].fields
    assert {name for name, field in fields.items() if field.required} == {"date"}
    assert "one at least" in fields["lot_1_supplier"].help_text
    assert set(errors(post(admin_client, page, "award"))) == {"lot_1_supplier"}
    page = publish_tender(site.sections["sq"])
    address = reverse("publications_add_step", args=[page.pk, "clarification"])
    shown = admin_client.get(address, headers={"accept-language": "en"}).content.decode()
    assert "A few sentences, or a document below: one of the two is needed." in shown
