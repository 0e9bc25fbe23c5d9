"""What is said of a tender otherwise than in its last release is published as one more, and the others stay."""

import json
from typing import Any

import pytest
from wagtail.models import PageViewRestriction

from publications.models import Tender, TenderPage, TenderRelease
from tests.factories import SiteTree, publish_translation
from tests.factories.tenders import TO_CONTRACT, ago, give_steps, publish_tender
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
