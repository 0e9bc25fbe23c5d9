"""The list of tenders in the admin, as a file."""

import csv
import datetime
import io
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook
from wagtail.users.models import UserProfile

from publications.models import Procedure, TenderPage
from tests.factories import SiteTree
from tests.factories.registers import translate_row
from tests.factories.tenders import publish_tender
from tests.support.fixtures import project


def exported(client: Client, language: str, file: str) -> list[list[Any]]:
    """Heading and rows, read when nobody's language is set any more, as a server does."""
    answer = client.get(reverse("tenders_list:index"), {"export": file}).getvalue()
    with translation.override("en" if language != "en" else "sq"):
        if file == "csv":
            return list(csv.reader(io.StringIO(answer.decode())))
        return [[cell.value for cell in row] for row in load_workbook(io.BytesIO(answer)).active.rows]


@pytest.mark.parametrize(
    ("language", "headings", "procedure", "state"),
    [
        ("sq", ("Procedura", "Afati", "Gjendja"), "Procedurë e hapur", "Ofertat në vlerësim"),
        ("sr-latn", ("Postupak", "Rok", "Stanje"), "Otvoreni postupak", "Ponude u oceni"),
        ("en", ("Procedure", "Deadline", "State"), "Open procedure", "Bids under evaluation"),
    ],
)
def test_export_speaks_the_editors_language_and_has_local_times(
    admin_client: Client, site: SiteTree, language: str, headings: tuple[str, ...], procedure: str, state: str
) -> None:
    UserProfile.objects.update_or_create(user=User.objects.get(), defaults={"preferred_language": language})
    publish_tender(site.sections["sq"])
    translate_row(Procedure.objects.get(), "sr-latn", {"Procedurë e hapur": "Otvoreni postupak"})
    translate_row(Procedure.objects.get(locale__language_code="sq"), "en", {"Procedurë e hapur": "Open procedure"})
    project()
    TenderPage.objects.update(deadline=datetime.datetime(2025, 7, 1, 22, 30, tzinfo=datetime.UTC))
    heading, row = exported(admin_client, language, "csv")
    assert set(headings) <= set(heading)
    assert {procedure, state, "2025-07-02 00:30", "100000.00"} <= set(row)
    heading, row = exported(admin_client, language, "xlsx")
    assert set(headings) <= set(heading)
    assert {procedure, state, "2025-07-02 00:30:00"} <= set(map(str, row))


@pytest.mark.once
def test_export_asks_as_often_for_twenty_as_for_two(admin_client: Client, site: SiteTree) -> None:
    counts = []
    for rows in (2, 18):
        for _row in range(rows):
            publish_tender(site.sections["sq"])
        with CaptureQueriesContext(connection) as queries:
            assert len(exported(admin_client, "sq", "csv")) > rows
        counts.append(len(queries))
    assert counts[0] == counts[1]
