"""Two people decide on the same revocation in the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection

from publications.models import ActChange, RevocationStatus
from publications.revocation import decide, request_revocation
from tests.factories import DecisionPageFactory, make_site

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds: Callable[[], Any]) -> list[str]:
    """Do them in the same moment, each with a connection of its own. Returns what each was refused for, if it was."""
    ready, results = threading.Barrier(len(deeds)), [""] * len(deeds)

    def do(place: int) -> None:
        try:
            ready.wait()
            deeds[place]()
        except ValidationError as error:
            results[place] = next(iter(error.error_dict))
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=[place]) for place in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_a_revocation_is_approved_once() -> None:
    act = DecisionPageFactory(parent=make_site().sections["sq"])
    asks, first, second = (User.objects.create_user(name) for name in ("kerkon", "nje", "dy"))
    made = request_revocation(act, asks, revoked_from=act.date, reason={"sq": "Gjykata e anuloi."})
    results = at_once(
        *(lambda user=user: decide(act, made, user, RevocationStatus.APPROVED) for user in (first, second))
    )
    assert sorted(results) == ["", "decision"]
    assert ActChange.objects.filter(kind="revoked").count() == 1
