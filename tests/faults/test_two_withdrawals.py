"""Two people withdraw an act in the same moment, each with a reason."""

from __future__ import annotations

import threading
from contextlib import suppress

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from publications import withdrawal, withdrawal_views
from publications.models import ActChange
from tests.factories import DecisionPageFactory, make_site
from tests.faults.test_two_approvals import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_act_that_two_withdraw_says_the_reason_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    act = DecisionPageFactory(parent=make_site().sections["sq"])
    met, answers = threading.Barrier(2), []

    def withdraws(page: Page) -> bool:
        # On SQLite a transaction that writes waits for the others from its beginning.
        if connection.vendor == "postgresql":
            with suppress(threading.BrokenBarrierError):
                met.wait(1)
        return withdrawal.withdraws(page)

    def post(name: str) -> None:
        client = Client()
        client.force_login(User.objects.create_superuser(name, password="x"))
        answers.append(client.post(reverse("publications_withdraw", args=[act.pk]), {"sq": f"Arsyeja e {name}."}))

    monkeypatch.setattr(withdrawal_views, "withdraws", withdraws)
    at_once(lambda: post("nje"), lambda: post("dy"))
    assert sorted(answer.status_code for answer in answers) == [302, 404]
    change = ActChange.objects.get(kind="withdrawn")
    assert change.reason == change.act.withdrawal_reason
