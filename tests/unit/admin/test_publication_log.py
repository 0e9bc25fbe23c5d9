"""The report "Publication log" in the admin."""

from collections.abc import Sequence
from html import unescape
from typing import ClassVar

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.users.models import UserProfile

from cms_pages.models import LogState, PublishedItem, ReaderPosition, RefusedItem, StalePage
from cms_pages.publishing.readers import run_reader
from cms_pages.registry import readers, register_reader
from tests.factories import DecisionPageFactory, SiteTree
from tests.support.fixtures import project

URL = "/admin/reports/publication-log/"


class FailingReader:
    name: ClassVar[str] = "failing"
    label: ClassVar[str] = "E-mail alerts"
    batch_size: ClassVar[int] = 10

    def handle(self, items: Sequence[PublishedItem]) -> None:
        raise ConnectionError("nobody listens on port 9200 <script>")


@pytest.fixture
def publisher(client: Client, db: None) -> Client:
    user = User.objects.create_user("publikuesja", password="x")
    user.groups.add(Group.objects.get(name="Moderators"))
    UserProfile.objects.create(user=user, preferred_language="en")
    client.force_login(user)
    return client


@pytest.fixture
def failing_reader(monkeypatch: pytest.MonkeyPatch) -> FailingReader:
    monkeypatch.setattr(readers, "_entries", {})
    reader = FailingReader()
    register_reader(reader)
    return reader


def report(client: Client) -> str:
    response = client.get(URL)
    assert response.status_code == 200
    return " ".join(unescape(response.content.decode()).split())


def test_it_shows_how_readers_fare(publisher: Client, site: SiteTree, failing_reader: FailingReader) -> None:
    shown = report(publisher)
    assert "E-mail alerts" in shown
    run_reader(failing_reader)
    ReaderPosition.objects.update(sequence=1)
    response = publisher.get(URL)
    assert b"ConnectionError: nobody listens on port 9200 &lt;script&gt;" in response.content
    [status] = response.context["readers"].data
    assert (status.sequence, status.lag, status.failures) == (1, PublishedItem.objects.count() - 1, 1)
    assert status.failing_since is not None
    assert status.retry_at is not None


def test_it_shows_pages_that_wait_and_why(publisher: Client, site: SiteTree) -> None:
    assert "None: everything that was published is in the log." in report(publisher)
    broken = DecisionPageFactory(parent=site.sections["sq"], title="Vendim i prishur")
    document = broken.signed_pdf
    document.file.storage.delete(document.file.name)
    project()
    StalePage.objects.create(page_id=999_999)
    shown = report(publisher)
    assert "Vendim i prishur" in shown
    assert "FileNotFoundError" in shown
    assert reverse("wagtailadmin_pages:edit", args=[broken.pk]) in shown
    assert "2 changed pages wait" in shown


def test_it_shows_what_readers_set_aside_and_tries_it_again(
    publisher: Client, site: SiteTree, failing_reader: FailingReader
) -> None:
    assert "Try again now" not in report(publisher)
    item = PublishedItem.objects.live().get(page_id=site.sections["en"].pk)
    RefusedItem.objects.create(reader="failing", item=item, reason="mapper_parsing_exception: <b>too long</b>")
    shown = report(publisher)
    assert "mapper_parsing_exception: <b>too long</b>" in shown
    assert b"&lt;b&gt;too long" in publisher.get(URL).content
    assert reverse("wagtailadmin_pages:edit", args=[item.page_id]) in shown
    assert publisher.get(f"{URL}retry/").status_code == 405
    response = publisher.post(f"{URL}retry/", follow=True)
    assert "They will be tried again in a moment." in response.content.decode()
    assert RefusedItem.objects.get().retry


def test_failed_pages_come_first_and_each_once(publisher: Client, site: SiteTree) -> None:
    pages = [DecisionPageFactory(parent=site.sections["sq"]) for _number in range(3)]
    StalePage.objects.all().delete()
    for page in pages:
        StalePage.objects.create(page_id=page.pk)
        StalePage.objects.create(page_id=page.pk)
    StalePage.objects.filter(page_id=pages[2].pk).update(failures=4, last_error="OSError: x", retry_at=timezone.now())
    shown = publisher.get(URL).context["pages"].data
    assert [page.page_id for page in shown] == [pages[2].pk, pages[0].pk, pages[1].pk]
    assert shown[0].failures == 4


@pytest.mark.once
def test_it_takes_as_many_queries_for_many_pages_as_for_few(publisher: Client, site: SiteTree) -> None:
    counts = []
    publisher.get(URL)
    for _round in range(2):
        for _number in range(10):
            DecisionPageFactory(parent=site.sections["sq"])
        with CaptureQueriesContext(connection) as queries:
            publisher.get(URL)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_it_shows_the_last_reconciliation(publisher: Client, site: SiteTree) -> None:
    assert "was not compared with the pages yet" in report(publisher)
    LogState.objects.update(reconciled_at=timezone.now(), repairs={"missing": 3, "leaked": 1})
    assert "Repaired: 3 missing, 0 out of date, 1 that should not have been there." in report(publisher)


def test_it_is_in_the_menu_of_those_who_publish(publisher: Client, site: SiteTree) -> None:
    assert URL in report_menu(publisher)


def test_it_is_not_for_those_who_do_not(client: Client, site: SiteTree) -> None:
    user = User.objects.create_user("redaktorja", password="x")
    user.groups.add(Group.objects.get(name="Editors"))
    client.force_login(user)
    assert client.get(URL).status_code == 302
    assert client.post(f"{URL}retry/").status_code == 302
    assert URL not in report_menu(client)


def test_it_is_not_for_strangers(client: Client, site: SiteTree) -> None:
    response = client.get(URL)
    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")


def report_menu(client: Client) -> str:
    return client.get(
        reverse("wagtailadmin_explore", args=[Page.objects.get(depth=1).pk]), follow=True
    ).content.decode()
