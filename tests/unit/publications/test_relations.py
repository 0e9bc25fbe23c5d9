"""What acts do to each other and at which meeting they were taken: shown from both sides, and never out of step."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms_pages.models import PublishedItem
from cms_pages.publishing.projector import project_due
from publications.models import ActRelation, MinutesAct
from tests.factories import (
    DecisionPageFactory,
    MinutesPageFactory,
    RegulationPageFactory,
    SiteTree,
    make_site,
    publish_translation,
)
from tests.support.fixtures import project
from tests.support.log import payload_of

EARLY, LATE = datetime.date(2024, 3, 1), datetime.date(2025, 3, 1)


def relate(later: Any, kind: str, *earlier: Any) -> None:
    """Publish a page with these relations and no others."""
    later.relations = [ActRelation(kind=kind, act=page.act) for page in earlier]
    later.save_revision().publish()
    project()


def relations(page: Any) -> list[tuple[str, str]]:
    return [(each["relation"], each["title"]) for each in payload_of(page)["relations"]]


@pytest.fixture
def old(site: SiteTree) -> Any:
    return RegulationPageFactory(parent=site.sections["sq"], title="E vjetra", number="1/2024", date=EARLY)


@pytest.fixture
def new(site: SiteTree, old: Any) -> Any:
    """A regulation that amends the old one."""
    page = RegulationPageFactory(parent=site.sections["sq"], title="E reja", number="2/2025", date=LATE)
    relate(page, "amends", old)
    return page


def test_both_sides_show_it(client: Client, old: Any, new: Any) -> None:
    assert relations(new) == [("amends", "E vjetra")]
    assert relations(old) == [("amended_by", "E reja")]
    (shown,) = payload_of(old)["relations"]
    assert shown == {
        "relation": "amended_by",
        "id": f"{new.translation_key}.sq",
        "type": "regulation",
        "identifier": "assembly/regulation/2025/2",
        "number": "2/2025",
        "title": "E reja",
        "date": "2025-03-01",
        "url": new.full_url,
    }
    for page, words in ((old, "Ndryshuar me"), (new, "Ndryshon")):
        text = client.get(page.get_url()).content.decode()
        assert words in text
        assert (new if page is old else old).get_url() in text


def test_state_of_the_earlier_act_follows(old: Any, new: Any) -> None:
    assert (payload_of(old)["state"], payload_of(new)["state"]) == ("amended", "in_force")
    relate(new, "revokes", old)
    assert payload_of(old)["state"] == "revoked"
    relate(new, "implements", old)
    assert payload_of(old)["state"] == "in_force"


@pytest.mark.parametrize("end", ["unpublish", "delete", "restrict", "remove"])
def test_it_ends_on_both_sides(old: Any, new: Any, end: str) -> None:
    if end == "restrict":
        PageViewRestriction.objects.create(page=new, restriction_type=PageViewRestriction.LOGIN)
    elif end == "remove":
        relate(new, "amends")
    else:
        getattr(new, end)()
    project()
    assert relations(old) == []
    assert payload_of(old)["state"] == "in_force"


def test_earlier_act_that_is_taken_off_is_not_named(old: Any, new: Any) -> None:
    old.unpublish()
    project()
    assert relations(new) == []
    old.refresh_from_db()
    old.save_revision().publish()
    project()
    assert relations(new) == [("amends", "E vjetra")]


def test_draft_says_nothing_yet(old: Any, new: Any, site: SiteTree) -> None:
    draft = DecisionPageFactory(parent=site.sections["sq"], title="Draft", date=LATE, live=False)
    draft.relations = [ActRelation(kind="revokes", act=old.act)]
    draft.save_revision()
    new.relations = []
    new.save_revision()
    project()
    assert relations(old) == [("amended_by", "E reja")]
    draft.save_revision().publish()
    project()
    assert relations(old) == [("revoked_by", "Draft"), ("amended_by", "E reja")]


def test_new_title_and_place_are_shown_on_the_other_side(old: Any, new: Any, site: SiteTree) -> None:
    new.title, new.slug = "E re fare", "e-re-fare"
    new.save_revision().publish()
    project()
    new.refresh_from_db()
    (shown,) = payload_of(old)["relations"]
    assert (shown["title"], shown["url"]) == ("E re fare", new.full_url)
    section = site.sections["sq"]
    section.slug = "aktet"
    section.save_revision().publish()
    project()
    assert payload_of(old)["relations"][0]["url"] == "http://localhost/sq/aktet/e-re-fare/"


def test_translations_show_it_in_their_language_where_they_can(old: Any, new: Any) -> None:
    old_serbian = publish_translation(old, "sr-latn")
    project()
    assert relations(old_serbian) == [("amended_by", "E reja")]
    new_serbian = publish_translation(new, "sr-latn")
    project()
    assert relations(old_serbian) == [("amended_by", "[E reja]")]
    assert relations(new_serbian) == [("amends", "[E vjetra]")]
    assert ActRelation.objects.count() == 1
    relate(new, "amends")
    assert relations(new_serbian) == relations(old_serbian) == []


def test_act_that_is_revoked_from_a_day_on_is_so_on_that_day(old: Any, new: Any) -> None:
    today = timezone.localdate()
    new.date, new.entry_into_force = today, today + datetime.timedelta(days=1)
    relate(new, "revokes", old)
    assert (payload_of(old)["state"], payload_of(new)["state"]) == ("in_force", "not_yet_in_force")
    type(new).objects.filter(pk=new.pk).update(entry_into_force=today)
    # The day has come.
    PublishedItem.objects.update(changes_at=timezone.now())
    assert project_due() >= 2
    assert (payload_of(old)["state"], payload_of(new)["state"]) == ("revoked", "in_force")


def refusal(later: Any, kind: str, *earlier: Any) -> str:
    later.relations = [ActRelation(kind=kind, act=page.act) for page in earlier]
    with pytest.raises(ValidationError) as refused:
        later.save_revision(clean=False).publish()
    (error,) = refused.value.error_list
    return str(error.code)


def test_contradictions_are_refused(old: Any, new: Any, site: SiteTree) -> None:
    section = site.sections["sq"]
    twin = RegulationPageFactory(parent=section, number="3/2025", date=LATE)
    assert refusal(new, "amends", new) == "itself"
    assert refusal(new, "amends", old, old) == "twice"
    assert refusal(old, "amends", twin) == "later"
    relate(new, "revokes", old)
    assert refusal(twin, "revokes", old) == "revoked"
    relate(twin, "amends", new)
    third = RegulationPageFactory(parent=section, number="4/2025", date=LATE)
    relate(third, "amends", twin)
    assert refusal(new, "amends", third) == "circle"
    other = make_site("tjeter.example.org", is_default=False, slug="tjeter")
    assert refusal(third, "amends", RegulationPageFactory(parent=other.sections["sq"], date=EARLY)) == "elsewhere"


def test_minutes_and_acts_show_each_other(client: Client, old: Any, site: SiteTree) -> None:
    minutes = MinutesPageFactory(parent=site.sections["sq"], title="Procesverbali i marsit")
    minutes.acts = [MinutesAct(act=old.act)]
    minutes.save_revision().publish()
    serbian = publish_translation(minutes, "sr-latn")
    project()
    assert [act["number"] for act in payload_of(minutes)["acts"]] == ["1/2024"]
    assert payload_of(serbian)["acts"] == payload_of(minutes)["acts"]
    assert [each["title"] for each in payload_of(old)["minutes"]] == ["Procesverbali i marsit"]
    assert old.get_url() in client.get(minutes.get_url()).content.decode()
    assert minutes.get_url() in client.get(old.get_url()).content.decode()
    minutes.acts = []
    minutes.save_revision().publish()
    project()
    assert payload_of(old)["minutes"] == payload_of(serbian)["acts"] == []
