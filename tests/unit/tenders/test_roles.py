"""Who may publish a tender, and approve it in its form: each post tries."""

from html import unescape
from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import TaskState
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from publications.models import TenderPage, TenderRelease
from tests.factories import SiteTree
from tests.factories.offices import Person, set_up
from tests.factories.tenders import TenderPageFactory, give_steps, steps_of

pytestmark = pytest.mark.django_db

APPROVE = {"action-workflow-action": "1", "workflow-action-name": "approve"}
NO_APPROVERS = ("press_officer", "access_officer", "media_officer", "webmaster")


@pytest.fixture
def office(site: SiteTree) -> dict[str, Person]:
    return set_up(site)


@pytest.fixture
def page(site: SiteTree) -> TenderPage:
    page: TenderPage = TenderPageFactory(parent=site.sections["sq"])
    give_steps(page, steps_of("contract_notice"), {})
    page.save_revision()
    return page


def send(person: Person, page: TenderPage, **button: str) -> Any:
    """Send the tender's form as it is, with the button that was pressed."""
    facts = {name: getattr(page, name) for name in ("title", "slug", "summary", "number", "value")}
    chosen = {name: getattr(page, f"{name}_id") for name in ("body", "procedure", "contract_type", "value_class")}
    rows = dict.fromkeys(("lots", "comments"), inline_formset([]))
    data = nested_form_data({**facts, **chosen, **rows, "content": streamfield([])})
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return person.client.post(address, {**data, **button}, headers={"accept-language": "en"})


def submit(person: Person, page: TenderPage) -> None:
    assert send(person, page, **{"action-submit": "1"}).status_code == 302
    assert TaskState.objects.filter(workflow_state__object_id=str(page.pk), status="in_progress").exists()


def is_public(page: TenderPage) -> bool:
    live = TenderPage.objects.get(pk=page.pk).live
    assert TenderRelease.objects.exists() is live
    return live


@pytest.mark.parametrize("approver", ["director", "coordinator"])
def test_a_second_person_approves_in_the_form(office: dict[str, Person], page: TenderPage, approver: str) -> None:
    submit(office["press_officer"], page)
    assert not is_public(page)
    assert send(office[approver], page, **APPROVE).status_code == 302
    assert is_public(page)


def test_other_posts_do_not(office: dict[str, Person], page: TenderPage) -> None:
    submit(office["coordinator"], page)
    for role in NO_APPROVERS:
        send(office[role], page, **APPROVE)
        assert not is_public(page), role


@pytest.mark.parametrize("role", ["director", "coordinator"])
def test_who_submitted_does_not(office: dict[str, Person], page: TenderPage, role: str) -> None:
    submit(office[role], page)
    send(office[role], page, **APPROVE)
    assert not is_public(page)


def test_who_may_not_publish_does_not_by_pressing_the_button_all_the_same(
    office: dict[str, Person], page: TenderPage
) -> None:
    for role in (*NO_APPROVERS, "coordinator"):
        send(office[role], page, **{"action-publish": "1"})
        assert not is_public(page), role
    send(office["director"], page, **{"action-publish": "1"})
    assert is_public(page)


def test_what_cannot_be_published_is_refused_in_the_form_and_waits(office: dict[str, Person], site: SiteTree) -> None:
    page: TenderPage = TenderPageFactory(parent=site.sections["sq"])
    page.save_revision()
    refused = send(office["press_officer"], page, **{"action-submit": "1"})
    # As where its only step was removed while it waited.
    page.get_workflow().start(page, office["press_officer"].user)
    answer = send(office["director"], page, **APPROVE)
    assert answer.status_code == 200
    for shown in (refused, answer):
        assert "A tender is published with its first step" in unescape(shown.content.decode())
    assert not is_public(page)
    assert TaskState.objects.get(workflow_state__object_id=str(page.pk)).status == "in_progress"
