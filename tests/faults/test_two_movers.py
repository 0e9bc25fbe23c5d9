"""Somebody moves a page while somebody else moves it too, or puts a page below it: the tree stays whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms_pages.admin.moving import MovePageView, MoveSeveral
from cms_pages.admin.saving import SavesWhole
from cms_pages.models import StandardPage
from tests.factories import SectionIndexPageFactory, SiteTree, StandardPageFactory
from tests.faults.test_two_editors import SOUND, Meanwhile, clients, meanwhile, said
from tests.support.fixtures import again

__all__ = ["clients", "meanwhile"]

pytestmark = pytest.mark.django_db

Move = Callable[[Client, Page, Page], Any]


def move(client: Client, page: Page, to: Page) -> Any:
    return client.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, to.pk]))


def move_several(client: Client, page: Page, to: Page) -> Any:
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    return client.post(f"{url}?id={page.pk}&next=/admin/", {"chooser": str(to.pk)})


#: what is called when the pages have been read, and are not locked yet
BEFORE: dict[Move, tuple[type, str]] = {move: (MovePageView, "post"), move_several: (MoveSeveral, "prepare_action")}


def write(client: Client, section: Page) -> Any:
    """A new page of the title “Faqja” below a section."""
    filled = {"title": "Faqja", "slug": "faqja", "summary": "", "content": streamfield([])}
    url = reverse("wagtailadmin_pages:add", args=["cms_pages", "standardpage", section.pk])
    posted = nested_form_data({**filled, "comments": inline_formset([]), "action-publish": "1"})
    return client.post(url, posted)


def assert_below(page: Page, section: Page) -> None:
    found = again(page)
    assert Page.find_problems() == SOUND
    assert (found.get_parent().pk, found.url_path) == (section.pk, f"{again(section).url_path}faqja/")


@pytest.fixture
def sections(site: SiteTree) -> list[Page]:
    return [SectionIndexPageFactory(parent=site.homes["sq"], title=title) for title in ("Një", "Dy", "Tre")]


@pytest.mark.parametrize("way", [move, move_several])
def test_of_two_who_move_a_page_the_second_has_it(
    sections: list[Page], clients: list[Client], meanwhile: Meanwhile, way: Move
) -> None:
    page = StandardPageFactory(parent=sections[0], slug="faqja")
    meanwhile(*BEFORE[way], lambda: move(clients[1], page, sections[1]))
    way(clients[0], page, sections[2])
    assert_below(page, sections[2])


@pytest.mark.parametrize("way", [move, move_several])
def test_a_page_is_moved_below_one_that_is_moved(
    sections: list[Page], clients: list[Client], meanwhile: Meanwhile, way: Move
) -> None:
    page = StandardPageFactory(parent=sections[0], slug="faqja")
    meanwhile(*BEFORE[way], lambda: move(clients[1], sections[1], sections[2]))
    way(clients[0], page, sections[1])
    assert_below(page, sections[1])


@pytest.mark.parametrize("way", [move, move_several])
@pytest.mark.parametrize("which", ["page", "section"])
def test_who_moves_a_page_that_is_deleted_meanwhile_is_told(
    sections: list[Page], clients: list[Client], meanwhile: Meanwhile, way: Move, which: str
) -> None:
    page = StandardPageFactory(parent=sections[0])
    gone = page if which == "page" else sections[1]
    meanwhile(*BEFORE[way], lambda: clients[1].post(reverse("wagtailadmin_pages:delete", args=[gone.pk])))
    answer = way(clients[0], page, sections[1])
    assert Page.find_problems() == SOUND
    assert answer.status_code == 302
    assert [level for level, _ in said(clients[0])] == ["error"]


def test_a_new_page_is_below_its_section_wherever_that_is(
    sections: list[Page], clients: list[Client], meanwhile: Meanwhile
) -> None:
    meanwhile(SavesWhole, "form_valid", lambda: move(clients[1], sections[0], sections[1]))
    assert write(clients[0], sections[0]).status_code == 302
    assert_below(StandardPage.objects.get(title="Faqja"), sections[0])


def test_who_writes_a_page_below_one_that_is_deleted_meanwhile_is_told(
    sections: list[Page], clients: list[Client], meanwhile: Meanwhile
) -> None:
    delete = reverse("wagtailadmin_pages:delete", args=[sections[0].pk])
    meanwhile(SavesWhole, "form_valid", lambda: clients[1].post(delete))
    assert write(clients[0], sections[0]).status_code == 302
    assert [level for level, _ in said(clients[0])] == ["error"]
    assert not StandardPage.objects.filter(title="Faqja").exists()
