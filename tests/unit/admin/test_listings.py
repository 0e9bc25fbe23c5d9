"""The lists of all decisions and minutes in the admin."""

import csv
import datetime
import io

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from openpyxl import load_workbook
from wagtail.models import GroupPagePermission, Page, Workflow
from wagtail.users.models import UserProfile

from cms_pages.admin.languages import InLanguage
from cms_pages.publishing.models import PublishedItem
from publications.models import DecisionPage, NewsPage
from tests.factories import (
    BodyFactory,
    DecisionPageFactory,
    DocumentPageFactory,
    MinutesPageFactory,
    NewsPageFactory,
    NoticePageFactory,
    SiteTree,
    make_site,
    publish_translation,
)
from tests.factories.offices import set_up
from tests.support.fixtures import project


@pytest.fixture
def admin(client: Client, db: None) -> Client:
    client.force_login(User.objects.create_superuser("admin", password="x"))
    return client


def shown(admin: Client, name: str, **parameters: str) -> set[str]:
    """The titles in a list."""
    response = admin.get(reverse(f"{name}:index"), parameters)
    assert response.status_code == 200
    return {page.title for page in response.context["object_list"]}


def test_list_of_decisions_has_their_facts(admin: Client, site: SiteTree) -> None:
    DecisionPageFactory(
        parent=site.sections["sq"], title="Vendim për buxhetin", number="01-400/77", date=datetime.date(2025, 3, 4)
    )
    listing = admin.get(reverse("decisions:index"), HTTP_ACCEPT_LANGUAGE="sq").content.decode()
    for text in ("Vendim për buxhetin", "01-400/77", "04.03.2025", "Kuvendi i Komunës"):
        assert text in listing


def test_list_of_minutes_has_their_facts(admin: Client, site: SiteTree) -> None:
    MinutesPageFactory(parent=site.sections["sq"], meeting="Mbledhja e tretë")
    assert "Mbledhja e tretë" in admin.get(reverse("minutes:index")).content.decode()


def test_list_of_news_has_their_kind(admin: Client, site: SiteTree) -> None:
    NewsPageFactory(parent=site.sections["sq"], kind="speech", title="Fjala e Kryetarit")
    NewsPageFactory(parent=site.sections["sq"], title="Tjetër")
    assert shown(admin, "news", kind="speech") == {"Fjala e Kryetarit"}
    assert "Fjalim\n" in admin.get(reverse("news:index")).content.decode()


def test_list_of_notices_has_their_kind_and_deadline(admin: Client, site: SiteTree) -> None:
    deadline = datetime.datetime(2025, 2, 25, 15, tzinfo=datetime.UTC)
    NoticePageFactory(
        parent=site.sections["sq"],
        kind="vacancy",
        reference="07/2025",
        title="Konkurs për arkivist",
        date=datetime.date(2025, 2, 3),
        deadline=deadline,
    )
    NoticePageFactory(parent=site.sections["sq"], title="Tjetër")
    assert shown(admin, "notices", kind="vacancy") == shown(admin, "notices", q="07/2025") == {"Konkurs për arkivist"}
    listing = admin.get(reverse("notices:index")).content.decode()
    assert "Konkurs\n" in listing
    assert "25.02.2025 16:00" in listing


def test_list_of_documents_has_their_period(admin: Client, site: SiteTree) -> None:
    DocumentPageFactory(parent=site.sections["sq"], title="Buxheti", kind="budget_document", period="2026")
    DocumentPageFactory(parent=site.sections["sq"], title="Raporti")
    assert shown(admin, "official_documents", kind="budget_document") == {"Buxheti"}
    assert "janar – qershor 2025" in admin.get(reverse("official_documents:index")).content.decode()


@pytest.mark.parametrize("filters", [{"locale": "sr-latn"}, {"q": "odluka"}, {"locale": "sr-latn", "q": "01-400/77"}])
def test_translations_are_listed_but_copies_are_not(admin: Client, site: SiteTree, filters: dict[str, str]) -> None:
    page = DecisionPageFactory(parent=site.sections["sq"], title="Vendim", number="01-400/77")
    publish_translation(page, "sr-latn", {"Vendim": "Odluka"})
    copied = DecisionPageFactory(parent=site.sections["sq"], title="Pa përkthim")
    copied.copy_for_translation(site.homes["sr-latn"].locale, alias=True)
    assert shown(admin, "decisions", **filters) == {"Odluka"}


