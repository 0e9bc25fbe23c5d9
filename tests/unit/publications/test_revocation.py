"""An act is revoked in two steps, by two persons, and once."""

import datetime
import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from cms_pages.models import PublishedItem
from cms_pages.publishing.projector import project_due
from publications.contradictions import relation_errors
from publications.models import ActChange, ActRelation, Revocation, RevocationStatus
from publications.revocation import decide, request_revocation
from publications.withdrawal import withdraw
from tests.api.client import CONTENT, get
from tests.factories import DecisionPageFactory, SiteTree, publish_translation
from tests.factories.offices import ROLES, Person, set_up
from tests.support.fixtures import again, project
from tests.support.log import payload_of

DAY = datetime.timedelta(days=1)
WHY = {"sq": "Gjykata e anuloi.", "en": "The court annulled it."}
COURT = "Aktgjykimi A.nr. 12/2025"


@pytest.fixture
def office(site: SiteTree) -> dict[str, Person]:
    return set_up(site)


@pytest.fixture
def act(site: SiteTree) -> Any:
    page = DecisionPageFactory(parent=site.sections["sq"], title="Vendim për ujin", date=datetime.date(2025, 3, 1))
    project()
    return page


def address(page: Page) -> str:
    return reverse("publications_revocation", args=[page.pk])


def form(**changes: Any) -> dict[str, Any]:
    return {"revoked_from": "2025-06-01", "by": COURT, "sr-latn": "", **WHY, **changes}


def ask(person: Person, page: Page, **changes: Any) -> Any:
    return person.client.post(address(page), form(**changes))


def decided(person: Person, page: Page, decision: str, note: str = "", **headers: str) -> Any:
    response = person.client.post(address(page), {"decision": decision, "note": note}, **headers)  # type: ignore[arg-type] # what goes into the request
    project()
    return response


def status(page: Any) -> str:
    return Revocation.objects.filter(act=page.act).latest("pk").status


def test_one_asks_another_approves_and_the_public_reads_it(office: dict[str, Person], act: Any, client: Client) -> None:
    translated = publish_translation(act, "en", {"title": "Decision on water"})
    assert ask(office["coordinator"], act).status_code == 302
    project()
    assert (payload_of(act)["state"], payload_of(act)["revocation"]) == ("in_force", None)
    assert COURT not in client.get(act.url).content.decode()
    assert decided(office["director"], act, "approved").status_code == 302
    item = payload_of(act)
    assert item["state"] == "revoked"
    assert item["revocation"] == {
        "revoked_from": "2025-06-01", "by": COURT, "reason": WHY["sq"], "reason_locale": "sq",
    }  # fmt: skip
    change = item["changes"][0]
    assert (change["kind"], change["reason"], change["post"]) == ("revoked", WHY["sq"], "Drejtori i zyrës")
    assert (payload_of(translated)["state"], payload_of(translated)["revocation"]["reason"]) == ("revoked", WHY["en"])
    html = client.get(act.url).content.decode()
    assert all(text in html for text in (COURT, WHY["sq"], "Shfuqizuar"))
    # What revokes it is written once, in the language of the original.
    said = r"<dd\s+{}>\s*" + re.escape(COURT)
    assert re.search(said.format(""), html)
    assert re.search(said.format('lang="sq"'), client.get(translated.url).content.decode())
    assert [entry.action for entry in PageLogEntry.objects.filter(page=act.pk, action__contains="revocation")] == [
        "publications.approve_revocation", "publications.request_revocation",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "sentence"), [("sq", "Këtë shfuqizim e kërkuat vetë"), ("sr-latn", "Ovo ukidanje ste sami zatražili")]
)
def test_who_asked_does_not_decide(office: dict[str, Person], act: Any, language: str, sentence: str) -> None:
    person = office["director"]
    User.objects.filter(pk=person.user.pk).update(is_superuser=True)
    ask(person, act)
    for decision in ("approved", "refused"):
        response = decided(person, act, decision, "Jo.", HTTP_ACCEPT_LANGUAGE=language)
        assert sentence in response.context["form"].errors["decision"][0]
        assert sentence in response.content.decode()
    assert (status(act), payload_of(act)["state"]) == ("pending", "in_force")


def test_coordinator_and_press_officer_ask_and_the_director_decides(office: dict[str, Person], act: Any) -> None:
    asked, approved = [], []
    for role in ROLES:
        ask(office[role], act)
        asked += [role] if Revocation.objects.exists() else []
        Revocation.objects.all().delete()
    request_revocation(act, User.objects.create_user("tjetri"), revoked_from=act.date, reason=WHY)
    for role in ROLES:
        decided(office[role], act, "approved")
        approved += [role] if status(act) == "approved" else []
        Revocation.objects.update(status=RevocationStatus.PENDING)
    assert (asked, approved) == (["coordinator", "press_officer"], ["director"])


def test_refused_with_a_reason_and_asked_for_anew(office: dict[str, Person], act: Any) -> None:
    ask(office["press_officer"], act)
    refused = decided(office["director"], act, "refused")
    assert list(refused.context["form"].errors) == ["note"]
    decided(office["director"], act, "refused", "Aktgjykimi nuk është i plotfuqishëm.")
    assert (status(act), payload_of(act)["state"]) == ("refused", "in_force")
    assert "plotfuqishëm" in office["press_officer"].client.get(address(act)).content.decode()
    assert "plotfuqishëm" not in str(payload_of(act))
    ask(office["press_officer"], act)
    decided(office["director"], act, "approved")
    assert payload_of(act)["state"] == "revoked"


