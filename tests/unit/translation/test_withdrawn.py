"""A translation is not published while its original is not."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Workflow
from wagtail_localize.models import Translation

from cms_pages.publishing.scheduled import publish_due
from tests.factories import DecisionPageFactory, SiteTree, StandardPageFactory, publish_translation

REFUSED = "Publikoni së pari origjinalin"


@pytest.fixture
def admin(client: Client, db: None) -> Client:
    client.force_login(User.objects.create_superuser("admin", password="x"))
    return client


@pytest.fixture
def withdrawn(site: SiteTree) -> Any:
    """The translation of a decision that was withdrawn."""
    original = DecisionPageFactory(parent=site.sections["sq"], title="Vendim")
    original.save_revision().publish()
    translation = publish_translation(original, "sr-latn", {"Vendim": "Odluka"})
    original.unpublish()
    translation.refresh_from_db()
    return translation


def is_live(page: Page) -> bool:
    return bool(Page.objects.get(pk=page.pk).live)


def publish_in_translation_editor(admin: Client, page: Page) -> str:
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return admin.post(url, {"action": "publish"}, follow=True).content.decode()


def publish_with_others(admin: Client, page: Page) -> str:
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    return admin.post(f"{url}?id={page.pk}&next=/admin/", follow=True).content.decode()


@pytest.mark.parametrize("meanwhile", ["its original is deleted", "its translation is stopped"])
def test_who_publishes_what_is_a_translation_no_more_is_told(admin: Client, site: SiteTree, meanwhile: str) -> None:
    original = StandardPageFactory(parent=site.sections["sq"], title="Faqja")
    page = publish_translation(original, "sr-latn", {"Faqja": "Stranica"})
    if meanwhile == "its original is deleted":
        original.delete()
    else:
        Translation.objects.update(enabled=False)
    answer = publish_in_translation_editor(admin, page)
    assert "Dikush ia ka ndalur përkthimin ndërkohë" in answer
    assert "Stranica" in answer


@pytest.mark.parametrize("publish", [publish_in_translation_editor, publish_with_others])
def test_translation_of_what_was_withdrawn_is_refused(admin: Client, withdrawn: Any, publish: Any) -> None:
    answer = publish(admin, withdrawn)
    assert REFUSED in answer
    assert "Odluka" in answer
    assert not is_live(withdrawn)


@pytest.mark.parametrize("publish", [publish_in_translation_editor, publish_with_others])
@pytest.mark.django_db(transaction=True)
def test_it_is_published_once_the_original_is_again(admin: Client, withdrawn: Any, publish: Any) -> None:
    original = withdrawn.get_translations().get(locale__language_code="sq").specific
    original.save_revision().publish()
    assert REFUSED not in publish(admin, withdrawn)
    assert is_live(withdrawn)


def test_it_is_published_once_its_link_to_the_original_is_cut(admin: Client, withdrawn: Any) -> None:
    Translation.objects.update(enabled=False)
    publish_with_others(admin, withdrawn)
    assert is_live(withdrawn)


def test_original_that_was_withdrawn_is_published_again(admin: Client, withdrawn: Any) -> None:
    original = withdrawn.get_translations().get(locale__language_code="sq")
    publish_with_others(admin, original)
    assert is_live(original)


def draft_of(page: Any) -> Any:
    draft = page.get_latest_revision_as_object()
    draft.title = "Odluka, ponovo"
    return draft


def test_schedule_of_a_translation_waits_for_its_original(withdrawn: Any) -> None:
    draft = draft_of(withdrawn)
    other = StandardPageFactory(parent=withdrawn.get_parent().get_parent(), live=False)
    for page in (draft, other):
        revision = page.save_revision()
        revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
        revision.save()
    publish_due()
    assert not is_live(withdrawn)
    assert is_live(other)
    withdrawn.get_translations().get(locale__language_code="sq").specific.save_revision().publish()
    publish_due()
    assert is_live(withdrawn)
    assert Page.objects.get(pk=withdrawn.pk).title == "Odluka, ponovo"


@pytest.fixture
def in_workflow(withdrawn: Any) -> Any:
    """The translation, of which one task is left to approve."""
    workflow = Workflow.objects.get(name="Moderators approval")
    draft_of(withdrawn).save_revision()
    workflow.start(withdrawn, User.objects.create_user("prevodilac"))
    return withdrawn


def approve_in_editor(admin: Client, page: Page) -> str:
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = {"action-workflow-action": "1", "workflow-action-name": "approve"}
    return admin.post(url, data, follow=True).content.decode()


def approve_on_dashboard(admin: Client, page: Any) -> str:
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", page.current_workflow_task_state.pk])
    return admin.post(url, {"comment": ""}, follow=True).content.decode()


def test_approving_it_in_the_editor_is_refused_and_said(admin: Client, in_workflow: Any) -> None:
    assert REFUSED in approve_in_editor(admin, in_workflow)
    assert not is_live(in_workflow)
    assert in_workflow.workflow_in_progress


def test_approving_it_on_the_dashboard_is_refused_and_said(admin: Client, in_workflow: Any) -> None:
    answer = approve_on_dashboard(admin, in_workflow)
    assert REFUSED in answer
    assert "Odluka" in answer
    assert not is_live(in_workflow)
    assert in_workflow.current_workflow_task_state.status == "in_progress"


def test_approved_once_the_original_is_published(admin: Client, in_workflow: Any) -> None:
    in_workflow.get_translations().get(locale__language_code="sq").specific.save_revision().publish()
    approve_on_dashboard(admin, in_workflow)
    assert is_live(in_workflow)


def test_api_of_the_admin_refuses_it(admin: Client, withdrawn: Any) -> None:
    response = admin.post(reverse("wagtailadmin_api:pages:action", args=[withdrawn.pk, "publish"]))
    assert response.status_code == 400
    assert not is_live(withdrawn)


def test_code_cannot_publish_it(withdrawn: Any) -> None:
    with pytest.raises(PermissionDenied):
        withdrawn.get_latest_revision().publish()
    withdrawn.live = True
    with pytest.raises(ValidationError):
        withdrawn.save()
