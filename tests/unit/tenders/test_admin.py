"""An editor moves a tender on, step by step, in the admin."""

from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from publications.models import Supplier, TenderPage, TenderRelease
from tests.factories import DocumentFactory, SiteTree, publish_translation
from tests.factories.offices import set_up
from tests.factories.tenders import (
    SupplierFactory,
    TenderPageFactory,
    ago,
    give_steps,
    publish_tender,
    steps_of,
)
from tests.support.fixtures import project
from tests.unit.tenders.step_forms import drafted, errors, post, written

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


@pytest.fixture
def page(site: SiteTree) -> TenderPage:
    page: TenderPage = TenderPageFactory(parent=site.sections["sq"])
    return page


def test_a_step_is_saved_in_the_draft_and_nothing_is_public(admin_client: Client, page: TenderPage) -> None:
    response = post(admin_client, page, "contract_notice", deadline=f"{written(ago(-20))} 14:00", text="Ftesë.")
    assert response.status_code == 302
    (step,) = drafted(page).life.steps
    assert (step.number, step.kind, step.text) == (1, "contract_notice", "Ftesë.")
    assert timezone.localtime(step.deadline).strftime("%H:%M") == "14:00"
    assert not TenderPage.objects.get(pk=page.pk).live
    assert TenderRelease.objects.count() == 0
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.edit").exists()


def test_a_step_can_be_published_at_once(admin_client: Client, page: TenderPage) -> None:
    post(admin_client, page, "contract_notice", deadline=f"{written(ago(-20))} 14:00", **{"action-publish": "1"})
    page = TenderPage.objects.get(pk=page.pk)
    assert page.live
    assert [step.kind for step in page.life.steps] == ["contract_notice"]
    assert TenderRelease.objects.count() == 1


def test_only_what_can_come_next_is_offered(admin_client: Client, page: TenderPage) -> None:
    shown = admin_client.get(reverse("publications_choose_step", args=[page.pk]))
    assert [kind.value for kind, _why_not in shown.context["following"]] == ["planned", "contract_notice"]
    refused = admin_client.get(reverse("publications_add_step", args=[page.pk, "award"]))
    assert refused["Location"] == reverse("publications_choose_step", args=[page.pk])


def test_a_step_that_skips_others_is_refused_when_it_is_sent(admin_client: Client, page: TenderPage) -> None:
    found = errors(post(admin_client, page, "cancelled", text="Pse."))
    assert found == {"__all__": ["“Cancelled” cannot come next. What can come next: Planned, Contract notice."]}
    assert drafted(page).life.steps == []


def test_each_error_is_at_its_field_and_keeps_what_was_typed(admin_client: Client, page: TenderPage) -> None:
    response = post(admin_client, page, "contract_notice", text="Ftesë.", deadline=f"{written(ago(1))} 14:00")
    assert set(errors(response)) == {"deadline"}
    assert "Ftesë." in response.content.decode()
    assert [str(said).strip() for said in response.context["messages"]] == [
        "The step was not saved. Below is said what is wrong."
    ]
    assert drafted(page).life.steps == []


def test_the_fields_of_an_award_are_in_the_readers_language(admin_client: Client, site: SiteTree) -> None:
    page = publish_tender(site.sections["sq"], "contract_notice bids_opened", lots=1)
    shown = admin_client.get(
        reverse("publications_add_step", args=[page.pk, "award"]), headers={"accept-language": "sq"}
    )
    labels = [field.label for field in shown.context["form"] if field.name.startswith("lot_")]
    assert labels == ["Furnitori – 1. Pjesa 1", "Shuma (EUR) – 1. Pjesa 1"]


@pytest.mark.parametrize(
    ("typed", "said"), [("0", "Enter an amount above zero."), ("  ", "Enter for how much it was awarded.")]
)
def test_an_award_of_nothing_is_said_as_elsewhere(admin_client: Client, site: SiteTree, typed: str, said: str) -> None:
    page = publish_tender(site.sections["sq"], "contract_notice bids_opened")
    response = post(admin_client, page, "award", lot_0_supplier=SupplierFactory().pk, lot_0_amount=typed)
    assert errors(response) == {"lot_0_amount": [said]}


@pytest.mark.parametrize(
    ("kinds", "has_deadlines"), [("planned", False), ("contract_notice", True), ("contract_notice bids_opened", False)]
)
def test_deadlines_are_corrected_while_there_are_some(
    admin_client: Client, site: SiteTree, kinds: str, has_deadlines: bool
) -> None:
    page = publish_tender(site.sections["sq"], kinds)
    shown = admin_client.get(reverse("publications_add_step", args=[page.pk, "correction"]))
    fields = {"deadline", "enquiry_deadline"} & set(shown.context["form"].fields)
    assert fields == ({"deadline", "enquiry_deadline"} if has_deadlines else set())


