"""Bodies that are renamed, merged or dissolved."""

import datetime
import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from cms_pages.models import Body, PublishedItem
from cms_pages.selectors import body_names
from publications.models import DecisionPage
from publications.selectors import with_body_name
from tests.factories import BodyFactory, DecisionPageFactory, SiteTree, publish_translation
from tests.factories.registers import rename, translate_row
from tests.support.fixtures import project

pytestmark = pytest.mark.django_db

END = datetime.date(2024, 12, 31)


def item_of(page: Any) -> dict[str, Any]:
    project()
    payload: dict[str, Any] = json.loads(PublishedItem.objects.live().get(page_id=page.pk).payload)
    return payload


@pytest.fixture
def body(site: SiteTree) -> Any:
    return BodyFactory(key="education", name="Drejtoria e Arsimit")


@pytest.mark.parametrize(
    ("day", "name"),
    [(END, "Drejtoria e Arsimit"), (END + datetime.timedelta(days=1), "Drejtoria e Arsimit dhe Kulturës")],
)
def test_act_shows_the_name_of_its_day(site: SiteTree, body: Body, day: datetime.date, name: str) -> None:
    page = DecisionPageFactory(parent=site.sections["sq"], body=body, date=day)
    rename(body, "Drejtoria e Arsimit dhe Kulturës", END)
    assert item_of(page)["body"]["name"] == name
    assert item_of(page)["body"]["current_name"] == "Drejtoria e Arsimit dhe Kulturës"
    assert PublishedItem.objects.get(page_id=page.pk).body_name == name
    listed = with_body_name(DecisionPage.objects.all(), page.locale).get()
    assert listed.body_name == name


def test_translation_shows_the_former_name_in_its_language(site: SiteTree, body: Body) -> None:
    page = DecisionPageFactory(parent=site.sections["sq"], body=body, date=END)
    translated = publish_translation(page, "en")
    rename(body, "Drejtoria e Arsimit dhe Kulturës", END)
    translate_row(
        body,
        "en",
        {
            "Drejtoria e Arsimit dhe Kulturës": "Directorate of Education and Culture",
            "Drejtoria e Arsimit": "Directorate of Education",
        },
    )
    reference = item_of(translated)["body"]
    assert (reference["name"], reference["current_name"]) == (
        "Directorate of Education",
        "Directorate of Education and Culture",
    )
    listed = with_body_name(DecisionPage.objects.filter(pk=page.pk), translated.locale).get()
    assert listed.body_name == "Directorate of Education"


def test_merged_body_names_its_successor_wherever_it_is_named(site: SiteTree, body: Body) -> None:
    page = DecisionPageFactory(parent=site.sections["sq"], body=body, date=END)
    assert item_of(page)["body"]["successor"] is None
    body.ended_on, body.successor = END, BodyFactory(key="culture", name="Drejtoria e Kulturës")
    body.save()
    assert item_of(page)["body"]["ended_on"] == "2024-12-31"
    assert item_of(page)["body"]["successor"] == {"key": "culture", "name": "Drejtoria e Kulturës"}


def test_filters_name_a_body_by_all_its_names(site: SiteTree, body: Body) -> None:
    section = site.sections["sq"]
    for day in (END, END + datetime.timedelta(days=1)):
        DecisionPageFactory(parent=section, body=body, date=day)
    rename(body, "Drejtoria e Arsimit dhe Kulturës", END)
    project()
    label = "Drejtoria e Arsimit dhe Kulturës (më parë Drejtoria e Arsimit)"
    assert body_names(site.site, "sq")["education"] == label


def test_rename_of_the_successor_reaches_the_acts_of_the_merged_body(site: SiteTree, body: Body) -> None:
    successor = BodyFactory(key="culture", name="Drejtoria e Kulturës")
    body.ended_on, body.successor = END, successor
    body.save()
    page = DecisionPageFactory(parent=site.sections["sq"], body=body, date=END)
    item_of(page)
    rename(successor, "Drejtoria e Kulturës dhe Rinisë", END)
    assert item_of(page)["body"]["successor"]["name"] == "Drejtoria e Kulturës dhe Rinisë"


def test_facts_reach_the_other_languages_and_come_back_from_none(site: SiteTree, body: Body) -> None:
    english = translate_row(body, "en", {"Drejtoria e Arsimit": "Directorate of Education"})
    rename(body, "Drejtoria e Arsimit dhe Kulturës", END)
    body.kind, body.ended_on = "directorate", END
    body.save()
    english = Body.objects.get(pk=english.pk)
    assert (english.kind, english.ended_on, english.name) == ("directorate", END, "Directorate of Education")
    assert [former.last_day for former in english.former_names.all()] == [END]
    translate_row(body, "en", {"Drejtoria e Arsimit dhe Kulturës": "Directorate of Education and Culture"})
    assert Body.objects.get(pk=body.pk).former_names.get().name == "Drejtoria e Arsimit"
    assert Body.objects.get(pk=english.pk).ended_on == END


def test_act_after_the_end_is_refused_and_told_the_successor(site: SiteTree, body: Body) -> None:
    body.ended_on, body.successor = END, BodyFactory(key="culture", name="Drejtoria e Kulturës")
    body.save()
    page = DecisionPageFactory(parent=site.sections["sq"], body=body, date=END)
    page.full_clean()
    page.date = END + datetime.timedelta(days=1)
    with pytest.raises(ValidationError) as refused:
        page.full_clean()
    assert "Drejtoria e Kulturës" in str(refused.value.message_dict["body"])


@pytest.mark.parametrize("field", ["successor", "parent"])
def test_circles_are_refused(body: Body, field: str) -> None:
    other = BodyFactory(key="culture", name="Drejtoria e Kulturës", ended_on=END, **{field: body})
    setattr(body, field, other)
    body.ended_on = END
    with pytest.raises(ValidationError) as refused:
        body.full_clean()
    assert list(refused.value.message_dict) == [field]


def test_successor_needs_a_last_day(body: Body) -> None:
    body.successor = BodyFactory(key="culture", name="Drejtoria e Kulturës")
    with pytest.raises(ValidationError) as refused:
        body.full_clean()
    assert list(refused.value.message_dict) == ["ended_on"]
