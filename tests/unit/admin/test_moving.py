"""A page is moved only within its language."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from tests.factories import SectionIndexPageFactory, SiteTree, StandardPageFactory


@pytest.fixture
def page(site: SiteTree) -> Page:
    page: Page = StandardPageFactory(parent=site.sections["sq"], title="Zyra")
    return page


def move(client: Client, page: Page, destination: Page) -> str:
    """What is said then."""
    address = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, destination.pk])
    return client.post(address, follow=True).content.decode()


def test_it_is_not_moved_into_another_languages_tree(site: SiteTree, admin_client: Client, page: Page) -> None:
    said = move(admin_client, page, site.sections["en"])
    page.refresh_from_db()
    assert page.get_parent().pk == site.sections["sq"].pk
    assert "“Zyra” është shkruar në gjuhën" in said


def test_it_is_moved_within_its_language(site: SiteTree, admin_client: Client, page: Page) -> None:
    section = SectionIndexPageFactory(parent=site.homes["sq"], title="Administrata")
    move(admin_client, page, section)
    page.refresh_from_db()
    assert page.get_parent().pk == section.pk