def test_an_award_above_a_lot_is_said_at_the_lot(admin_client: Client, site: SiteTree) -> None:
    page = publish_tender(site.sections["sq"], "contract_notice bids_opened", lots=2)
    supplier = SupplierFactory()
    rows = {"lot_1_supplier": supplier.pk, "lot_1_amount": "900", "lot_2_supplier": supplier.pk}
    response = post(admin_client, page, "award", **rows, lot_2_amount="1.000,01")
    assert errors(response) == {
        "lot_2_amount": ["1,000.01 EUR is more than the estimated value of lot 2 (1,000.00 EUR)."]
    }
    assert set(errors(post(admin_client, page, "award", **rows, lot_2_amount="900 USD"))) == {"lot_2_amount"}
    assert set(errors(post(admin_client, page, "award", **rows, lot_2_amount=""))) == {"lot_2_amount"}
    assert post(admin_client, page, "award", **rows, lot_2_amount="1.000,00").status_code == 302
    assert [(award.lot, award.amount) for award in drafted(page).life.awards] == [
        (1, Decimal("900.00")),
        (2, Decimal("1000.00")),
    ]


def test_a_signed_contract_has_its_file(admin_client: Client, site: SiteTree) -> None:
    page = publish_tender(site.sections["sq"], "contract_notice bids_opened award standstill")
    (award,) = page.life.awards
    fields = {"supplier": award.supplier_id, "amount": "90.000,00", "contract_number": "K-1"}
    assert set(errors(post(admin_client, page, "contract_signed", **fields))) == {"contract_file"}
    contract = DocumentFactory()
    post(admin_client, page, "contract_signed", documents=[contract], contract_file=contract.pk, **fields)
    draft = drafted(page)
    assert draft.life.steps[-1].contract_file == contract
    assert [row.document for row in draft.documents.all()] == [contract]


def test_a_draft_step_is_corrected_and_removed(admin_client: Client, page: TenderPage) -> None:
    post(admin_client, page, "planned", text="Në plan.")
    address = reverse("publications_change_step", args=[page.pk, 1])
    assert "Në plan." in admin_client.get(address).content.decode()
    revision = TenderPage.objects.get(pk=page.pk).latest_revision_id
    admin_client.post(
        address, {"date": written(ago(1)), "text": "Në planin vjetor.", "documents-count": "0", "revision": revision}
    )
    assert [step.text for step in drafted(page).life.steps] == ["Në planin vjetor."]
    remove = reverse("publications_remove_step", args=[page.pk, 1])
    assert admin_client.get(remove).status_code == 200
    admin_client.post(remove)
    assert drafted(page).life.steps == []


def test_a_published_step_is_not_to_be_edited(admin_client: Client, site: SiteTree) -> None:
    page = publish_tender(site.sections["sq"])
    for name in ("publications_change_step", "publications_remove_step"):
        response = admin_client.post(reverse(name, args=[page.pk, 1]), {"text": "Tjetër."})
        assert response["Location"] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert drafted(page).life.steps[0].text == "Hapi 1."


def test_two_editors_do_not_add_the_same_step(admin_client: Client, page: TenderPage) -> None:
    before = str(page.latest_revision_id)
    post(admin_client, page, "planned")
    found = errors(post(admin_client, page, "contract_notice", deadline=f"{written(ago(-9))} 9:00", revision=before))
    assert found == {"__all__": ["Somebody changed this tender in the meantime. Look at its steps, then save again."]}


def test_a_contract_is_chosen_for_what_is_about_it(admin_client: Client, site: SiteTree) -> None:
    page = publish_tender(
        site.sections["sq"], "contract_notice bids_opened award standstill contract_signed", documents=1
    )
    post(admin_client, page, "implementation", contract_step="5", amount="45 000", is_final="on", text="Kryer.")
    step = drafted(page).life.steps[-1]
    assert (step.contract_step, step.amount, step.is_final) == (5, Decimal(45000), True)
    assert drafted(page).state == "complete"


def edit(client: Client, page: TenderPage, **fields: Any) -> Any:
    """Send the form of the page with the fields as they are, but for ``fields``."""
    draft = drafted(page)
    data = {
        "title": draft.title,
        "slug": draft.slug,
        "number": draft.number,
        "body": draft.body_id,
        **{name: getattr(draft, f"{name}_id") for name in ("procedure", "contract_type", "value_class")},
        "value": str(draft.value or ""),
        "summary": draft.summary,
        "content-count": "0",
        **{f"{rows}-{count}_FORMS": "0" for rows in ("lots", "comments") for count in ("TOTAL", "INITIAL", "MIN_NUM")},
        **fields,
    }
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data, headers={"accept-language": "en"})


