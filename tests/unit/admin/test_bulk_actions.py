"""What is done to several pages at once reaches the publication log like what is done to one."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from cms_pages.publishing.models import PublishedItem
from tests.factories import NewsPageFactory, SiteTree
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
