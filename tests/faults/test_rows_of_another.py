"""Somebody else has entered a relation that cannot be any more, and the form of who publishes does not have it."""

from __future__ import annotations

import datetime
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from publications.models import ActRelation, DecisionPage
from tests.factories import DecisionPageFactory, SiteTree
from tests.faults.test_one_number import form
from tests.faults.test_two_editors import clients
from tests.support.fixtures import again

__all__ = ["clients"]

pytestmark = pytest.mark.django_db

DAY = datetime.date(2025, 3, 14)


def revoke(page: DecisionPage, old: DecisionPage) -> DecisionPage:
    page.relations = [ActRelation(kind="revokes", act=old.act)]
    page.save()
    page.save_revision()
    return page


def test_who_publishes_is_told(site: SiteTree, clients: list[Client]) -> None:
    section = site.sections["sq"]
    old, draft, other = (DecisionPageFactory(parent=section, date=DAY, live=live) for live in (True, False, False))
    revoke(draft, old)
    revoke(other, old).get_latest_revision().publish()
    posted = form("Titulli", "01-400/7", **{"action-publish": "1", "body": draft.body.pk})
    refused = clients[0].post(reverse("wagtailadmin_pages:edit", args=[draft.pk]), posted)
    assert refused.status_code == 200
    assert "This act is revoked already, by number" in unescape(refused.content.decode())
    assert not again(draft).live