def test_the_page_says_that_a_first_step_is_missing(admin_client: Client, page: TenderPage) -> None:
    found = errors(edit(admin_client, page, **{"action-publish": "1"}))
    assert found == {"__all__": ["A tender is published with its first step: add one, such as the contract notice."]}


def test_facts_are_locked_once_they_are_published(admin_client: Client, site: SiteTree) -> None:
    page = publish_tender(site.sections["sq"], lots=2)
    shown = admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "lots-TOTAL_FORMS" not in shown
    assert (
        edit(admin_client, page, number="X", value="1", title="Titulli", **{"action-publish": "1"}).status_code == 302
    )
    page = TenderPage.objects.get(pk=page.pk)
    assert (page.title, page.number[:6], page.value) == ("Titulli", "616-26", Decimal(2000))
    draft = drafted(page)
    give_steps(draft, [{"kind": "correction", "date": ago(70), "text": "Numri."}], {})
    draft.save_revision()
    page_lots = list(page.lots.all())
    lots: dict[str, Any] = {"lots-TOTAL_FORMS": "2", "lots-INITIAL_FORMS": "2"}
    for position, lot in enumerate(page_lots):
        own = {"id": lot.pk, "number": lot.number, "title": lot.title, "value": "1500", "ORDER": position + 1}
        lots |= {f"lots-{position}-{name}": value for name, value in own.items()}
    response = edit(admin_client, page, number="616-26-7", value="3.000", **lots, **{"action-publish": "1"})
    assert response.status_code == 302, errors(response)
    page = TenderPage.objects.get(pk=page.pk)
    assert (page.number, page.value, page.values()) == ("616-26-7", Decimal(3000), {1: Decimal(1500), 2: Decimal(1500)})


def test_who_removes_the_correction_gets_the_published_facts_back(admin_client: Client, site: SiteTree) -> None:
    page = publish_tender(site.sections["sq"], lots=1)
    draft = drafted(page)
    draft.number, draft.lots = "tjetër", []
    give_steps(draft, [{"kind": "correction", "date": ago(70), "text": "Numri."}], {})
    draft.save_revision()
    admin_client.post(reverse("publications_remove_step", args=[page.pk, 2]))
    assert (drafted(page).number, drafted(page).values()) == (page.number, {1: Decimal(1000)})
    assert edit(admin_client, page, **{"action-publish": "1"}).status_code == 302


def test_lots_that_do_not_add_up_are_said_at_the_value(admin_client: Client, page: TenderPage) -> None:
    lots: dict[str, Any] = {"lots-TOTAL_FORMS": "2"}
    for position, value in enumerate(("40.000", "50.000")):
        own = {"number": 1, "title": "Pjesa", "value": value, "ORDER": position + 1}
        lots |= {f"lots-{position}-{name}": each for name, each in own.items()}
    response = edit(admin_client, page, **lots)
    assert response.status_code == 200
    assert response.context["form"].formsets["lots"].errors == [{}, {"number": ["Two lots have the same number."]}]
    lots["lots-1-number"] = 2
    assert set(errors(edit(admin_client, page, **lots))) == {"value"}
    assert edit(admin_client, page, **lots, value="90.000,00").status_code == 302


def test_a_value_below_a_draft_award_is_said_when_it_is_published(admin_client: Client, page: TenderPage) -> None:
    supplier = SupplierFactory()
    give_steps(page, steps_of("contract_notice bids_opened award"), {3: [(None, supplier, "90000")]})
    page.save_revision()
    response = edit(admin_client, page, value="80000", **{"action-publish": "1"})
    assert "90,000.00 EUR is more than the estimated value (80,000.00 EUR)." in errors(response)["__all__"][0]
    assert not TenderPage.objects.get(pk=page.pk).live


def test_who_may_only_write_cannot_publish_a_step(site: SiteTree) -> None:
    page = TenderPageFactory(parent=site.sections["sq"])
    people = set_up(site)
    notice = {"deadline": f"{written(ago(-20))} 14:00"}
    officer = people["press_officer"].client
    assert post(officer, page, "contract_notice", **notice, **{"action-publish": "1"}).status_code in (302, 403)
    assert not TenderPage.objects.get(pk=page.pk).live
    assert post(officer, page, "contract_notice", **notice).status_code == 302
    assert [step.kind for step in drafted(page).life.steps] == ["contract_notice"]


