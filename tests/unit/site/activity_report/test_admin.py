"""The report in the admin: who sees it, who puts it on the site, and what that leaves behind."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from activity_report.models import ActivityReport
from tests.factories import NewsPageFactory, SiteTree, make_site
from tests.factories.offices import ROLES, Person, set_up
from tests.support.fixtures import project
from tests.unit.site.activity_report.conftest import YEAR, on
from tests.unit.site.html import get

URL = "/admin/reports/activity-report/"
PUBLIC = f"/en/activity-report/{YEAR}/"


@pytest.fixture
def office(site: SiteTree) -> dict[str, Person]:
    people = set_up(site)
    for person in people.values():
        UserProfile.objects.create(user=person.user, preferred_language="en")
    return people


@pytest.mark.parametrize("role", ROLES)
def test_director_and_coordinator_see_it_and_the_director_publishes_it(
    office: dict[str, Person], site: SiteTree, role: str
) -> None:
    client = office[role].client
    shown = client.get(f"{URL}?year={YEAR}", follow=True)
    may_see, may_publish = role in ("director", "coordinator"), role == "director"
    assert ("Month by month" in shown.content.decode()) is may_see
    assert ("Publish on the site" in shown.content.decode()) is may_publish
    assert (URL in client.get("/admin/pages/", follow=True).content.decode()) is may_see
    for end in ("csv", "pdf"):
        assert (client.get(f"{URL}file.{end}?year={YEAR}").status_code == 200) is may_see
    client.post(f"{URL}publish/?year={YEAR}")
    assert (Client().get(PUBLIC).status_code == 200) is may_publish


def test_it_is_not_for_strangers(client: Client, site: SiteTree) -> None:
    for address in ("", "publications/", "file.csv", "publish/"):
        assert client.get(f"{URL}{address}")["Location"].startswith("/admin/login/")


def test_publishing_and_withdrawing_is_written_down_once(office: dict[str, Person], site: SiteTree) -> None:
    client = office["director"].client
    assert client.get(f"{URL}publish/?year={YEAR}").status_code == 405
    for action in ("publish", "publish", "withdraw", "withdraw", "publish"):
        response = client.post(f"{URL}{action}/?year={YEAR}", follow=True)
        assert "messages" in response.content.decode()
    entries = ModelLogEntry.objects.filter(content_type__model="activityreport").order_by("pk")
    assert [entry.action.removeprefix("activity_report.") for entry in entries] == ["publish", "withdraw", "publish"]
    assert {entry.user for entry in entries} == {office["director"].user}
    assert {entry.object_id for entry in entries} == {str(ActivityReport.objects.get().pk)}
    assert Client().get(PUBLIC).status_code == 200
    assert "Published on the site" in superuser().get("/admin/reports/site-history/").content.decode()


def test_every_figure_opens_the_list_that_it_counts(
    office: dict[str, Person], site: SiteTree, publications: list[Any]
) -> None:
    client = office["coordinator"].client
    page = get(client, f"{URL}?year={YEAR}")
    links = page.soup.select(".activity-table td a")
    assert len(links) == 15 * 8
    for link in links:
        if count := int(link.get_text()):
            found = get(client, str(link["href"]))
            assert len(found.soup.select("td.title a")) == count, link["href"]


def test_list_goes_on_on_further_pages(office: dict[str, Person], site: SiteTree) -> None:
    for _number in range(21):
        NewsPageFactory(parent=site.sections["sq"], **on(2))
    project()
    client, address = office["director"].client, f"{URL}publications/?year={YEAR}&category=news"
    first = get(client, address)
    second = get(client, f"{URL}publications/{first.links('.pagination a')['Next']}")
    titles = first.texts("td.title a") + second.texts("td.title a")
    assert len(titles) == len(set(titles)) == 21


def test_year_is_chosen(office: dict[str, Person], site: SiteTree, publications: list[Any]) -> None:
    client = office["director"].client
    page = get(client, f"{URL}?year={YEAR - 1}")
    assert str(YEAR) in page.texts("#report-year option")
    assert page.texts("#report-year option[selected]") == [str(YEAR - 1)]
    assert page.texts(".activity-table tr:last-child td")[-1] == "1"
    for wrong in ("24", "0999", "x", "20244"):
        assert client.get(f"{URL}?year={wrong}").status_code == 404


def test_each_office_has_only_its_own_site(site: SiteTree) -> None:
    other = make_site("tjeter.example.org", is_default=False, slug="tjeter")
    people, others = set_up(site), Person("director", other, "tjeter")
    UserProfile.objects.create(user=people["director"].user, preferred_language="en")
    page = get(people["director"].client, URL)
    assert page.soup.select("#report-site") == []
    wrong = f"?site={other.site.pk}&year={YEAR}"
    for address in ("", "publications/", "file.csv"):
        assert people["director"].client.get(f"{URL}{address}{wrong}").status_code == 302
    people["director"].client.post(f"{URL}publish/{wrong}")
    assert not ActivityReport.objects.exists()
    others.client.post(f"{URL}publish/{wrong}")
    assert ActivityReport.objects.get().site == other.site
    assert len(get(superuser(), URL).soup.select("#report-site option")) == 2


def test_downloads_are_in_the_chosen_language(office: dict[str, Person], site: SiteTree) -> None:
    client = office["director"].client
    addresses = get(client, f"{URL}?year={YEAR}").links("main li a")
    assert re.search(r"file\.pdf\?site=\d+&year=2024&language=", addresses["PDF"])
    content = client.get(f"{URL}file.csv?year={YEAR}&language=sr-latn")
    assert "Januar" in content.content.decode()
    assert "no-store" in content["Cache-Control"]
    assert client.get(f"{URL}file.csv?year={YEAR}&language=de").status_code == 404
    assert client.get(f"{URL}file.exe?year={YEAR}").status_code == 404


def test_groups_can_be_given_the_permissions_for_all_sites(site: SiteTree) -> None:
    form = superuser().get("/admin/groups/new/").content.decode()
    assert "activity report" in form.lower()


def superuser() -> Client:
    user = User.objects.create_superuser("mbikqyresja", password="x")
    UserProfile.objects.create(user=user, preferred_language="en")
    client = Client()
    client.force_login(user)
    return client