def test_only_who_asked_takes_it_back(office: dict[str, Person], act: Any) -> None:
    ask(office["coordinator"], act)
    for role in ("press_officer", "director"):
        office[role].client.post(address(act), {"take_back": "1"})
        assert status(act) == "pending"
    office["coordinator"].client.post(address(act), {"take_back": "1"})
    assert status(act) == "taken_back"
    decided(office["director"], act, "approved")
    assert status(act) == "taken_back"


def test_it_waits_on_the_first_screen_of_who_approves(office: dict[str, Person], act: Any) -> None:
    ask(office["coordinator"], act)
    shown = {role: address(act) in person.client.get("/admin/").content.decode() for role, person in office.items()}
    assert [role for role in ROLES if shown[role]] == ["director"]


def test_from_a_day_ahead_it_is_revoked_on_that_day(office: dict[str, Person], act: Any) -> None:
    tomorrow = timezone.localdate() + DAY
    ask(office["coordinator"], act, revoked_from=tomorrow.isoformat())
    decided(office["director"], act, "approved")
    assert (payload_of(act)["state"], payload_of(act)["revocation"]["by"]) == ("in_force", COURT)
    Revocation.objects.update(revoked_from=tomorrow - DAY)
    # The day has come.
    item = PublishedItem.objects.get(page_id=act.pk)
    assert timezone.localdate(item.changes_at) == tomorrow
    PublishedItem.objects.filter(pk=item.pk).update(changes_at=timezone.now())
    project_due()
    assert payload_of(act)["state"] == "revoked"


def test_what_is_wrong_with_a_request_is_said_at_the_field(office: dict[str, Person], act: Any) -> None:
    for field, wrong in (
        ("revoked_from", "2025-02-28"), ("revoked_from", "2205-06-01"), ("revoked_from", ""), ("sq", " "),
    ):  # fmt: skip
        response = ask(office["coordinator"], act, **{field: wrong})
        assert list(response.context["form"].errors) == [field]
    assert not Revocation.objects.exists()


def test_what_an_act_revokes_is_not_revoked_again(office: dict[str, Person], act: Any, site: SiteTree) -> None:
    ask(office["coordinator"], act)
    later = DecisionPageFactory(parent=site.sections["sq"], title="E reja", date=datetime.date(2025, 5, 1))
    later.relations = [ActRelation(kind="revokes", act=act.act)]
    later.save_revision().publish()
    response = decided(office["director"], act, "approved")
    assert "E reja" in response.context["form"].errors["decision"][0]
    assert status(act) == "pending"


def test_what_is_revoked_by_request_no_act_revokes(office: dict[str, Person], act: Any, site: SiteTree) -> None:
    ask(office["coordinator"], act)
    decided(office["director"], act, "approved")
    later = DecisionPageFactory(parent=site.sections["sq"], date=datetime.date(2025, 7, 1))
    errors = relation_errors([("revokes", act.act)], later.translation_key, later.date, near=later)
    assert errors[0].code == "revoked"


def test_it_is_decided_once(office: dict[str, Person], act: Any) -> None:
    made = request_revocation(act, office["coordinator"].user, revoked_from=act.date, reason=WHY)
    decide(act, made, office["director"].user, RevocationStatus.APPROVED)
    with pytest.raises(ValidationError, match="decision"):
        decide(act, made, office["director"].user, RevocationStatus.APPROVED)
    assert ActChange.objects.filter(kind="revoked").count() == 1


def test_an_act_that_is_withdrawn_in_the_same_moment_is_not_revoked(act: Any) -> None:
    read_before = [again(act), again(act)]
    asks, decides = (User.objects.create_user(name) for name in ("kerkon", "vendos"))
    made = request_revocation(act, asks, revoked_from=act.date, reason=WHY)
    withdraw(again(act), {"sq": "Gabim."})
    with pytest.raises(ValidationError, match="publikuar"):
        decide(read_before[0], made, decides, RevocationStatus.APPROVED)
    decide(read_before[0], made, decides, RevocationStatus.REFUSED)
    with pytest.raises(ValidationError, match="publikuar"):
        request_revocation(read_before[1], asks, revoked_from=act.date, reason=WHY)


def test_the_tombstone_of_a_withdrawn_act_says_its_state(act: Any) -> None:
    withdraw(again(act), WHY)
    project()
    gone = get(f"{CONTENT}items/{act.translation_key}.sq/").json()
    assert gone["withdrawal"]["state"] == "withdrawn"


def test_an_act_is_not_moved_past_one_that_refers_to_it(act: Any, site: SiteTree) -> None:
    later = DecisionPageFactory(parent=site.sections["sq"], title="E reja", date=datetime.date(2025, 5, 1))
    later.relations = [ActRelation(kind="amends", act=act.act)]
    later.save_revision().publish()
    page = again(act)
    page.date = later.date
    page.save()
    page.date = later.date + DAY
    with pytest.raises(ValidationError, match="E reja") as refused:
        page.save()
    assert list(refused.value.error_dict) == ["date"]
