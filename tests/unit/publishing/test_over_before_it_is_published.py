"""What is over before anybody could read it is not published: an act would be called published for ever."""

import datetime
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from tests.factories import DecisionPageFactory, NoticePageFactory, SiteTree, StandardPageFactory
from tests.factories.tenders import TenderPageFactory
from tests.support.fixtures import again

WHY = "It would be withdrawn before anybody can read it. Set a later time, or none."
HOUR = datetime.timedelta(hours=1)


@pytest.fixture(params=[DecisionPageFactory, NoticePageFactory, TenderPageFactory])
def late(request: pytest.FixtureRequest, site: SiteTree) -> Any:
    """A draft that waited until the time had passed at which it was to be withdrawn."""
    page = request.param(parent=site.sections["sq"], live=False, first_published_at=None)
    page.expire_at = timezone.now() - HOUR
    page.save_revision()
    return page


def said(answer: Any) -> list[str]:
    return [unescape(str(message)) for message in answer.context["messages"]]


def test_it_is_not_approved(admin_client: Client, late: Any) -> None:
    late.get_workflow().start(late, None)
    state = late.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[late.pk, "approve", state.pk])
    answer = admin_client.post(url, {"comment": ""}, follow=True, HTTP_ACCEPT_LANGUAGE="en")
    assert any(WHY in message for message in said(answer))
    state.refresh_from_db()
    assert (again(late).live, state.status) == (False, "in_progress")


def test_it_is_not_published_with_others(admin_client: Client, late: Any) -> None:
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    answer = admin_client.post(f"{url}?id={late.pk}&next=/admin/", follow=True, HTTP_ACCEPT_LANGUAGE="en")
    assert any(WHY in message for message in said(answer))
    assert not again(late).live


def test_both_times_the_same_are_refused_at_the_field(admin_client: Client, site: SiteTree) -> None:
    page = StandardPageFactory(parent=site.sections["sq"], live=False)
    at = f"{timezone.localtime(timezone.now() + 24 * HOUR):%Y-%m-%d %H:%M}"
    form = {"title": page.title, "slug": page.slug, "summary": "", "content": streamfield([])}
    times = {"go_live_at": at, "expire_at": at, "comments": inline_formset([]), "action-publish": "1"}
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    refused = admin_client.post(url, nested_form_data(form | times), HTTP_ACCEPT_LANGUAGE="en")
    assert refused.context["form"].errors == {"expire_at": [WHY]}
