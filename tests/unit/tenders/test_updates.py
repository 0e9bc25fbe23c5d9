"""What is said of a tender otherwise than in its last release is published as one more, and the others stay."""

import json
from decimal import Decimal
from typing import Any

import pytest
from wagtail.models import PageViewRestriction

from cms_pages.publishing.projector import project_due
from cms_pages.publishing.readers import run_reader
from publications.models import Supplier, Tender, TenderPage, TenderRelease
from publications.tenders.models import Procedure
from publications.tenders.models.lot import TenderLot
from publications.tenders.ocds.reader import ReleaseReader
from tests.factories import BodyFactory, SiteTree, publish_translation
from tests.factories.registers import translate_row
from tests.factories.tenders import TO_CONTRACT, ProcedureFactory, ago, give_steps, publish_tender
from tests.support.fixtures import project
from tests.support.log import payload_of
from tests.unit.tenders.ocds import problems
from tests.unit.tenders.test_ocds import releases

pytestmark = pytest.mark.django_db


def publish_again(page: TenderPage, *steps: dict[str, Any], **texts: str) -> None:
    draft = TenderPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, text in texts.items():
        setattr(draft, name, text)
    give_steps(draft, list(steps), {})
    draft.save_revision().publish()


def test_a_translation_that_comes_later_is_a_release_of_its_own(site: SiteTree) -> None:
    page = publish_tender(site.sections["sq"], f"{TO_CONTRACT} amendment implementation", lots=1, documents=9)
    before = list(TenderRelease.objects.order_by("pk").values_list("pk", "payload"))
    texts = {page.title: "Izgradnja škole", "Pjesa 1": "Deo 1", "Dosja 6": "Spis 6"}
    steps = {f"Hapi {number}.": f"Korak {number}." for number in range(1, 10)}
    publish_translation(page, "sr-latn", texts | steps)
    assert list(TenderRelease.objects.order_by("pk").values_list("pk", "payload"))[:-1] == before
    update = releases(page)[-1]
    assert update["id"].endswith("-09-1")
    assert update["tag"] == ["planningUpdate", "tenderUpdate", "awardUpdate", "contractUpdate"]
    assert problems("release", update) == []
    tender, (contract,) = update["tender"], update["contracts"]
    assert tender["title_sr-Latn"] == update["awards"][0]["title_sr-Latn"] == "Izgradnja škole"
    assert tender["lots"][0]["title_sr-Latn"] == "Deo 1"
    assert update["planning"]["rationale_sr-Latn"] == "Korak 1."
    assert tender["milestones"][0]["description_sr-Latn"] == "Korak 3."
    assert update["awards"][0]["description_sr-Latn"] == "Korak 5."
    assert contract["description_sr-Latn"] == "Korak 7."
    assert contract["documents"][1]["title_sr-Latn"] == "Spis 6"
    assert contract["amendments"][0]["rationale_sr-Latn"] == "Korak 8."
    assert contract["implementation"]["milestones"][0]["description_sr-Latn"] == "Korak 9."
    compiled = json.loads(Tender.objects.get().compiled)
    assert (compiled["tender"], compiled["contracts"]) == (tender, [contract])


def test_what_says_the_same_is_published_once(site: SiteTree) -> None:
    page = publish_tender(site.sections["sq"])
    # Its texts are still those of the original, which say nothing new.
    english = publish_translation(page, "en", {})
    publish_again(page)
    publish_again(english)
    assert TenderRelease.objects.count() == 1


def test_each_correction_of_texts_is_one_more(site: SiteTree) -> None:
    page = publish_tender(site.sections["sq"], "planned")
    publish_again(page, summary="Një.")
    publish_again(page, summary="Dy.")
    publish_again(page, {"kind": "cancelled", "date": ago(0), "text": "Nuk ka buxhet."})
    publish_again(page, summary="Tre.")
    found = [(release["id"].removeprefix(release["ocid"]), release["tag"]) for release in releases(page)]
    assert found == [
        ("-01", ["planning"]),
        ("-01-1", ["planningUpdate"]),
        ("-01-2", ["planningUpdate"]),
        ("-02", ["tenderCancellation"]),
        ("-02-1", ["tenderUpdate"]),
    ]


def test_a_private_translation_says_nothing(site: SiteTree) -> None:
    page = publish_tender(site.sections["sq"])
    english = publish_translation(page, "en", {page.title: "A school"}, publish=False)
    PageViewRestriction.objects.create(page=english, restriction_type=PageViewRestriction.LOGIN)
    english.get_latest_revision().publish()
    publish_again(page, summary="Një.")
    assert "A school" not in json.dumps(releases(page))


def read_log() -> None:
    """As the worker does."""
    project()
    project_due()
    while run_reader(ReleaseReader()):
        pass


