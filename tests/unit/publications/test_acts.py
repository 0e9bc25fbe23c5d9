"""The identifier of an act, its permanent address, and its state."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction

from publications.models import Act
from publications.validity import Term, Validity
from tests.factories import (
    BodyFactory,
    DecisionPageFactory,
    RegulationPageFactory,
    SectionIndexPageFactory,
    SiteTree,
    publish_translation,
)
from tests.support.fixtures import project
from tests.unit.site.html import Html

TODAY = datetime.date(2025, 6, 1)
DAY = datetime.timedelta(days=1)


def identifier(page: Any) -> str:
    return Act.objects.get(translation_key=page.translation_key).identifier


def test_identifier_is_body_type_year_and_running_number(site: SiteTree) -> None:
    section = site.sections["sq"]
    assert identifier(DecisionPageFactory(parent=section, number="01-400/25-0042")) == "assembly/decision/2025/42"
    assert identifier(RegulationPageFactory(parent=section, number="42/2025")) == "assembly/regulation/2025/42"


def test_taken_and_missing_running_numbers_get_the_next_free_one(site: SiteTree) -> None:
    section = site.sections["sq"]
    DecisionPageFactory(parent=section, number="01-400/25-0042")
    assert identifier(DecisionPageFactory(parent=section, number="01-340/25-0042")) == "assembly/decision/2025/43"
    assert identifier(DecisionPageFactory(parent=section, number="pa numër")) == "assembly/decision/2025/44"


def test_draft_has_no_identifier_until_it_is_published_with_what_it_says_then(site: SiteTree) -> None:
    page = DecisionPageFactory(parent=site.sections["sq"], number="01-400/25-0007", live=False)
    assert identifier(page) == ""
    page.date = datetime.date(2024, 2, 1)
    page.save_revision().publish()
    assert identifier(page) == "assembly/decision/2024/7"


def test_identifier_never_changes(site: SiteTree) -> None:
    page = DecisionPageFactory(parent=site.sections["sq"], number="01-400/25-0042")
    page.number, page.date = "01-400/24-0001", datetime.date(2024, 2, 1)
    page.save_revision().publish()
    page.unpublish()
    page.refresh_from_db()
    page.save_revision().publish()
    assert identifier(page) == "assembly/decision/2025/42"


def test_it_is_one_act_in_all_languages_and_copies(site: SiteTree) -> None:
    page = DecisionPageFactory(parent=site.sections["sq"])
    serbian = publish_translation(page, "sr-latn")
    alias = page.create_alias(parent=SectionIndexPageFactory(parent=site.homes["sq"], title="Buxheti"))
    assert serbian.act == alias.act == page.act
    assert Act.objects.count() == 1


def test_a_copy_is_another_act(site: SiteTree) -> None:
    page = DecisionPageFactory(parent=site.sections["sq"])
    copied = page.copy(update_attrs={"slug": "kopje", "number": "01-400/999"}, keep_live=False)
    assert copied.act is not None
    assert copied.act != page.act


def test_database_refuses_an_identifier_that_is_taken(site: SiteTree) -> None:
    act = Act.objects.get(translation_key=DecisionPageFactory(parent=site.sections["sq"]).translation_key)
    with pytest.raises(IntegrityError), transaction.atomic():
        Act.objects.create(site=act.site, body=act.body, type=act.type, year=act.year, number=act.number)


def test_number_that_somebody_takes_in_the_same_moment_is_tried_anew(
    site: SiteTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    DecisionPageFactory(parent=site.sections["sq"], number="01-400/25-0042")
    free = Act._is_free
    seen: list[int] = []

    def too_early(act: Act, number: int) -> bool:
        seen.append(number)
        return len(seen) == 1 or free(act, number)

    monkeypatch.setattr(Act, "_is_free", too_early)
    page = DecisionPageFactory(parent=site.sections["sq"], number="01-340/25-0042")
    assert identifier(page) == "assembly/decision/2025/43"


def test_permanent_address_leads_to_the_readers_language(client: Client, site: SiteTree) -> None:
    page = DecisionPageFactory(parent=site.sections["sq"], number="01-400/25-0042")
    serbian = publish_translation(page, "sr-latn")
    project()
    address = "/eli/assembly/decision/2025/42/"
    assert page.permanent_address() == serbian.permanent_address() == f"http://localhost{address}"
    for accepted, shown in (("sr-latn", serbian), ("sq", page), ("en", page), ("de", page)):
        response = client.get(address, headers={"accept-language": accepted})
        assert (response.status_code, response["Location"]) == (302, shown.get_url()), accepted
        assert "Accept-Language" in response["Vary"]
    assert client.get(f"{address}sr-latn/")["Location"] == serbian.get_url()
    assert client.get(f"{address}en/", follow=True).status_code == 404
    page.slug, page.number = "tjeter", "01-400/25-0099"
    page.save_revision().publish()
    project()
    assert client.get(address, headers={"accept-language": "sq"})["Location"] == "/sq/vendimet/tjeter/"


@pytest.mark.parametrize(
    "path", ["assembly/decision/2025/1/", "x/decision/2025/1/", "assembly/decision/9/99999999999/"]
)
def test_address_of_no_act_is_not_found(client: Client, site: SiteTree, path: str) -> None:
    DecisionPageFactory(parent=site.sections["sq"], number="01-400/25-0001", live=False)
    project()
    # Django tries it in the reader's language first.
    assert client.get(f"/eli/{path}", follow=True).status_code == 404


@pytest.mark.parametrize(
    ("hide", "reason"),
    [
        (lambda page: page.unpublish(), "taken off the site"),
        (lambda page: page.delete(), "deleted"),
        (
            lambda page: PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN),
            "not public any more",
        ),
    ],
)
def test_address_of_a_gone_act_says_why(client: Client, site: SiteTree, hide: Any, reason: str) -> None:
    page = DecisionPageFactory(parent=site.sections["sq"], title="E fshehtë", number="01-400/25-0042")
    project()
    hide(page)
    project()
    for address in ("/eli/assembly/decision/2025/42/", "/eli/assembly/decision/2025/42/sq/"):
        response = client.get(address, headers={"accept-language": "en"})
        text = response.content.decode()
        assert response.status_code == 410
        assert reason in text
        assert "E fshehtë" not in text


@pytest.mark.parametrize(
    ("language", "named", "body"),
    [
        ("sq", "Vendim 42/2025", "Kuvendi i Komunës"),
        ("sr-latn", "Odluka 42/2025", "Skupština opštine"),
        ("en", "Decision 42/2025", "Municipal Assembly"),
    ],
)
def test_page_of_a_gone_act_names_it_by_its_address_as_people_do(
    client: Client, site: SiteTree, language: str, named: str, body: str
) -> None:
    page = DecisionPageFactory(parent=site.sections["sq"], number="01-400/25-0042")
    for code, name in (("sr-latn", "Skupština opštine"), ("en", "Municipal Assembly")):
        locale = Locale.objects.get(language_code=code)
        BodyFactory(translation_key=page.body.translation_key, locale=locale, name=name)
    project()
    page.unpublish()
    project()
    gone = client.get("/eli/assembly/decision/2025/42/", headers={"accept-language": language})
    shown = Html(gone.content.decode())
    assert shown.text(".message-page .page-label") == named
    assert shown.texts(".facts dd") == [body, page.permanent_address()]
    # Where it has several lines, none ends within a part of it.
    assert "/<wbr>decision/<wbr>2025/<wbr>42/" in gone.content.decode()


@pytest.mark.parametrize(
    ("term", "validity", "turns"),
    [
        (Term(TODAY), Validity.IN_FORCE, None),
        (Term(TODAY + DAY), Validity.NOT_YET_IN_FORCE, TODAY + DAY),
        (Term(TODAY, TODAY), Validity.IN_FORCE, TODAY + DAY),
        (Term(TODAY - DAY, TODAY - DAY), Validity.EXPIRED, None),
        (Term(TODAY - DAY, amended_from=[TODAY]), Validity.AMENDED, None),
        (Term(TODAY - DAY, amended_from=[TODAY + DAY]), Validity.IN_FORCE, TODAY + DAY),
        (Term(TODAY - DAY, amended_from=[TODAY], revoked_from=[TODAY]), Validity.REVOKED, None),
        (Term(TODAY - DAY, amended_from=[TODAY], revoked_from=[TODAY + DAY]), Validity.AMENDED, TODAY + DAY),
        (Term(TODAY + DAY, revoked_from=[TODAY]), Validity.REVOKED, TODAY + DAY),
        (Term(TODAY, datetime.date.max), Validity.IN_FORCE, None),
    ],
)
def test_state_follows_from_dates_and_later_acts(term: Term, validity: Validity, turns: datetime.date | None) -> None:
    assert term.validity(TODAY) == validity
    midnight = timezone.make_aware(datetime.datetime.combine(turns, datetime.time())) if turns else None
    assert term.changes_at(TODAY) == midnight
