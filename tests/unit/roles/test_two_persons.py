"""Publishing by two: who submits or writes does not approve."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, TaskState

from tests.factories import SiteTree, StandardPageFactory
from tests.factories.offices import Person, set_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(site: SiteTree) -> dict[str, Person]:
    return set_up(site)


@pytest.fixture
def page(site: SiteTree) -> Any:
    return StandardPageFactory(parent=site.sections["sq"], live=False, title="Shkruar")


def is_live(page: Page) -> bool:
    return bool(Page.objects.filter(pk=page.pk, live=True).exists())


def approve_from_list(client: Client, page: Page) -> int:
    state = TaskState.objects.get(workflow_state__object_id=str(page.pk), status="in_progress")
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    return int(client.post(url).status_code)


@pytest.mark.parametrize("role", ["press_officer", "access_officer", "webmaster", "coordinator"])
@pytest.mark.parametrize("approver", ["director", "coordinator"])
def test_second_person_approves_and_it_is_published(
    office: dict[str, Person], page: Any, role: str, approver: str
) -> None:
    office[role].submit(page, "Shkruar")
    assert not is_live(page)
    office[approver].approve(page, "Shkruar")
    assert is_live(page) == (role != approver)


@pytest.mark.parametrize("role", ["director", "coordinator"])
def test_who_submitted_does_not_approve_by_any_way(office: dict[str, Person], page: Any, role: str) -> None:
    office[role].submit(page, "Shkruar")
    office[role].approve(page, "Shkruar")
    approve_from_list(office[role].client, page)
    assert not is_live(page)
    assert Page.objects.get(pk=page.pk).workflow_in_progress


@pytest.mark.parametrize("role", ["press_officer", "access_officer", "webmaster"])
def test_other_posts_do_not_approve(office: dict[str, Person], page: Any, role: str) -> None:
    office["coordinator"].submit(page, "Shkruar")
    office[role].approve(page, "Shkruar")
    approve_from_list(office[role].client, page)
    assert not is_live(page)


def test_administrator_who_submitted_does_not_approve(office: dict[str, Person], page: Any) -> None:
    User.objects.filter(pk=office["press_officer"].user.pk).update(is_superuser=True)
    office["press_officer"].submit(page, "Shkruar")
    approve_from_list(office["press_officer"].client, page)
    assert not is_live(page)


def test_who_changed_it_while_approving_needs_another_person(office: dict[str, Person], page: Any) -> None:
    office["press_officer"].submit(page, "Shkruar")
    answer = office["coordinator"].approve(page, "Ndryshuar")
    assert not is_live(page)
    said = [str(message) for message in get_messages(answer.wsgi_request)]
    assert any("Ndryshuar" in text and "person tjetër" in text for text in said), said
    approve_from_list(office["coordinator"].client, page)
    assert not is_live(page)
    office["director"].approve(page, "Ndryshuar")
    assert is_live(page)
    assert Page.objects.get(pk=page.pk).title == "Ndryshuar"


def test_who_wrote_what_another_submitted_does_not_approve(office: dict[str, Person], page: Any) -> None:
    office["coordinator"].save(page, "Ndryshuar")
    page.refresh_from_db()
    page.get_workflow().start(page, office["press_officer"].user)
    approve_from_list(office["coordinator"].client, page)
    assert not is_live(page)


def test_own_submissions_are_not_among_what_awaits_review(office: dict[str, Person], page: Any) -> None:
    office["coordinator"].submit(page, "Shkruar")
    states = {
        role: page.current_workflow_task.get_task_states_user_can_moderate(office[role].user).count()
        for role in ("director", "coordinator", "press_officer")
    }
    assert states == {"director": 1, "coordinator": 0, "press_officer": 0}
    assert TaskState.objects.reviewable_by(office["director"].user).count() == 1


def test_approvers_get_a_message_by_mail(office: dict[str, Person], page: Any) -> None:
    office["press_officer"].submit(page, "Shkruar")
    assert {to for message in mail.outbox for to in message.to} == {
        office["director"].user.email,
        office["coordinator"].user.email,
    }


def test_changes_of_what_is_published_wait_too(office: dict[str, Person], site: SiteTree) -> None:
    page = StandardPageFactory(parent=site.sections["sq"], title="E para")
    office["press_officer"].submit(page, "E dyta")
    assert Page.objects.get(pk=page.pk).title == "E para"
    office["coordinator"].approve(page, "E dyta")
    assert Page.objects.get(pk=page.pk).title == "E dyta"


def test_second_person_sends_it_back_and_the_author_submits_again(office: dict[str, Person], page: Any) -> None:
    office["press_officer"].submit(page, "Shkruar")
    reject = {"action-workflow-action": "1", "workflow-action-name": "reject"}
    office["coordinator"].save(
        page, "Shkruar", **reject, **{"workflow-action-extra-data": '{"comment": "Shiko datën"}'}
    )
    assert Page.objects.get(pk=page.pk).current_workflow_state.status == "needs_changes"
    office["press_officer"].submit(page, "Shkruar më mirë")
    office["coordinator"].approve(page, "Shkruar më mirë")
    assert is_live(page)
