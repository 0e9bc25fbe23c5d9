"""What two do to the same act in the same moment: it is revoked once, and no two acts name each other."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection

from publications import contradictions, revocation
from publications.models import ActRelation, DecisionPage, Revocation, RevocationStatus, act_page
from publications.revocation import decide
from tests.factories import BodyFactory, DecisionPageFactory, make_site
from tests.faults.test_two_approvals import at_once

pytestmark = pytest.mark.django_db(transaction=True)

DAY = datetime.date(2025, 3, 14)


@pytest.fixture
def both_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody goes on before both were checked, but for who has the other wait."""
    met = threading.Barrier(2)

    def then_meet(check: Callable[[Any], None]) -> Callable[[Any], None]:
        def checked(what: Any) -> None:
            check(what)
            # On SQLite a transaction that writes waits for the others from its beginning.
            if connection.vendor == "postgresql":
                with suppress(threading.BrokenBarrierError):
                    met.wait(1)

        return checked

    monkeypatch.setattr(act_page, "check_relations", then_meet(contradictions.check_relations))
    monkeypatch.setattr(revocation, "check_not_revoked", then_meet(contradictions.check_not_revoked))


@pytest.fixture
def old() -> DecisionPage:
    page: DecisionPage = DecisionPageFactory(parent=make_site().sections["sq"], date=DAY)
    return page


def draft(near: DecisionPage, body: str) -> DecisionPage:
    made_by = BodyFactory(key=body, name=body)
    page: DecisionPage = DecisionPageFactory(parent=near.get_parent(), live=False, date=DAY, body=made_by)
    return page


def relate(page: DecisionPage, kind: str, other: DecisionPage) -> None:
    page.relations = [ActRelation(kind=kind, act=other.act)]
    page.save_revision()


def publish(page: DecisionPage) -> None:
    try:
        page.get_latest_revision().publish()
    except ValidationError as error:
        raise ValidationError({"relations": error.messages}) from error


@pytest.mark.usefixtures("both_accepted")
def test_one_of_two_acts_revokes_a_third(old: DecisionPage) -> None:
    drafts = [draft(old, body) for body in ("assembly", "mayor")]
    for page in drafts:
        relate(page, "revokes", old)
    assert sorted(at_once(*(lambda page=page: publish(page) for page in drafts))) == ["", "relations"]
    assert ActRelation.objects.filter(page__live=True, kind="revokes").count() == 1


@pytest.mark.usefixtures("both_accepted")
def test_an_act_or_an_approval_revokes_another(old: DecisionPage) -> None:
    page = draft(old, "mayor")
    relate(page, "revokes", old)
    asks, approves = (User.objects.create_user(name) for name in ("kerkon", "miraton"))
    assert old.act is not None
    asked = Revocation.objects.create(act=old.act, revoked_from=DAY, reason={"sq": "Gjykata."}, requested_by=asks)
    refused = at_once(lambda: publish(page), lambda: decide(old, asked, approves, RevocationStatus.APPROVED))
    assert refused in (["relations", ""], ["", "decision"])
    relations = ActRelation.objects.filter(page__live=True, kind="revokes").count()
    assert relations + Revocation.objects.filter(status=RevocationStatus.APPROVED).count() == 1


@pytest.mark.usefixtures("both_accepted")
def test_one_of_two_acts_of_a_day_names_the_other(old: DecisionPage) -> None:
    first, second = (draft(old, body) for body in ("assembly", "mayor"))
    relate(first, "amends", second)
    relate(second, "amends", first)
    assert sorted(at_once(lambda: publish(first), lambda: publish(second))) == ["", "relations"]
    assert ActRelation.objects.filter(page__live=True).count() == 1
