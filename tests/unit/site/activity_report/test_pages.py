"""The report on the site, once it is published."""

import datetime
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from activity_report.periods import PeriodKind, periods
from activity_report.publishing import publish, withdraw
from tests.factories import NewsPageFactory, SiteTree, make_site, publish_translation
from tests.support.fixtures import project
from tests.unit.site.activity_report.conftest import YEAR, on
from tests.unit.site.conftest import SECRET
from tests.unit.site.html import Html, get, get_missing

PAGE = f"/en/activity-report/{YEAR}/"


@pytest.fixture
def published(site: SiteTree) -> SiteTree:
    publish(site.site, YEAR)
    return site


def figures(page: Html) -> list[tuple[int, str]]:
    """The figures of the table, with the addresses of their lists."""
    return [
        (int(re.sub(r"\D", "", str(link.get_text()))), str(link["href"]))
        for link in page.soup.select(".activity-table td a")
    ]


def listed(client: Client, address: str) -> list[str]:
    """The titles on all pages of a list."""
    titles: list[str] = []
    page = get(client, address)
    while True:
        titles += page.texts(".item-title a")
        following = page.attributes('.pagination a[rel="next"]', "href")
        if not following:
            return titles
        page = get(client, address.partition("?")[0] + following[0])


def test_every_figure_opens_the_list_that_it_counts(
    client: Client, published: SiteTree, publications: list[Any]
) -> None:
    for _number in range(21):
        NewsPageFactory(parent=published.sections["sq"], **on(2))
    project()
    found = figures(get(client, PAGE))
    assert len(found) == 15 * 8
    assert found[-1][0] == 34
    for count, address in found:
        if count:
            assert len(set(listed(client, address))) == count, address
    nothing = next(address for count, address in found if not count)
    assert "Nothing was published in this period." in get(client, nothing).text("main")


def test_list_names_each_publication_in_the_readers_language_or_as_it_is(client: Client, published: SiteTree) -> None:
    for title in ("Ura", "Lumi"):
        page = NewsPageFactory(parent=published.sections["sq"], title=title, **on(5))
    translation = publish_translation(page, "en")
    project()
    found = get(client, f"{PAGE}publications/?period={YEAR}-05&category=news")
    assert found.links(".item-title a") == {"[Lumi]": translation.url, "Ura": "/sq/vendimet/ura/"}
    assert found.attributes(".item-title", "lang") == ["sq"]
    assert "Not available in this language. In: Shqip" in found.text("main")


def test_wrong_parameters_are_left_out_and_said_so(
    client: Client, published: SiteTree, publications: list[Any]
) -> None:
    found = get(client, f"{PAGE}publications/?period=2023-01&category=x&page=7")
    assert len(found.texts(".notice p")) == 3
    assert len(found.texts(".item")) == 13


def test_only_published_years_are_there(client: Client, site: SiteTree) -> None:
    assert "No report has been published yet." in get(client, "/en/activity-report/").text("main")
    addresses = [PAGE, f"{PAGE}publications/", f"/en/activity-report/{YEAR}.csv"]
    for address in addresses:
        assert client.get(address).status_code == 404
    publish(site.site, YEAR)
    assert get(client, "/en/activity-report/").links("main a") == {f"Activity report {YEAR}": PAGE}
    assert [client.get(address).status_code for address in addresses] == [200, 200, 200]
    withdraw(site.site, YEAR)
    assert client.get(PAGE).status_code == 404
    get_missing(client, f"/en/activity-report/{YEAR + 1}/")
    get_missing(client, "/en/activity-report/0999/")
    get_missing(client, f"/en/activity-report/{YEAR}.exe")


def test_other_site_has_its_own(client: Client, published: SiteTree) -> None:
    other = make_site("tjeter.example.org", is_default=False, slug="tjeter")
    assert Client(headers={"host": other.site.hostname}).get(PAGE).status_code == 404