@pytest.mark.parametrize(
    "filters",
    [
        {"state": "draft"},
        {"year": "2024"},
        {"kind": "budget"},
        {"q": "400/7"},
        {"q": "ndihmen"},
        {"q": "ndihmën", "state": "draft", "year": "2024"},
    ],
)
def test_decisions_are_narrowed(admin: Client, site: SiteTree, filters: dict[str, str]) -> None:
    DecisionPageFactory(
        parent=site.sections["sq"],
        title="Vendim për ndihmën",
        number="01-400/77",
        date=datetime.date(2024, 1, 5),
        kind="budget",
        live=False,
    )
    DecisionPageFactory(parent=site.sections["sq"], title="Tjetër", number="01-300/12")
    assert shown(admin, "decisions", **filters) == {"Vendim për ndihmën"}


def test_body_is_found_by_its_name_in_any_language(admin: Client, site: SiteTree) -> None:
    mayor = BodyFactory(key="mayor", name="Kryetari")
    serbian = mayor.copy_for_translation(site.homes["sr-latn"].locale)
    serbian.name = "Predsednik opštine"
    serbian.save()
    DecisionPageFactory(parent=site.sections["sq"], title="E kryetarit", body=mayor)
    DecisionPageFactory(parent=site.sections["sq"], title="E kuvendit")
    for body, language in ((mayor, "sq"), (serbian, "sr-latn")):
        response = admin.get(reverse("decisions:index"), {"body": body.pk}, HTTP_ACCEPT_LANGUAGE=language)
        assert [page.title for page in response.context["object_list"]] == ["E kryetarit"]
    listing = admin.get(reverse("decisions:index"), HTTP_ACCEPT_LANGUAGE="sr-latn").content.decode()
    assert "Predsednik opštine" in listing


def test_states_are_told_apart(admin: Client, site: SiteTree) -> None:
    section = site.sections["sq"]
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    for fields in ({"title": "E publikuar"}, {"title": "Deri nesër", "expire_at": tomorrow}):
        NewsPageFactory(parent=section, **fields).save_revision().publish()
    changed = NewsPageFactory(parent=section, title="Me ndryshime")
    changed.summary = "Ndryshim."
    changed.save_revision()
    reviewed = NewsPageFactory(parent=section, title="Në shqyrtim", live=False)
    Workflow.objects.get().start(reviewed, None)
    scheduled = NewsPageFactory(parent=section, title="Nesër", live=False, go_live_at=tomorrow)
    scheduled.save_revision(approved_go_live_at=tomorrow)
    live = {"E publikuar", "Deri nesër", "Me ndryshime"}
    assert shown(admin, "news", state="live") == live
    assert shown(admin, "news", state="draft") == {"Në shqyrtim", "Nesër"}
    assert shown(admin, "news", state="changed") == {"Me ndryshime"}
    assert shown(admin, "news", state="review") == {"Në shqyrtim"}
    assert shown(admin, "news", state="scheduled") == {"Nesër"}
    assert shown(admin, "news", state="expiring") == {"Deri nesër"}


