"""Two editors each publish acts of the same two bodies at once, in opposite order: each has what the other wants."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from cms_pages.admin import bulk_publish
from tests.factories import BodyFactory, DecisionPageFactory, make_site

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