def test_nothing_hidden_is_counted_or_listed(
    client: Client, published: SiteTree, hidden: Callable[[Any], None]
) -> None:
    hidden(lambda **values: NewsPageFactory(**values, **on(5)))
    assert {count for count, _address in figures(get(client, PAGE))} == {0}
    assert SECRET not in get(client, f"{PAGE}publications/").text("main")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("sq", ("Janar", "Gjashtëmujori i parë", "Reagime dhe sqarime")),
        ("sr-latn", ("Januar", "Prvo polugodište", "Reagovanja i pojašnjenja")),
        ("en", ("January", "First half-year", "Reactions and clarifications")),
    ],
)
def test_in_each_language(client: Client, published: SiteTree, language: str, words: tuple[str, ...]) -> None:
    page = get(client, f"/{language}/activity-report/{YEAR}/")
    cells = page.texts(".activity-table th")
    assert {words[0], words[1], words[2]} <= set(cells)
    assert page.links(".languages a")["Srpski"] == f"/sr-latn/activity-report/{YEAR}/"
    assert f"/{language}/activity-report/" in page.links(".breadcrumbs a").values()


def test_large_numbers_are_written_as_people_read_them(client: Client, published: SiteTree, monkeypatch: Any) -> None:
    monkeypatch.setattr("activity_report.counting._counts", lambda *_args: {(1, "news"): 12345})
    assert "12.345" in get(client, f"/sq/activity-report/{YEAR}/").texts(".activity-table td")
    assert "12,345" in get(client, PAGE).texts(".activity-table td")
    plain = client.get(f"/sq/activity-report/{YEAR}.csv").content.decode()
    assert ",12345," in plain


def test_charts_say_what_they_show(client: Client, published: SiteTree, publications: list[Any]) -> None:
    page = get(client, PAGE)
    titles = page.texts("svg[role=img] title")
    assert titles[:3] == [
        "All together: 13 in the year; the most in a month were 4.",
        "News: 5 in the year; the most in a month were 3.",
        "Notices: 1 in the year; the most in a month were 1.",
    ]
    assert "Videos: none." in titles
    heights = [int(each) for each in page.attributes("#chart-news ~ svg .activity-bar", "height")]
    assert heights == [70, round(70 * 2 / 3)]
    assert page.soup.select("main script") == []


def test_switching_the_language_keeps_the_list(client: Client, published: SiteTree) -> None:
    found = get(client, f"{PAGE}publications/?period={YEAR}-S1&category=news&page=1")
    wanted = f"/sq/activity-report/{YEAR}/publications/?period={YEAR}-S1&category=news"
    assert found.links(".languages a")["Shqip"] == wanted


def test_every_page_leads_to_the_reports(client: Client, site: SiteTree) -> None:
    assert "/en/activity-report/" in get(client, "/en/").links("footer a").values()


def test_its_address_is_no_pages(site: SiteTree) -> None:
    page = site.sections["en"]
    page.slug = "activity-report"
    with pytest.raises(ValidationError) as raised:
        page.full_clean()
    assert "slug" in raised.value.message_dict


@pytest.mark.once
@pytest.mark.parametrize("path", ["", "publications/"])
def test_the_same_queries_for_2_and_20(client: Client, published: SiteTree, path: str) -> None:
    counts = []
    client.get(f"{PAGE}{path}")
    for more in (2, 18):
        for _number in range(more):
            publish_translation(NewsPageFactory(parent=published.sections["sq"], date=datetime.date(YEAR, 3, 1)), "en")
        project()
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{PAGE}{path}")
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("sq", "Jan Shk Mar Pri Maj Qer Kor Gus Sht Tet Nën Dhj"),
        ("sr-latn", "Jan Feb Mar Apr Maj Jun Jul Avg Sep Okt Nov Dec"),
        ("en", "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
    ],
)
def test_months_below_the_bars_are_those_of_the_language(language: str, names: str) -> None:
    with translation.override(language):
        assert " ".join(each.short_label for each in periods(YEAR, [PeriodKind.MONTH])) == names
