"""A page is moved or deleted once Wagtail has read it, before it is unpublished, copied, put in order or deleted."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from tests.factories import SectionIndexPageFactory, StandardPageFactory, make_site
from tests.faults.test_two_approvals import at_once
from tests.faults.test_two_editors import SOUND

pytestmark = pytest.mark.django_db(transaction=True)

Deed = Callable[[Client, Page], Any]


def at(view: str, page: Page, *more: int) -> str:
    return reverse(f"wagtailadmin_pages:{view}", args=[page.pk, *more])


def unpublish(client: Client, page: Page) -> Any:
    return client.post(at("unpublish", page), {"include_descendants": "on"})


def put_first(client: Client, page: Page) -> Any:
    return client.post(at("set_page_position", page) + "?position=0")


def copy(client: Client, page: Page) -> Any:
    above = page.get_parent().pk
    return client.post(at("copy", page), {"new_title": "Kopja", "new_slug": "kopja", "new_parent_page": above})


def convert_alias(client: Client, page: Page) -> Any:
    return client.post(at("convert_alias", page))


def delete(client: Client, page: Page) -> Any:
    return client.post(at("delete", page))


def delete_several(client: Client, page: Page) -> Any:
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    return client.post(f"{url}?id={page.pk}&next=/admin/")


def move(client: Client, page: Page) -> Any:
    return client.post(at("move_confirm", page, Page.objects.get(title="Tjetra").pk))


def move_above(client: Client, page: Page) -> Any:
    return move(client, page.get_parent())


def delete_above(client: Client, page: Page) -> Any:
    return delete(client, page.get_parent())


def opened(page: Page, username: str) -> tuple[Client, Page]:
    """The browser of an administrator of this name, and the page with the one above it, as when it was opened."""
    client, seen = Client(), Page.objects.get(pk=page.pk)
    client.force_login(User.objects.create_superuser(username, password="x"))
    seen.get_parent()
    return client, seen


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (unpublish, delete),
        (put_first, move),
        (put_first, move_above),
        (put_first, delete),
        (copy, move_above),
        (copy, delete_above),
        (convert_alias, delete),
        (delete, move_above),
        (delete, delete_above),
        (delete_several, delete),
    ],
)
def test_both_are_answered_and_the_tree_is_whole(monkeypatch: pytest.MonkeyPatch, first: Deed, second: Deed) -> None:
    home = make_site().homes["sq"]
    section = SectionIndexPageFactory(parent=home, title="Njera")
    SectionIndexPageFactory(parent=home, title="Tjetra")
    pages = [StandardPageFactory(parent=section) for _ in range(3)]
    page = pages[1].create_alias(update_slug="alias") if first is convert_alias else pages[1]
    read, done, has_read, asked = threading.Event(), threading.Event(), threading.local(), Page.permissions_for_user
    answers: list[Any] = []

    def permissions(page: Page, user: User) -> Any:
        """Asked when the page has been read. The other has the time that it needs, unless it waits."""
        if user.username == "nje" and not hasattr(has_read, "page"):
            has_read.page = True
            read.set()
            done.wait(1)
        return asked(page, user)

    def ask_first() -> None:
        answers.append(first(*one).status_code)

    def ask_second() -> None:
        read.wait(60)
        answers.append(second(*two).status_code)
        done.set()

    # Before either begins: a thread that comes late would find no page to ask for.
    one, two = opened(page, "nje"), opened(page, "dy")
    monkeypatch.setattr(Page, "permissions_for_user", permissions)
    at_once(ask_first, ask_second)
    assert len(answers) == 2
    # 404 is for who asks for a page when the other has deleted it.
    assert set(answers) <= {200, 302, 404}
    assert Page.find_problems() == SOUND
    below = Page.objects.filter(depth__gt=2)
    assert [each for each in below if not each.url_path.startswith(each.get_parent().url_path)] == []
