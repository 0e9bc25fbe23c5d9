"""Loading the demo a second time."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from wagtail.documents.models import Document
from wagtail.models import Page, Revision, Site

from cms_pages.models import Body, Picture
from cms_pages.publishing.models import LogState, PublishedItem
from demo.loading.keys import key_of
from municipality.models import MunicipalitySettings
from publications.models import NewsPage
from tests.support.demo import load_few, small_content
from tests.support.fixtures import project

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few_loaded"), pytest.mark.once]

QueryLimit = Callable[[int], AbstractContextManager[Any]]
SLUG = small_content().news[0].slug
KEY = key_of(f"news/{SLUG}")


def everything() -> dict[str, int]:
    counted = [Page, Revision, Document, Picture, Body, Site, MunicipalitySettings, get_user_model(), PublishedItem]
    return {model.__name__: model._default_manager.count() for model in counted}


def news_in(locale: str) -> Any:
    return NewsPage.objects.get(translation_key=KEY, locale__language_code=locale)


def test_it_changes_nothing_and_asks_little(django_assert_max_num_queries: QueryLimit) -> None:
    before, sequence = everything(), LogState.current().sequence
    with django_assert_max_num_queries(40):
        made = load_few()
    assert not made
    assert everything() == before
    assert LogState.current().sequence == sequence


def test_what_editors_changed_stays() -> None:
    page = news_in("sq")
    page.title, page.slug = "Biblioteka hapet më herët", "biblioteka"
    page.save_revision().publish()
    news_in("en").delete()
    news_in("sr-latn").unpublish()
    editor = get_user_model().objects.get(username="shtypi")
    editor.set_password("another password")
    editor.save()
    MunicipalitySettings.objects.update(phone="+383 390 111 222")
    load_few()
    assert news_in("sq").title == "Biblioteka hapet më herët"
    assert not NewsPage.objects.filter(translation_key=KEY, locale__language_code="en").exists()
    assert not news_in("sr-latn").live
    assert get_user_model().objects.get(username="shtypi").check_password("another password")
    assert MunicipalitySettings.objects.get().phone == "+383 390 111 222"


def test_what_was_deleted_comes_back_once() -> None:
    pages, documents = Page.objects.count(), Document.objects.count()
    for locale in ("en", "sr-latn", "sq"):
        news_in(locale).delete()
    assert load_few()["newspage"] == 1
    assert [news_in(locale).live for locale in ("sq", "sr-latn", "en")] == [True, True, True]
    assert (Page.objects.count(), Document.objects.count()) == (pages, documents)


def test_a_page_that_took_the_address_is_left_alone() -> None:
    section = news_in("sq").get_parent()
    news_in("sq").delete()
    other = section.add_child(instance=NewsPage(title="Biblioteka", slug=SLUG, locale=section.locale))
    load_few()
    other.refresh_from_db()
    assert other.slug == SLUG
    assert news_in("sq").slug != other.slug


def test_the_site_follows_the_port() -> None:
    load_few("http://localhost:8080")
    assert Site.objects.get().port == 8080
    project()
    addresses = PublishedItem.objects.live().values_list("url", flat=True)
    assert {url.split("/")[2] for url in addresses} == {"localhost:8080"}


def test_a_second_site_keeps_its_address() -> None:
    other = Site.objects.create(hostname="localhost", port=8081, root_page=news_in("sq").get_parent())
    load_few("http://localhost:8081")
    assert Site.objects.get(is_default_site=True).port == 8123
    other.refresh_from_db()
    assert other.port == 8081
