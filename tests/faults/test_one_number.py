"""Two editors save the same number, or in the same section, in the same moment: both forms have been accepted."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Revision
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield
from wagtail.users.models import UserProfile

from publications.forms import ActForm
from publications.models import Act, DecisionPage
from tests.factories import BodyFactory, DecisionPageFactory, DocumentFactory, make_site

pytestmark = pytest.mark.django_db(transaction=True)

TAKEN = "already has a decision with the number 01-400/7 in 2025"


@pytest.fixture
def editors() -> list[Client]:
    clients = []
    for name in ("nje", "dy"):
        user = User.objects.create_superuser(name, password="x")
        UserProfile.objects.create(user=user, preferred_language="en")
        client = Client()
        client.force_login(user)
        clients.append(client)
    return clients


@pytest.fixture
def both_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody goes on to save before both forms were checked for the first time."""
    checked, first, accept = threading.Barrier(2, timeout=60), threading.local(), ActForm.clean

    def clean(form: ActForm) -> dict[str, Any]:
        data = accept(form)
        if not hasattr(first, "was"):
            first.was = True
            checked.wait()
        return data

    monkeypatch.setattr(ActForm, "clean", clean)


def at_once(*deeds: Callable[[], HttpResponse]) -> list[HttpResponse]:
    """Do them in threads, each with a connection of its own. Returns the answers: who was refused comes first."""
    answers: list[HttpResponse] = []

    def do(deed: Callable[[], HttpResponse]) -> None:
        try:
            answers.append(deed())
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers, key=lambda answer: answer.status_code)


def form(title: str, number: str, **values: Any) -> dict[str, Any]:
    filled = {
        "title": title,
        "slug": title.lower(),
        "number": number,
        "date": "2025-03-14",
        "body": BodyFactory().pk,
        "kind": "individual",
        "signed_pdf": DocumentFactory().pk,
        "legal_basis": "",
        "summary": "",
        "content": streamfield([]),
        **{name: inline_formset([]) for name in ("attachments", "relations", "signers", "comments")},
        **values,
    }
    posted: dict[str, Any] = nested_form_data(filled)
    return posted


@pytest.mark.usefixtures("both_accepted")
@pytest.mark.parametrize("action", ["action-save", "action-publish"])
def test_one_gets_it_and_the_other_is_told_at_the_field(editors: list[Client], action: str) -> None:
    section = make_site().sections["sq"]
    url = reverse("wagtailadmin_pages:add", args=["publications", "decisionpage", section.pk])
    posted = [form(title, "01-400/7", **{action: "1"}) for title in ("Njeri", "Tjetri")]
    before = Page.objects.count(), Revision.objects.count()
    refused, saved = at_once(*(lambda c=c, p=p: c.post(url, p) for c, p in zip(editors, posted, strict=True)))
    assert (refused.status_code, saved.status_code) == (200, 302)
    made = DecisionPage.objects.get()
    text = unescape(refused.content.decode())
    assert TAKEN in text
    assert f'value="{"Tjetri" if made.title == "Njeri" else "Njeri"}"' in text
    assert (Page.objects.count(), Revision.objects.count(), Act.objects.count()) == (before[0] + 1, before[1] + 1, 1)
    assert Page.find_problems() == ([], [], [], [], [])


@pytest.mark.usefixtures("both_accepted")
def test_of_two_drafts_that_are_given_one_number_only_one_gets_it(editors: list[Client]) -> None:
    section = make_site().sections["sq"]
    drafts = [DecisionPageFactory(parent=section, live=False, date=datetime.date(2025, 3, 14)) for _ in range(2)]
    urls = [reverse("wagtailadmin_pages:edit", args=[draft.pk]) for draft in drafts]
    posted = [form(f"Titulli{draft.pk}", "01-400/7") for draft in drafts]
    deeds = (lambda c=c, u=u, p=p: c.post(u, p) for c, u, p in zip(editors, urls, posted, strict=True))
    refused, saved = at_once(*deeds)
    assert (refused.status_code, saved.status_code) == (200, 302)
    assert TAKEN in unescape(refused.content.decode())
    assert DecisionPage.objects.filter(number="01-400/7").count() == 1
    assert Revision.objects.filter(content__number="01-400/7").count() == 1


@pytest.mark.usefixtures("both_accepted")
def test_two_with_different_numbers_both_find_a_place_in_the_section(editors: list[Client]) -> None:
    section = make_site().sections["sq"]
    url = reverse("wagtailadmin_pages:add", args=["publications", "decisionpage", section.pk])
    posted = [form(title, number) for title, number in (("Njeri", "01-400/7"), ("Tjetri", "01-400/8"))]
    answers = at_once(*(lambda c=c, p=p: c.post(url, p) for c, p in zip(editors, posted, strict=True)))
    assert [answer.status_code for answer in answers] == [302, 302]
    assert set(DecisionPage.objects.values_list("number", flat=True)) == {"01-400/7", "01-400/8"}
    assert Page.find_problems() == ([], [], [], [], [])