def test_who_may_not_edit_the_page_sees_nothing(site: SiteTree) -> None:
    page = TenderPageFactory(parent=site.sections["sq"])
    people = set_up(site)
    assert people["media_officer"].get("publications_choose_step", page.pk) in (302, 403)
    response = post(people["media_officer"].client, page, "planned")
    assert drafted(page).life.steps == []
    assert response.status_code in (302, 403)


def test_a_locked_tender_is_left_alone(admin_client: Client, page: TenderPage) -> None:
    other = User.objects.create_user("tjeter")
    TenderPage.objects.filter(pk=page.pk).update(locked=True, locked_by=other, locked_at=timezone.now())
    assert post(admin_client, page, "planned").status_code == 302
    assert drafted(page).life.steps == []


def test_steps_are_those_of_the_original(admin_client: Client, site: SiteTree) -> None:
    english = publish_translation(publish_tender(site.sections["sq"]), "en")
    assert admin_client.get(reverse("publications_choose_step", args=[english.pk])).status_code == 404


def test_a_copy_is_another_tender_without_steps(admin_client: Client, site: SiteTree) -> None:
    page = publish_tender(site.sections["sq"], "contract_notice bids_opened award", documents=2)
    data = {"new_title": "Kopja", "new_slug": "kopja", "new_parent_page": site.sections["sq"].pk}
    address = reverse("wagtailadmin_pages:copy", args=[page.pk])
    admin_client.post(address, {**data, "publish_copies": "on"})
    assert not TenderPage.objects.filter(slug="kopja").exists()
    admin_client.post(address, data)
    copy = TenderPage.objects.get(slug="kopja")
    assert (copy.life.steps, drafted(copy).life.steps, copy.live) == ([], [], False)
    assert list(copy.documents.all()) == list(copy.awards.all()) == []


def test_a_supplier_is_entered_once(admin_client: Client) -> None:
    Supplier.objects.create(name="“Ura” SH.P.K.", registration_number="810-123-456")
    address = reverse("publications_supplier_modeladmin_create")
    for name, number, field in (
        ("Ura shpk", "", "name"),
        ("Ura Group", "", ""),
        ('"URA"  Sh.p.k.', "", "name"),
        ("Tjetër", "810123456", "registration_number"),
    ):
        response = admin_client.post(address, {"name": name, "registration_number": number, "address": ""})
        if field:
            assert set(response.context["form"].errors) == {field}
    assert Supplier.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["Celiku shpk", "C\u0327ELIKU  Sh.p.k.", "“Çeliku” SH.P.K", "Çe\u200bliku SH.P.K."])
def test_another_spelling_is_the_same_supplier(typed: str) -> None:
    known = SupplierFactory(name="Çeliku SH.P.K.")
    Supplier.objects.filter(pk=known.pk).update(name_key="as an earlier version made it")
    with pytest.raises(ValidationError, match="Çeliku"):
        Supplier(name=typed).full_clean()


@pytest.mark.django_db
def test_a_supplier_has_a_name_that_can_be_seen() -> None:
    with pytest.raises(ValidationError) as refused:
        Supplier(name="\u200b\u200b").full_clean()
    assert [error.code for error in refused.value.error_dict["name"]] == ["blank"]


@pytest.mark.django_db
def test_a_long_name_fits_however_its_letters_are_counted() -> None:
    supplier = SupplierFactory(name="ß" * 200)
    assert len(supplier.name_key) == 255


def test_a_supplier_that_won_is_not_deleted(admin_client: Client, site: SiteTree) -> None:
    page = publish_tender(site.sections["sq"], "contract_notice bids_opened award")
    supplier = page.life.awards[0].supplier
    admin_client.post(reverse("publications_supplier_modeladmin_delete", args=[supplier.pk]))
    assert Supplier.objects.filter(pk=supplier.pk).exists()


def test_the_list_of_tenders_is_searched_and_filtered(admin_client: Client, site: SiteTree) -> None:
    publish_tender(site.sections["sq"], title="Rruga", number="616-1")
    publish_tender(site.sections["sq"], "contract_notice bids_opened", title="Shkolla", number="616-2")
    project()
    address = reverse("tenders_list:index")
    for query, titles in (
        ("q=616-1", ["Rruga"]),
        ("item_state=evaluation", ["Rruga", "Shkolla"]),
        ("category=works", ["Rruga", "Shkolla"]),
    ):
        pages = admin_client.get(f"{address}?{query}").context["object_list"]
        assert sorted(each.title for each in pages) == titles, query
    exported = b"".join(admin_client.get(f"{address}?export=csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert "616-1" in exported
