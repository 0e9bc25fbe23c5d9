"""The site that tests begin with is made once, but each test has it as if it were made for it alone."""

import pytest
from django.db import connection
from wagtail.models import Site

from cms_pages.models import HomePage, PublishedItem, SectionIndexPage
from tests.factories import SiteTree


@pytest.fixture
def alone(site: SiteTree) -> SiteTree:
    """The site, as nobody has changed it."""
    assert [home.title for home in site.homes.values()] == ["Komuna"] * 3
    assert HomePage.objects.count() == SectionIndexPage.objects.count() == 3
    assert PublishedItem.objects.live().count() == 6
    assert Site.objects.get() == site.site
    return site


def change(tree: SiteTree) -> None:
    tree.homes["sq"].title = "Qyteti"
    tree.homes["sq"].save()
    tree.sections["sq"].delete()
    tree.site.delete()


@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_test_does_to_it_is_undone(alone: SiteTree, turn: int) -> None:
    change(alone)


@pytest.mark.parametrize("turn", [1, 2])
def test_who_closes_the_connection_harms_no_other(alone: SiteTree, turn: int) -> None:
    connection.close()


@pytest.mark.parametrize("turn", [1, 2])
@pytest.mark.django_db(transaction=True)
def test_who_commits_has_one_of_his_own(alone: SiteTree, turn: int) -> None:
    change(alone)


@pytest.mark.django_db
def test_who_does_not_ask_for_it_has_none() -> None:
    assert not HomePage.objects.exists()
    assert not PublishedItem.objects.exists()