def end(translation: TenderPage, how: str) -> None:
    if how == "unpublished":
        translation.unpublish()
    elif how == "deleted":
        translation.delete()
    else:
        PageViewRestriction.objects.create(page=translation, restriction_type=PageViewRestriction.LOGIN)


@pytest.mark.parametrize("how", ["unpublished", "deleted", "private"])
def test_a_translation_that_is_withdrawn_is_taken_out_of_the_compiled_release(site: SiteTree, how: str) -> None:
    page = publish_tender(site.sections["sq"], f"{TO_CONTRACT} amendment implementation", lots=1, documents=9)
    serbian = publish_translation(page, "sr-latn", {page.title: "Izgradnja škole", "Pjesa 1": "Deo 1"})
    publish_translation(page, "en", {page.title: "A school"})
    read_log()
    before = list(TenderRelease.objects.order_by("pk").values_list("pk", "payload"))
    assert "Izgradnja škole" in Tender.objects.get().compiled
    end(TenderPage.objects.get(pk=serbian.pk), how)
    read_log()
    assert list(TenderRelease.objects.order_by("pk").values_list("pk", "payload"))[:-1] == before
    update = releases(page)[-1]
    assert update["tag"] == ["tenderUpdate", "awardUpdate"]
    assert problems("release", update) == []
    tender = update["tender"]
    assert tender["title_sr-Latn"] is tender["lots"][0]["title_sr-Latn"] is None
    assert update["awards"][0]["title_sr-Latn"] is None
    compiled = json.loads(Tender.objects.get().compiled)
    assert "sr-Latn" not in json.dumps(compiled)
    assert compiled["tender"]["title_en"] == "A school"
    read_log()
    publish_again(page)
    assert TenderRelease.objects.count() == len(before) + 1


def test_a_translation_that_comes_back_is_there_again(site: SiteTree) -> None:
    page = publish_tender(site.sections["sq"])
    english = publish_translation(page, "en", {page.title: "A school"})
    english.unpublish()
    read_log()
    assert "A school" not in Tender.objects.get().compiled
    TenderPage.objects.get(pk=english.pk).save_revision().publish()
    read_log()
    assert json.loads(Tender.objects.get().compiled)["tender"]["title_en"] == "A school"


def test_another_name_of_a_supplier_is_a_release_of_each_tender_that_names_it(site: SiteTree) -> None:
    page = publish_tender(site.sections["sq"], TO_CONTRACT)
    other = publish_tender(site.sections["sq"])
    read_log()
    counts = [len(releases(each)) for each in (page, other)]
    supplier = Supplier.objects.get(pk=page.awards.get().supplier_id)
    supplier.name, supplier.registration_number = "Ura e Re SH.P.K.", ""
    supplier.save()
    read_log()
    assert [len(releases(each)) for each in (page, other)] == [counts[0] + 1, counts[1]]
    update, compiled = releases(page)[-1], json.loads(Tender.objects.get(translation_key=page.translation_key).compiled)
    assert update["tag"] == ["awardUpdate"]
    assert problems("release", update) == []
    (party,) = (party for party in compiled["parties"] if "supplier" in party["roles"])
    assert party["name"] == compiled["awards"][0]["suppliers"][0]["name"] == "Ura e Re SH.P.K."
    assert "identifier" not in party


def test_another_name_of_the_body_is_a_release(site: SiteTree) -> None:
    page = publish_tender(site.sections["sq"])
    read_log()
    page.body.name = "Drejtoria e Re"
    page.body.save()
    read_log()
    first, update = releases(page)
    assert first["tender"]["procuringEntity"]["name"] != "Drejtoria e Re"
    assert update["tender"]["procuringEntity"]["name"] == "Drejtoria e Re"
    assert update["tag"] == ["tenderUpdate"]


def test_another_name_of_the_procedure_is_a_release_of_each_tender_that_names_it(site: SiteTree) -> None:
    page = publish_tender(site.sections["sq"])
    other = publish_tender(site.sections["sq"], procedure=ProcedureFactory(key="restricted", method="selective"))
    read_log()
    page.procedure.name = "Procedurë e hapur sipas ligjit të ri"
    page.procedure.save()
    read_log()
    assert len(releases(other)) == 1
    first, update = releases(page)
    assert first["tender"]["procurementMethodDetails"] == "Procedurë e hapur"
    assert update["tender"]["procurementMethodDetails"] == "Procedurë e hapur sipas ligjit të ri"
    assert update["tag"] == ["tenderUpdate"]
    assert problems("release", update) == []
    compiled = json.loads(Tender.objects.get(translation_key=page.translation_key).compiled)
    assert compiled["tender"]["procurementMethodDetails"] == "Procedurë e hapur sipas ligjit të ri"
    assert payload_of(page)["procedure"]["name"] == "Procedurë e hapur sipas ligjit të ri"


