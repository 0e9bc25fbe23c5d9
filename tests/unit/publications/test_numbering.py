"""The running part of an act's number, and the number that follows."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from publications.models import DecisionPage, RegulationPage
from publications.numbering import first_of_year, following, running_number
from publications.selectors import next_number
from tests.factories import BodyFactory, DecisionPageFactory, RegulationPageFactory, SiteTree, make_site

YEAR = 2025


@pytest.mark.parametrize(
    ("number", "running", "then", "first"),
    [
        ("01-400/25-0042", 42, "01-400/25-0043", "01-400/26-0001"),
        ("42/2025", 42, "43/2025", "1/2026"),
        ("Nr. 9", 9, "Nr. 10", "Nr. 1"),
        ("9/25", 9, "10/25", "1/26"),
        ("02-0999/2025", 999, "02-1000/2025", "02-0001/2026"),
        ("2025", 2025, "2026", "1"),
        ("pa numër", None, "", ""),
        ("01-400/25-0000", None, "", ""),
        ("1" * 30, None, "", ""),
    ],
)
def test_number_is_taken_apart(number: str, running: int | None, then: str, first: str) -> None:
    assert running_number(number, YEAR) == running
    assert following(number, YEAR) == then
    assert first_of_year(number, YEAR, YEAR + 1) == first


@pytest.fixture
def acts(site: SiteTree) -> Any:
    section = site.sections["sq"]
    for number in ("01-400/25-0009", "01-400/25-0010", "01-340/25-0002"):
        DecisionPageFactory(parent=section, number=number)
    DecisionPageFactory(parent=section, number="01-400/25-0011", live=False)
    DecisionPageFactory(parent=section, number="7/2024", date=datetime.date(2024, 5, 1))
    DecisionPageFactory(parent=section, number="01-400/25-0400", body=BodyFactory(key="mayor", name="Kryetari"))
    RegulationPageFactory(parent=section, number="3/2025")
    return section


def test_next_number_follows_the_highest_of_type_body_year_and_site(acts: Any) -> None:
    body = BodyFactory()
    assert next_number(DecisionPage, body, 2025, near=acts) == "01-400/25-0012"
    assert next_number(RegulationPage, body, 2025, near=acts) == "4/2025"
    assert next_number(DecisionPage, body, 2026, near=acts) == "01-400/26-0001"
    assert next_number(RegulationPage, body, 2030, near=acts) == ""
    other = make_site("tjeter.example.org", is_default=False, slug="tjeter")
    assert next_number(DecisionPage, body, 2025, near=other.sections["sq"]) == ""


def test_new_act_begins_with_the_next_number(client: Client, site: SiteTree) -> None:
    user = User.objects.create_superuser("admin", password="x")
    client.force_login(user)
    today = timezone.localdate()
    DecisionPageFactory(parent=site.sections["sq"], number=f"8/{today.year}", date=today, owner=user)
    url = reverse("wagtailadmin_pages:add", args=["publications", "decisionpage", site.sections["sq"].pk])
    assert client.get(url).context["form"]["number"].value() == f"9/{today.year}"
