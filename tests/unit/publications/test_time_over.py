"""An act whose time on the site is over says so at its addresses, from that moment on."""

import datetime
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, PageViewRestriction

from cms_pages.publishing.models import LogState, PublishedItem
from cms_pages.publishing.scheduled import publish_due
from publications.models import DecisionPage
from tests.api.client import CONTENT, get
from tests.factories import publish_translation
from tests.support.fixtures import again, project


def item_of(page: Any) -> Any:
    return get(f"{CONTENT}items/{page.translation_key}.{page.locale.language_code}/").json()


def test_an_act_whose_time_is_over_says_so(decision: Any, client: Client) -> None:
    decision.expire_at = datetime.datetime(2026, 3, 5, 12, tzinfo=datetime.UTC)
    decision.save_revision().publish()
    publish_due()
    project()
    assert again(decision).act.changes.get(kind="withdrawn").reason["sq"].count("5 mars 2026") == 1
    gone = client.get(decision.url)
    assert gone.status_code == 410
    assert "5 mars 2026" in gone.content.decode()


def let_its_time_pass(page: Any) -> None:
    """As if its time had come, and no worker with it."""
    end = datetime.datetime(2026, 3, 5, 12, tzinfo=datetime.UTC)
    DecisionPage.objects.filter(pk=page.pk).update(expire_at=end)
    PublishedItem.objects.filter(page_id=page.pk).update(expires_at=end)
    LogState.objects.update(next_change=end)


def test_an_act_whose_time_is_over_says_so_before_a_worker_comes(decision: Any, client: Client) -> None:
    let_its_time_pass(decision)
    for address in (decision.url, decision.act.path):
        gone = client.get(address)
        assert gone.status_code == 410
        assert "5 mars 2026" in gone.content.decode()
        assert decision.signed_pdf.url not in gone.content.decode()
    assert again(decision).live


def test_what_it_says_is_worked_out_once_for_each_answer(decision: Any, client: Client) -> None:
    let_its_time_pass(decision)
    # In each language of the site, which nothing else of the answer asks for.
    languages = str(Locale.objects.values_list("language_code", flat=True).query)
    for address in (decision.url, decision.act.path):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 410
        assert [query["sql"] for query in queries].count(languages) == 1


def test_followers_read_why_it_is_gone_before_a_worker_comes_and_the_same_after(decision: Any) -> None:
    let_its_time_pass(decision)
    before = item_of(decision)
    assert (before["status"], before["reason"]) == (410, "withdrawn")
    assert before["withdrawal"]["withdrawn_at"] == "2026-03-05T12:00:00+00:00"
    assert "5 mars 2026" in before["withdrawal"]["reason"]
    publish_due()
    project()
    assert item_of(decision) == before


def test_a_translation_tells_of_its_original_whose_time_is_over(decision: Any, client: Client) -> None:
    translated = publish_translation(decision, "en", {"title": "Decision on water"})
    let_its_time_pass(translated)
    assert client.get(translated.url).status_code == 404
    let_its_time_pass(decision)
    assert client.get(translated.url).status_code == 410


def test_an_act_whose_time_is_over_tells_nothing_where_it_is_private(decision: Any, client: Client) -> None:
    PageViewRestriction.objects.create(page=decision, restriction_type=PageViewRestriction.LOGIN)
    project()
    let_its_time_pass(decision)
    for address in (decision.url, decision.act.path):
        assert "5 mars 2026" not in client.get(address, follow=True).content.decode()
    assert item_of(decision)["reason"] == "restricted"
    assert "withdrawal" not in item_of(decision)


def test_an_act_that_became_private_after_its_time_was_over_answers_before_a_worker_comes(
    decision: Any, client: Client
) -> None:
    let_its_time_pass(decision)
    assert item_of(decision)["reason"] == "withdrawn"
    PageViewRestriction.objects.create(page=decision, restriction_type=PageViewRestriction.LOGIN)
    gone = client.get(decision.act.path)
    assert gone.status_code == 410
    assert "5 mars 2026" not in gone.content.decode()
