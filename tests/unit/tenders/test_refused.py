"""A draft that cannot be published is refused with the reason, whichever way somebody would publish it."""

import datetime
from html import unescape
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import GroupApprovalTask, Revision, Workflow, WorkflowTask

from cms_pages.publishing.models import FailedSchedule
from cms_pages.publishing.scheduled import publish_due
from publications.models import TenderPage, TenderRelease
from tests.factories import DecisionPageFactory, NewsPageFactory, SiteTree
from tests.factories.tenders import TenderPageFactory, give_steps, steps_of

pytestmark = pytest.mark.django_db

WHY = "A tender is published with its first step: add one, such as the contract notice."


@pytest.fixture
def page(site: SiteTree) -> TenderPage:
    """A tender whose only step was removed while it waited."""
    page: TenderPage = TenderPageFactory(parent=site.sections["sq"], title="Pa hap")
    page.save_revision()
    return page


def in_review(page: Any) -> Any:
    workflow = Workflow.objects.create(name="Shqyrtim")
    task = GroupApprovalTask.objects.create(name="Shqyrtim")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    workflow.start(page, None)
    return page.current_workflow_task_state


def approve(client: Client, page: Any, state: Any, **headers: str) -> list[str]:
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    answer = client.post(url, {"comment": ""}, headers={"Accept-Language": "en", **headers})
    assert answer.status_code in (200, 302)
    return [str(message).strip() for message in get_messages(answer.wsgi_request)]


def nothing_is_public(page: TenderPage) -> bool:
    return not TenderPage.objects.get(pk=page.pk).live and not TenderRelease.objects.exists()


@pytest.mark.parametrize("ajax", [{}, {"X-Requested-With": "XMLHttpRequest"}])
def test_approval_says_why_and_it_stays_in_review(admin_client: Client, page: TenderPage, ajax: dict[str, str]) -> None:
    state = in_review(page)
    assert approve(admin_client, page, state, **ajax) == [f"“Pa hap” cannot be published. {WHY}"]
    state.refresh_from_db()
    assert nothing_is_public(page)
    assert state.status == "in_progress"


def test_what_only_saving_refuses_is_said_where_it_is_approved(admin_client: Client, site: SiteTree) -> None:
    page = DecisionPageFactory(parent=site.sections["sq"], title="Shfuqizimi")
    other = DecisionPageFactory(parent=site.sections["sq"])
    page.relations.create(kind="revokes", act=other.act)
    page.save_revision().publish()
    page.relations.create(kind="amends", act=page.act)
    page.save_revision(clean=False)
    state = in_review(page)
    (said,) = approve(admin_client, page, state)
    assert said.startswith("“Shfuqizimi” cannot be published. Relation 2: ")
    state.refresh_from_db()
    assert state.status == "in_progress"


def test_several_are_published_without_it(admin_client: Client, site: SiteTree, page: TenderPage) -> None:
    other = NewsPageFactory(parent=site.sections["sq"], live=False)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    answer = admin_client.post(f"{url}?id={page.pk}&id={other.pk}&next=/admin/", follow=True, HTTP_ACCEPT_LANGUAGE="en")
    assert f"Pa hap</a>: {WHY}" in unescape(answer.content.decode())
    assert nothing_is_public(page)
    other.refresh_from_db()
    assert other.live


def test_it_is_not_even_scheduled(admin_client: Client, page: TenderPage) -> None:
    page.go_live_at = timezone.now() + datetime.timedelta(days=1)
    page.save_revision()
    state = in_review(page)
    assert approve(admin_client, page, state) == [f"“Pa hap” cannot be published. {WHY}"]
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def test_act_with_a_taken_number_is_not_even_scheduled(admin_client: Client, site: SiteTree) -> None:
    late = DecisionPageFactory(parent=site.sections["sq"], live=False)
    late.go_live_at = timezone.now() + datetime.timedelta(days=1)
    late.save_revision()
    DecisionPageFactory(parent=site.sections["sq"], body=late.body, date=late.date)
    type(late).objects.exclude(pk=late.pk).update(number=late.number)
    (said,) = approve(admin_client, late, in_review(late))
    assert late.number in said
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def test_what_became_wrong_until_its_time_is_reported_and_nothing_is_public(page: TenderPage) -> None:
    page.go_live_at = timezone.now() + datetime.timedelta(hours=1)
    give_steps(page, steps_of("contract_notice"), {})
    page.save_revision().publish()
    revision = Revision.objects.get(approved_go_live_at__isnull=False)
    at = timezone.now() - datetime.timedelta(minutes=1)
    revision.approved_go_live_at = at
    revision.content |= {"go_live_at": at.isoformat(), "value": None}
    revision.save()
    with translation.override("en"):
        (failure,) = publish_due()
    assert failure.reason.startswith("Step 1, Contract notice: Enter the estimated value")
    assert FailedSchedule.objects.count() == 1
    assert nothing_is_public(page)
