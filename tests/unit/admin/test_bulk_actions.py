"""What is done to several pages at once reaches the publication log like what is done to one."""

from html import unescape

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Page, PageLogEntry, Workflow, WorkflowTask
from wagtail.users.models import UserProfile

from cms_pages.publishing.models import PublishedItem
from tests.factories import DecisionPageFactory, NewsPageFactory, SiteTree, publish_translation
from tests.support.fixtures import project


def live(pages: list[Page]) -> set[int]:
    project()
    shown = PublishedItem.objects.live().filter(page_id__in=[page.pk for page in pages])
    return set(shown.values_list("page_id", flat=True))


def do(client: Client, action: str, pages: list[Page]) -> None:
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    chosen = "&".join(f"id={page.pk}" for page in pages)
    assert client.post(f"{url}?{chosen}&next=/admin/", {"include_descendants": ""}).status_code == 302


@pytest.mark.django_db
def test_several_pages_are_published_withdrawn_and_deleted(client: Client, site: SiteTree) -> None:
    client.force_login(User.objects.create_superuser("admin", password="x"))
    pages = [NewsPageFactory(parent=site.sections["sq"], live=False) for _number in range(3)]
    assert live(pages) == set()
    do(client, "publish", pages)
    assert live(pages) == {page.pk for page in pages}
    do(client, "unpublish", pages[:2])
    assert live(pages) == {pages[2].pk}
    do(client, "delete", pages)
    assert live(pages) == set()


@pytest.fixture
def publisher(client: Client, site: SiteTree) -> Client:
    user = User.objects.create_user("publikuesja", password="x")
    user.groups.add(Group.objects.get(name="Moderators"))
    UserProfile.objects.create(user=user, preferred_language="en")
    client.force_login(user)
    return client


def incomplete(section: Page, title: str = "Pa kopje") -> Page:
    """A draft without the signed copy, which only what is published needs."""
    page = DecisionPageFactory(parent=section, live=False, title=title)
    page.signed_pdf = None
    page.save_revision(clean=False)
    return page


def said(client: Client, pages: list[Page], listing: str = "/admin/") -> str:
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    chosen = "&".join(f"id={page.pk}" for page in pages)
    response = client.post(f"{url}?{chosen}&next={listing}", {"include_descendants": ""}, follow=True)
    return unescape(response.content.decode())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "what"), [("sq", "nuk u publikua"), ("sr-latn", "nije objavljena"), ("en", "was not published")]
)
def test_refused_page_is_named_and_the_others_are_published(
    publisher: Client, site: SiteTree, language: str, what: str
) -> None:
    UserProfile.objects.update(preferred_language=language)
    section = site.sections["sq"]
    bad = incomplete(section, "Pa kopje <b>")
    good = [NewsPageFactory(parent=section, live=False), DecisionPageFactory(parent=section, live=False)]
    shown = said(publisher, [good[0], bad, good[1]], reverse("decisions:index"))
    assert live([bad, *good]) == {page.pk for page in good}
    assert what in shown
    assert f'<a href="{reverse("wagtailadmin_pages:edit", args=[bad.pk])}">Pa kopje <b></a>' in shown


@pytest.mark.django_db
def test_refused_page_is_as_it_was(publisher: Client, site: SiteTree) -> None:
    bad = incomplete(site.sections["sq"])
    shown = said(publisher, [bad])
    assert "has been published" not in shown
    assert not PageLogEntry.objects.filter(page=bad.pk, action="wagtail.publish").exists()


@pytest.mark.django_db
def test_translation_of_what_is_not_published_is_refused_and_others_are_not(publisher: Client, site: SiteTree) -> None:
    original = NewsPageFactory(parent=site.sections["sq"])
    original.save_revision().publish()
    target = publish_translation(original, "sr-latn")
    original.unpublish()
    other = NewsPageFactory(parent=site.sections["sq"], live=False)
    assert "Publish the original first." in said(publisher, [target, other])
    assert live([target, other]) == {other.pk}


@pytest.mark.django_db
def test_drafts_below_are_published_as_far_as_they_can_be(publisher: Client, site: SiteTree) -> None:
    section = site.sections["sq"]
    bad = incomplete(section)
    good = NewsPageFactory(parent=section, live=False)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    publisher.post(f"{url}?id={section.pk}&next=/admin/", {"include_descendants": "on"})
    assert live([bad, good]) == {good.pk}


@pytest.mark.django_db
def test_who_may_not_publish_publishes_nothing(client: Client, site: SiteTree) -> None:
    user = User.objects.create_user("redaktorja", password="x")
    user.groups.add(Group.objects.get(name="Editors"))
    client.force_login(user)
    page = NewsPageFactory(parent=site.sections["sq"], live=False)
    said(client, [page])
    assert live([page]) == set()


@pytest.mark.django_db
def test_what_waits_for_anothers_approval_is_not_published(publisher: Client, site: SiteTree) -> None:
    page = NewsPageFactory(parent=site.sections["sq"], live=False)
    task = GroupApprovalTask.objects.create(name="Drejtoria")
    task.groups.add(Group.objects.create(name="Drejtorët"))
    workflow = Workflow.objects.create(name="Dy persona")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    workflow.start(page, None)
    said(publisher, [page])
    assert live([page]) == set()


@pytest.mark.django_db
def test_lists_do_not_offer_to_choose_what_they_do_not_show(publisher: Client, site: SiteTree) -> None:
    """Wagtail would then act on all pages of the tree, and not on those of the list."""
    for _number in range(51):
        NewsPageFactory(parent=site.sections["sq"])
    shown = publisher.get(reverse("news:index")).content.decode()
    assert "data-bulk-action-footer" in shown
    assert "data-bulk-action-num-objects-in-listing" not in shown