def test_the_method_of_a_procedure_that_is_corrected_is_a_release(site: SiteTree) -> None:
    page = publish_tender(site.sections["sq"])
    read_log()
    page.procedure.method = "limited"
    page.procedure.save()
    read_log()
    assert [release["tender"]["procurementMethod"] for release in releases(page)] == ["open", "limited"]
    assert payload_of(page)["procedure"]["method"] == "limited"


def test_another_address_of_a_supplier_is_a_release(site: SiteTree) -> None:
    page = publish_tender(site.sections["sq"], TO_CONTRACT)
    read_log()
    count = len(releases(page))
    supplier = Supplier.objects.get(pk=page.awards.get().supplier_id)
    supplier.address = "Rruga e Lumit 12"
    supplier.save()
    read_log()
    assert len(releases(page)) == count + 1
    assert releases(page)[-1]["parties"][-1]["address"] == {"streetAddress": "Rruga e Lumit 12"}
    assert payload_of(page)["steps"][4]["awards"][0]["supplier"]["address"] == "Rruga e Lumit 12"


def test_another_name_of_the_procedure_in_another_language_is_no_release(site: SiteTree) -> None:
    page = publish_tender(site.sections["sq"])
    english = publish_translation(page, "en", {})
    read_log()
    translate_row(Procedure.objects.get(locale__language_code="sq"), "en", {"Procedurë e hapur": "Open procedure"})
    read_log()
    assert payload_of(english)["procedure"]["name"] == "Open procedure"
    assert len(releases(page)) == 1


def correct(page: TenderPage, lots: list[int], **facts: Any) -> None:
    """Publish a correction of the notice with which the tender has these lots and facts."""
    draft = TenderPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    kept = [lot for lot in draft.lots.all() if lot.number in lots]
    kept += [
        TenderLot(number=number, title=f"Pjesa {number}", value=Decimal(500), locale=draft.locale)
        for number in lots
        if number not in {lot.number for lot in kept}
    ]
    draft.lots = kept
    for name, value in {**facts, **({"value": None} if lots else {})}.items():
        setattr(draft, name, value)
    give_steps(draft, [{"kind": "correction", "date": ago(0), "text": "Korrigjim."}], {})
    draft.save_revision().publish()


def compiled(page: TenderPage) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Tender.objects.get(translation_key=page.translation_key).compiled)
    return found


def test_a_lot_that_is_taken_out_is_cancelled_and_stays_so(site: SiteTree) -> None:
    page = publish_tender(site.sections["sq"], lots=3)
    before = list(TenderRelease.objects.order_by("pk").values_list("pk", "payload"))
    correct(page, [1, 3])
    expected = [("1", "active"), ("2", "cancelled"), ("3", "active")]
    for _again in range(2):
        release = releases(page)[-1]
        assert problems("release", release) == []
        for tender in (release["tender"], compiled(page)["tender"]):
            assert sorted((lot["id"], lot.get("status")) for lot in tender["lots"]) == expected
            assert all(lot["title"] == f"Pjesa {lot['id']}" for lot in tender["lots"])
        # One more, which says nothing of the lots.
        publish_again(TenderPage.objects.get(pk=page.pk), summary="Një.")
    read_log()
    assert list(TenderRelease.objects.order_by("pk").values_list("pk", "payload"))[:1] == before
    assert len(releases(page)) == 3


def test_a_lot_that_comes_back_is_not_cancelled_any_more(site: SiteTree) -> None:
    page = publish_tender(site.sections["sq"], lots=2)
    correct(page, [1])
    correct(page, [1, 2])
    (second,) = (lot for lot in compiled(page)["tender"]["lots"] if lot["id"] == "2")
    assert second == {
        "id": "2",
        "title": "Pjesa 2",
        "status": "active",
        "value": {"amount": 500.0, "currency": "EUR"},
    }


def test_a_body_that_has_no_part_in_it_any_more_has_no_role(site: SiteTree) -> None:
    page = publish_tender(site.sections["sq"])
    other = BodyFactory(key="mayor", name="Kryetari")
    correct(page, [], body=other)
    publish_again(TenderPage.objects.get(pk=page.pk), summary="Një.")
    read_log()
    assert len(releases(page)) == 3
    assert problems("release", releases(page)[-1]) == []
    roles = {party["id"]: party.get("roles") for party in compiled(page)["parties"]}
    assert roles[f"body-{page.body.key}"] is None
    assert roles[f"body-{other.key}"] == ["procuringEntity"]


def test_a_tender_that_is_not_public_has_no_further_release(site: SiteTree) -> None:
    page = publish_tender(site.sections["sq"])
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    page.body.name = "Drejtoria e Re"
    page.body.save()
    read_log()
    assert TenderRelease.objects.count() == 1
