"""A translation comes and goes with its original."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from cms_pages.publishing.models import LogState, PublishedItem
from cms_pages.publishing.scheduled import publish_due
from tests.api.client import CONTENT, get
from tests.factories import NewsPageFactory, SiteTree, publish_translation
from tests.support.fixtures import again, project

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def news(site: SiteTree) -> Any:
    return publish(NewsPageFactory(parent=site.sections["sq"]), expire_at=timezone.now() + HOUR)


def publish(page: Any, **times: datetime.datetime | None) -> Any:
    for name, moment in times.items():
        setattr(page, name, moment)
    page.save_revision().publish()
    return again(page)


def let_their_time_pass() -> None:
    """As if their time had come, and no worker with it."""
    end = timezone.now() - datetime.timedelta(seconds=1)
    Page.objects.exclude(expire_at=None).update(expire_at=end)
    PublishedItem.objects.exclude(expires_at=None).update(expires_at=end)
    LogState.objects.update(next_change=end)


def test_an_end_that_is_set_put_off_or_taken_back_is_that_of_the_translation(news: Any) -> None:
    english = publish_translation(news, "en")
    for end in (None, timezone.now() + 2 * HOUR, timezone.now() + 3 * HOUR, None):
        publish(news, expire_at=end)
        # A revision keeps milliseconds.
        assert again(english).expire_at == again(news).expire_at


def test_a_translation_is_gone_with_its_original_before_a_worker_comes(news: Any) -> None:
    publish(news, expire_at=None)
    english = publish_translation(news, "en")
    publish(news, expire_at=timezone.now() + HOUR)
    project()
    let_their_time_pass()
    assert Client().get(english.url).status_code == 404
    assert get(f"{CONTENT}items/{news.translation_key}.en/").status_code == 410
    assert again(english).live


def test_a_translation_that_went_with_its_original_has_expired_too(news: Any) -> None:
    english = publish_translation(news, "en")
    # Before it had the end of its original.
    Page.objects.filter(pk=english.pk).update(expire_at=None)
    let_their_time_pass()
    publish_due()
    project()
    assert again(english).expired
    assert set(PublishedItem.objects.filter(type="news").values_list("reason", flat=True)) == {"expired"}


def test_a_translation_of_what_is_published_before_its_set_time_is_published_too(site: SiteTree) -> None:
    news = publish(NewsPageFactory(parent=site.sections["sq"], live=False), go_live_at=timezone.now() + HOUR)
    publish_translation(news, "en", publish=False)
    publish(news.get_latest_revision_as_object(), go_live_at=None)
    assert publish_translation(again(news), "en").live
