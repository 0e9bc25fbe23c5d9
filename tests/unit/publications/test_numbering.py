"""The running part of an act's number, and the number that follows."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms_pages.number_patterns import check_number_pattern, read_number, write_number
from publications.models import DecisionPage, RegulationPage
from publications.numbering import first_of_year, following, running_number
from publications.selectors import next_number
from tests.factories import BodyFactory, DecisionPageFactory, RegulationPageFactory, SiteTree, make_site
from tests.factories.registers import translate_row

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


PATTERNS = [
    ("{number}/{year}", 7, "7/2025"),
    ("01-{number:04}/{year}", 42, "01-0042/2025"),
    ("01-400/{yy}-{number:02}", 123, "01-400/25-123"),
    ("{number}-400/{year}", 12, "12-400/2025"),
    ("Nr. {number}", 9, "Nr. 9"),
]


@pytest.mark.parametrize(("pattern", "running", "written"), PATTERNS)
def test_number_is_written_and_read_by_a_pattern(pattern: str, running: int, written: str) -> None:
    check_number_pattern(pattern)
    assert write_number(pattern, running, YEAR) == written
    assert read_number(pattern, written, YEAR) == running_number(written, YEAR, pattern) == running
    assert read_number(pattern, "02-1.5", YEAR) is None


@pytest.mark.parametrize(
    "pattern",
    [
        "{year}",
        "{number}/{number}",
        "{number:4}",
        "{number}{",
        "{month}-{number}",
        "1",
        "{number}//{year}",
        "/{number}",
    ],
)
def test_pattern_that_means_nothing_is_refused(pattern: str) -> None:
    with pytest.raises(ValidationError):
        check_number_pattern(pattern)


def test_pattern_of_a_body_says_how_the_next_number_is_written(acts: Any) -> None:
    body = BodyFactory()
    body.number_pattern = "{number}-400/{year}"
    body.save()
    assert next_number(DecisionPage, body, 2025, near=acts) == "1-400/2025"
    page = DecisionPageFactory(parent=acts, number="12-400/2025", body=body)
    assert next_number(DecisionPage, body, 2025, near=acts) == "13-400/2025"
    assert next_number(DecisionPage, body, 2026, near=acts) == "1-400/2026"
    # The act's own identifier runs with it.
    assert page.act.identifier == "assembly/decision/2025/12"
    assert translate_row(body, "en", {body.name: "Assembly"}).number_pattern == body.number_pattern


@pytest.fixture
def asked(client: Client, acts: Any) -> Any:
    """Asks for the next number of a new decision in the section, as the form's script does."""
    mayor = BodyFactory(key="mayor", name="Kryetari")

    def ask(**values: Any) -> Any:
        known = {"type": "decision", "near": acts.pk, "body": mayor.pk, "date": "14.03.2025"}
        return client.get(reverse("publications_next_number"), known | values)

    return ask


def test_form_is_told_the_next_number_of_another_body_and_year(client: Client, asked: Any) -> None:
    client.force_login(User.objects.create_superuser("admin"))
    assert asked().json() == {"number": "01-400/25-0401"}
    assert asked(date="2026-01-09").json() == {"number": "01-400/26-0001"}
    assert asked(type="regulation").json() == {"number": ""}
    for wrong in ({"body": ""}, {"date": "nesër"}, {"type": "news"}, {"near": "0"}):
        assert asked(**wrong).status_code == 400


def test_next_number_is_for_who_may_add_acts_there(client: Client, asked: Any) -> None:
    assert asked().status_code == 302
    user = User.objects.create_user("zyrtare")
    user.user_permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    client.force_login(user)
    assert asked().status_code == 403


def test_new_act_begins_with_the_next_number(client: Client, site: SiteTree) -> None:
    user = User.objects.create_superuser("admin", password="x")
    client.force_login(user)
    today = timezone.localdate()
    DecisionPageFactory(parent=site.sections["sq"], number=f"8/{today.year}", date=today, owner=user)
    url = reverse("wagtailadmin_pages:add", args=["publications", "decisionpage", site.sections["sq"].pk])
    assert client.get(url).context["form"]["number"].value() == f"9/{today.year}"
