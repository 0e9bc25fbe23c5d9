"""``manage.py load_demo`` refuses, or is interrupted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from wagtail.documents.models import Document
from wagtail.models import Page, Site

from demo.loading import load, pages
from demo.loading.keys import key_of
from demo.loading.load import Progress
from demo.loading.specs import PageSpec
from demo.loading.users import ADMIN, STAFF
from tests.factories import make_site
from tests.support.demo import BASE_URL, run_command, small_content

pytestmark = pytest.mark.django_db


def interrupted_after(count: int) -> Progress:
    """Yields so many pages, and then is interrupted as by Control-C."""

    def progress(specs: Iterable[PageSpec]) -> Iterator[PageSpec]:
        yield from list(specs)[:count]
        raise KeyboardInterrupt

    return progress


def test_it_refuses_where_debug_is_off() -> None:
    with pytest.raises(CommandError, match="DEBUG is off"):
        call_command("load_demo")
    assert not get_user_model().objects.exists()


def test_it_refuses_where_there_is_another_site() -> None:
    make_site()
    before = Page.objects.count()
    with pytest.raises(CommandError, match="has a site already: Komuna"):
        run_command()
    assert (Page.objects.count(), get_user_model().objects.count()) == (before, 0)


def test_it_refuses_where_the_welcome_page_was_changed() -> None:
    welcome = Site.objects.get().root_page
    welcome.title = "Komuna jonë"
    welcome.save_revision().publish()
    with pytest.raises(CommandError, match="has a site already: Komuna jonë"):
        run_command()
    assert Page.objects.filter(pk=welcome.pk).exists()


def test_an_interrupted_run_can_be_repeated() -> None:
    with pytest.raises(KeyboardInterrupt):
        load.load_demo(small_content(), BASE_URL, interrupted_after(2))
    assert Page.objects.filter(depth__gt=1).count() == 2 * 3
    with pytest.raises(KeyboardInterrupt):
        load.load_demo(small_content(), BASE_URL, interrupted_after(2))
    sections = Page.objects.filter(depth=3, locale__language_code="en")
    assert sorted(sections.values_list("title", flat=True)) == ["Decisions", "Minutes", "Regulations"]
    assert Page.objects.filter(depth__gt=1).count() == 4 * 3
    load.load_demo(small_content(), BASE_URL, list)
    assert set(get_user_model().objects.values_list("username", flat=True)) == {ADMIN, *STAFF}


def test_a_page_whose_translation_was_interrupted_is_not_there_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(source: Any, *args: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pages, "translate", interrupted)
    with pytest.raises(KeyboardInterrupt):
        load.load_demo(small_content(), BASE_URL, list)
    assert not Page.objects.filter(translation_key=key_of("home")).exists()
    assert Site.objects.get().root_page.title.startswith("Welcome")
    assert not Document.objects.exists()
