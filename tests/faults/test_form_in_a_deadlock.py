"""An editor saves a page while somebody else has locked it, and waits for what the editor's form has locked."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from cms_pages.models import Body
from publications.models import DecisionPage
from tests.factories import DecisionPageFactory, make_site
from tests.faults.test_one_number import form
from tests.support.processes import wait_for

pytestmark = pytest.mark.django_db(transaction=True)

WAITS = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


def form_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(WAITS)
        return cursor.fetchone() is not None


def lock_the_other_way_round(draft: DecisionPage, locked: Callable[[], object]) -> None:
    """The page, and then its body: the form has locked the body first."""
    try:
        with transaction.atomic():
            Page.objects.select_for_update(no_key=True).get(pk=draft.pk)
            locked()
            # On SQLite a transaction that writes waits for the others from its beginning.
            if connection.vendor == "postgresql":
                wait_for(form_waits)
            Body.objects.select_for_update(no_key=True).get(pk=draft.body.pk)
    finally:
        connection.close()


@pytest.mark.parametrize("action", ["action-save", "action-publish"])
def test_it_is_saved_when_the_other_is_done(action: str) -> None:
    section = make_site().sections["sq"]
    draft = DecisionPageFactory(parent=section, live=False, date=datetime.date(2025, 3, 14))
    client = Client()
    client.force_login(User.objects.create_superuser("nje", password="x"))
    locked = threading.Event()
    other = threading.Thread(target=lock_the_other_way_round, args=[draft, locked.set])
    posted = form("Titulli", "01-400/7", **{action: "1"})
    other.start()
    locked.wait(60)
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[draft.pk]), posted)
    other.join()
    assert answer.status_code == 302
    saved = DecisionPage.objects.get(pk=draft.pk)
    assert saved.live is (action == "action-publish")
    assert saved.get_latest_revision_as_object().number == "01-400/7"
    assert [message.level_tag for message in client.get("/admin/").context["messages"]] == ["success"]