def test_state_of_acts_and_calls_is_shown_and_narrows(admin: Client, site: SiteTree) -> None:
    section, tomorrow = site.sections["sq"], timezone.localdate() + datetime.timedelta(days=1)
    DecisionPageFactory(parent=section, title="Në fuqi")
    DecisionPageFactory(parent=section, title="Nesër", entry_into_force=tomorrow)
    DecisionPageFactory(parent=section, title="Skicë", live=False)
    NoticePageFactory(parent=section, title="E hapur")
    NoticePageFactory(parent=section, title="E mbyllur", deadline=timezone.now() - datetime.timedelta(hours=1))
    project()
    assert shown(admin, "decisions", item_state="not_yet_in_force") == {"Nesër"}
    assert shown(admin, "decisions", item_state="in_force") == {"Në fuqi"}
    assert shown(admin, "notices", item_state="closed") == {"E mbyllur"}
    assert "item_state" not in admin.get(reverse("news:index")).context["filters"].filters
    listing = admin.get(reverse("decisions:index"), HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert {state: listing.count(f"    {state}\n") for state in ("Not yet in force", "In force")} == {
        "Not yet in force": 1,
        "In force": 1,
    }


def in_languages(site: SiteTree) -> dict[str, Page]:
    """News of which the versions in English are in each of the states of ``InLanguage``, by its name."""
    made = {
        state: NewsPageFactory(parent=site.sections["sq"], title=state)
        for state in ("complete", "partial", "machine", "unpublished", "missing")
    }
    NewsPageFactory(parent=site.sections["en"], title="original")
    for state in ("complete", "partial", "machine"):
        publish_translation(made[state], "en", {} if state == "partial" else None)
    publish_translation(made["unpublished"], "en", publish=False)
    project()
    by_machine = PublishedItem.objects.filter(locale="en", translation_key=made["machine"].translation_key)
    by_machine.update(machine_translated=True)
    return made


def test_list_is_narrowed_by_what_is_missing_in_a_language(admin: Client, site: SiteTree) -> None:
    in_languages(site)
    for state in InLanguage.values:
        locale = "en" if state == "original" else "sq"
        assert shown(admin, "news", translations=f"en.{state}", locale=locale) == {state}


def test_list_says_how_far_each_page_is_in_each_language(admin: Client, site: SiteTree) -> None:
    made = in_languages(site)
    response = admin.get(reverse("news:index"), {"locale": "sq"}, HTTP_ACCEPT_LANGUAGE="en")
    versions = {page.title: page.versions for page in response.context["object_list"]}
    assert {title: [version.state for version in each] for title, each in versions.items()} == {
        title: ["original", "missing", title] for title in made
    }
    listing = response.content.decode()
    for state in ("Translated by a machine", "Partly translated", "Not published"):
        assert f">{state}</a>" in listing
    translation = made["complete"].get_translation(site.homes["en"].locale)
    assert versions["complete"][2].url == reverse("wagtailadmin_pages:edit", args=[translation.pk])
    assert versions["missing"][2].url == reverse("wagtail_localize:submit_page_translation", args=[made["missing"].pk])


def test_versions_lead_only_to_what_the_person_may_edit(site: SiteTree) -> None:
    officer = set_up(site)["media_officer"]
    NewsPageFactory(parent=site.sections["sq"], title="E tij", owner=officer.user)
    NewsPageFactory(parent=site.sections["sq"], title="E tjetrit")
    pages = officer.client.get(reverse("news:index")).context["object_list"]
    assert {page.title: bool(page.versions[0].url) for page in pages} == {"E tij": True, "E tjetrit": False}


def test_last_change_and_who_made_it_are_shown_and_narrow(admin: Client, site: SiteTree) -> None:
    ardita = User.objects.create_user("ardita", first_name="Ardita", last_name="Berisha")
    mine = NewsPageFactory(parent=site.sections["sq"], title="E Arditës")
    mine.save_revision(user=ardita)
    old = NewsPageFactory(parent=site.sections["sq"], title="E vjetër")
    old.save_revision(user=User.objects.get(username="admin"))
    long_ago = datetime.datetime(2024, 5, 1, 12, tzinfo=datetime.UTC)
    NewsPage.objects.filter(pk=old.pk).update(latest_revision_created_at=long_ago)
    listing = admin.get(reverse("news:index")).content.decode()
    for text in ("Ardita Berisha", "<div>admin</div>", "01.05.2024 14:00"):
        assert text in listing
    assert shown(admin, "news", changed_by=str(ardita.pk)) == {"E Arditës"}
    assert shown(admin, "news", changed_from="2024-05-01", changed_to="2024-05-01") == {"E vjetër"}


def grown_list(site: SiteTree, upto: int) -> None:
    """Decisions of different bodies: published, drafts and in review, each begun in another language."""
    section = site.sections["sq"]
    for number in range(DecisionPage.objects.filter(locale=section.locale).count(), upto):
        made = DecisionPageFactory(parent=section, body=BodyFactory(key=f"body-{number}"), live=bool(number % 3))
        made.save_revision(user=User.objects.first())
        if number % 3:
            publish_translation(made, "en", publish=number % 3 == 1)
        else:
            Workflow.objects.get(name="Miratimi nga dy persona").start(made, None)
    project()


@pytest.mark.once
@pytest.mark.parametrize("role", ["director", "press_officer"])
def test_list_takes_as_many_queries_for_many_pages_as_for_few(site: SiteTree, role: str) -> None:
    person = set_up(site)[role]
    counts: dict[int, list[int]] = {2: [], 20: []}
    for rows, counted in counts.items():
        grown_list(site, rows)
        person.client.get(reverse("decisions:index"))
        for parameters in ({}, {"export": "csv"}):
            with CaptureQueriesContext(connection) as queries:
                response = person.client.get(reverse("decisions:index"), parameters)
                assert response.getvalue()
            counted.append(len(queries))
    assert counts[2] == counts[20]


def test_list_is_exported(admin: Client, site: SiteTree) -> None:
    page = DecisionPageFactory(parent=site.sections["sq"], title="Vendim për ujin", number="01-400/77")
    page.save_revision().publish()
    project()
    DecisionPageFactory(parent=site.sections["sq"], title="Tjetër", live=False)
    exported = admin.get(reverse("decisions:index"), {"state": "live", "export": "csv"}, HTTP_ACCEPT_LANGUAGE="en")
    [row] = csv.DictReader(io.StringIO(exported.getvalue().decode()))
    assert row == {
        "Number": "01-400/77",
        "Date": "2025-03-14",
        "Title": "Vendim për ujin",
        "Body": "Kuvendi i Komunës",
        "Kind": "Individual",
        "Language": "sq",
        "State": "In force",
        "Status": "live",
        "First published": row["First published"],
        "Changed": row["Changed"],
        "Changed by": "",
        "Address": page.full_url,
    }
    sheet = load_workbook(io.BytesIO(admin.get(reverse("decisions:index"), {"export": "xlsx"}).getvalue())).active
    assert sheet.max_row == 3
    assert admin.get(reverse("minutes:index"), {"export": "csv"}).status_code == 200
    assert admin.get(reverse("news:index"), {"export": "csv"}).status_code == 200


@pytest.mark.parametrize(
    ("language", "heading", "state"),
    [("sq", "Numri", "Në fuqi"), ("sr-latn", "Broj", "Na snazi"), ("en", "Number", "In force")],
)
def test_export_speaks_the_editors_language_and_has_local_times(
    admin: Client, site: SiteTree, language: str, heading: str, state: str
) -> None:
    UserProfile.objects.update_or_create(user=User.objects.get(), defaults={"preferred_language": language})
    page = DecisionPageFactory(parent=site.sections["sq"])
    DecisionPage.objects.update(first_published_at=datetime.datetime(2025, 7, 1, 22, 30, tzinfo=datetime.UTC))
    page.refresh_from_db()
    project()
    address = reverse("decisions:index")
    # Read when nobody's language is set any more, as a server does.
    response = admin.get(address, {"export": "csv"})
    with translation.override("en"):
        headings, row = csv.reader(io.StringIO(response.getvalue().decode()))
    assert heading in headings
    assert state in row
    assert "2025-07-02 00:30" in row
    sheet = load_workbook(io.BytesIO(admin.get(address, {"export": "xlsx"}).getvalue())).active
    assert "2025-07-02 00:30:00" in [str(cell.value) for cell in sheet[2]]


def test_list_has_only_pages_that_the_person_may_see(client: Client, site: SiteTree) -> None:
    other = make_site("podujeva.example.org", is_default=False, slug="tjeter")
    group = Group.objects.create(name="Komuna")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    GroupPagePermission.objects.create(
        group=group, page=site.homes["sq"], permission=Permission.objects.get(codename="change_page")
    )
    user = User.objects.create_user("redaktorja", password="x")
    user.groups.add(group)
    client.force_login(user)
    DecisionPageFactory(parent=site.sections["sq"], title="Jona")
    DecisionPageFactory(parent=other.sections["sq"], title="E tyre")
    assert shown(client, "decisions") == shown(client, "decisions", q="01") == {"Jona"}


@pytest.mark.parametrize("query", ["01-400/77", "01-400", "01-400/77 vendim"])
def test_decision_is_found_by_its_number_in_the_search_of_all_pages(admin: Client, site: SiteTree, query: str) -> None:
    DecisionPageFactory(parent=site.sections["sq"], title="Vendim", number="01-400/77")
    DecisionPageFactory(parent=site.sections["sq"], title="Tjetër", number="02-300/78")
    response = admin.get(reverse("wagtailadmin_pages:search"), {"q": query})
    assert [page.title for page in response.context["pages"]] == ["Vendim"]


def test_explorer_and_forms_open_in_each_language(admin: Client, site: SiteTree) -> None:
    page = DecisionPageFactory(parent=site.sections["sq"], date=timezone.localdate())
    profile = UserProfile.get_for_user(User.objects.get(username="admin"))
    for language in ("sq", "sr-latn", "en"):
        profile.preferred_language = language
        profile.save()
        assert admin.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
        assert admin.get(reverse("wagtailadmin_explore", args=[site.sections["sq"].pk])).status_code == 200
