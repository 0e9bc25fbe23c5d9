"""Two editors publish pages of the same bodies, or the same page, in the same moment."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from cms_pages.admin import bulk_publish
from cms_pages.admin.withdrawn import why_not
from cms_pages.models import StandardPage
from tests.factories import BodyFactory, DecisionPageFactory, StandardPageFactory, make_site
from tests.faults.test_two_approvals import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def each_has_published_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody goes on to the second page before both have published the first."""
    met, seen, publish = threading.Barrier(2, timeout=60), threading.local(), bulk_publish._publish

    def published(*args: Any) -> bool:
        done = publish(*args)
        # On SQLite a transaction that writes waits for the others from its beginning.
        if connection.vendor == "postgresql" and not hasattr(seen, "one"):
            seen.one = True
            met.wait()
        return done

    monkeypatch.setattr(bulk_publish, "_publish", published)


@pytest.mark.usefixtures("each_has_published_one")
def test_both_are_published_as_a_whole() -> None:
    """They are of the same two bodies, in opposite order: each has what the other wants."""
    section = make_site().sections["sq"]
    first, second = BodyFactory(key="assembly"), BodyFactory(key="mayor", name="Kryetari")
    drafts = [
        [DecisionPageFactory(parent=section, live=False, body=body) for body in bodies]
        for bodies in ((first, second), (second, first))
    ]
    said: list[list[str]] = []

    def do(name: str, pages: list[Page]) -> None:
        client = Client()
        client.force_login(User.objects.create_superuser(name, password="x"))
        chosen = "&".join(f"id={page.pk}" for page in pages)
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        try:
            client.post(f"{url}?{chosen}&next=/admin/", {"include_descendants": ""})
            said.append([message.level_tag for message in client.get("/admin/").context["messages"]])
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=work) for work in zip(("nje", "dy"), drafts, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said == [["success"], ["success"]]
    assert not Page.objects.filter(pk__in=[page.pk for pages in drafts for page in pages], live=False).exists()


def test_what_an_editor_publishes_in_the_same_moment_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    page = StandardPageFactory(parent=make_site().sections["sq"], title="E vjetra", live=False)
    page.save_revision()
    read, published = threading.Event(), threading.Event()

    def read_first(of: Page) -> str:
        read.set()
        published.wait(1)
        return why_not(of)

    def publish_newer() -> None:
        read.wait(60)
        newer = StandardPage.objects.get(pk=page.pk)
        newer.title = "E reja"
        with transaction.atomic():
            newer.save_revision().publish()
        published.set()

    def publish_several() -> None:
        client = Client()
        client.force_login(User.objects.create_superuser("nje", password="x"))
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        client.post(f"{url}?id={page.pk}&next=/admin/", {"include_descendants": ""})

    monkeypatch.setattr(bulk_publish, "why_not", read_first)
    assert at_once(publish_several, publish_newer) == ["", ""]
    assert StandardPage.objects.get(pk=page.pk).title == "E reja"
