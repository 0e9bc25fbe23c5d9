"""The search page, on the database's engine. What is found is tested with the search."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from cms_pages.publishing.marking import mark_pages
from cms_pages.publishing.worker import work_once
from publications.models import DecisionPage
from tests.factories import DecisionPageFactory, NewsPageFactory, SiteTree, publish_translation
from tests.unit.site.conftest import SECRET
from tests.unit.site.html import Html, get
from tools.ports import LOOPBACK, free_port

SEARCH = "/sq/search/"
TITLES = ".listing-results > .item .item-title"


def index() -> None:
    while work_once():
        pass


def test_words_are_found_without_diacritics_and_marked(client: Client, decisions: list[Any]) -> None:
    index()
    page = get(client, SEARCH, q="per ujin")
    assert page.texts(TITLES)[0] == "Vendim për ujin"
    assert "ujin" in page.texts("mark")
    assert page.text(".listing-count").startswith("1 rezultat për")
    assert page.attributes("#search-text", "value") == ["per ujin"]


def test_without_words_everything_is_shown(client: Client, decisions: list[Any]) -> None:
    index()
    assert get(client, SEARCH).texts(TITLES)[:2] != []
    assert get(client, SEARCH, type="decision").texts(TITLES) == ["Vendim për buxhetin", "Vendim për ujin"]


@pytest.mark.parametrize(
    ("parameters", "titles"),
    [
        ({"year": "2024"}, ["Vendim për ujin"]),
        ({"kind": "budget"}, ["Vendim për buxhetin"]),
        ({"state": "in_force"}, ["Vendim për buxhetin", "Vendim për ujin"]),
        ({"state": "revoked"}, []),
        ({"date_from": "2024-05-02"}, ["Vendim për buxhetin"]),
        ({"date_to": "2024-05-01"}, ["Vendim për ujin"]),
        ({"body": "assembly", "order": "newest"}, ["Vendim për buxhetin", "Vendim për ujin"]),
        ({"type": "news"}, []),
        ({"locale": "en"}, []),
    ],
)
def test_filters(client: Client, decisions: list[Any], parameters: dict[str, str], titles: list[str]) -> None:
    index()
    page = get(client, SEARCH, q="propozimi", **parameters)
    assert page.texts(TITLES) == titles
    (name, value), *_ = parameters.items()
    assert page.attributes(f"#filter-{name} option[selected], input#filter-{name}", "value") == [value]
    assert page.texts(".notice") == []


def test_filters_have_names_and_counts(client: Client, decisions: list[Any]) -> None:
    index()
    page = get(client, SEARCH, q="propozimi")
    assert page.texts("#filter-year option") == ["Të gjitha vitet", "2025 (1)", "2024 (1)"]
    assert set(page.texts("#filter-kind option")[1:]) == {"Buxhet dhe financa (1)", "Pronë (1)"}
    assert page.attributes("#filter-year, [form]", "form")[0] == "search"


def test_states_of_acts_have_names_and_counts_and_chips(client: Client, decisions: list[Any]) -> None:
    DecisionPage.objects.filter(pk=decisions[0].pk).update(end_of_validity=datetime.date(2025, 12, 31))
    mark_pages([decisions[0].pk])
    index()
    page = get(client, SEARCH, q="propozimi")
    assert set(page.texts("#filter-state option")) == {"Të gjitha gjendjet", "Në fuqi (1)", "Nuk është më në fuqi (1)"}
    page = get(client, SEARCH, q="propozimi", state="expired")
    assert page.links(".chips a") == {"Hiq filtrin Gjendja: Nuk është më në fuqi ✕": "?q=propozimi"}


def test_nothing_found_says_what_to_try_and_shows_what_is_newest(client: Client, decisions: list[Any]) -> None:
    index()
    page = get(client, SEARCH, q="xhirafa")
    assert "xhirafa" in page.text(".listing-count")
    assert page.links(".empty a") == {}
    assert page.texts(".newest .item-title") == ["Vendim për buxhetin", "Vendim për ujin"]
    assert page.attributes("#filter-order", "id") == []


def test_a_misspelt_word_leads_to_what_there_is(client: Client, decisions: list[Any]) -> None:
    index()
    page = get(client, SEARCH, q="buxhettin", order="newest")
    assert page.text(".did-you-mean") == "A mos menduat: buxhetin (1 rezultat)"
    (address,) = page.attributes(".did-you-mean a", "href")
    assert address == "?q=buxhetin&order=newest"
    assert get(client, SEARCH + address).texts(TITLES) == ["Vendim për buxhetin"]


def test_filters_that_leave_nothing_can_be_dropped_one_by_one(client: Client, decisions: list[Any]) -> None:
    index()
    page = get(client, SEARCH, q="ujin", year="2025", kind="property", locale="en")
    assert page.text(".listing-count").startswith("Nuk u gjet asgjë")
    # Without the year it is still not in English, without the language not of that year.
    assert page.links(".empty a") == {"të gjithë filtrat": "?q=ujin"}
    page = get(client, SEARCH, q="ujin", year="2025", kind="property")
    assert page.links(".empty a") == {
        "Viti: 2025": "?q=ujin&kind=property",
        "të gjithë filtrat": "?q=ujin",
    }
    assert get(client, SEARCH, q="ujin", kind="property").texts(TITLES) == ["Vendim për ujin"]
    page = get(client, SEARCH, q="ujin", locale="en")
    assert page.links(".empty a") == {"Gjuha: English": "?q=ujin", "Shqip": "?q=ujin&locale=sq"}


def test_days_that_leave_nothing_can_be_dropped(client: Client, decisions: list[Any]) -> None:
    index()
    page = get(client, SEARCH, q="ujin", date_from="2025-01-01", date_to="2025-12-31")
    assert page.links(".empty a") == {"Nga: 1 janar 2025": "?q=ujin&date_to=2025-12-31", "të gjithë filtrat": "?q=ujin"}
    assert page.attributes("input#filter-date_from", "value") == ["2025-01-01"]


def test_of_several_words_those_that_are_found_are_offered(client: Client, decisions: list[Any]) -> None:
    index()
    page = get(client, SEARCH, q="xhirafa ujin")
    assert page.links(".empty a") == {"ujin": "?q=ujin"}


def test_filters_that_are_set_can_be_removed_one_by_one(client: Client, decisions: list[Any]) -> None:
    index()
    page = get(client, SEARCH, q="propozimi", year="2024", kind="property", order="newest", page="1")
    assert page.links(".chips a") == {
        "Hiq filtrin Kategoria: Pronë ✕": "?q=propozimi&year=2024&order=newest",
        "Hiq filtrin Viti: 2024 ✕": "?q=propozimi&kind=property&order=newest",
    }
    page = get(client, SEARCH, q="propozimi", date_from="2024-01-31", date_to="2024-12-31")
    assert page.links(".chips a") == {
        "Hiq filtrin Nga: 31 janar 2024 ✕": "?q=propozimi&date_to=2024-12-31",
        "Hiq filtrin Deri: 31 dhjetor 2024 ✕": "?q=propozimi&date_from=2024-01-31",
    }
    assert get(client, SEARCH, q="propozimi").texts(".chips") == []


def test_the_title_says_what_was_searched_how_much_there_is_and_which_page(client: Client, site: SiteTree) -> None:
    for number in range(21):
        NewsPageFactory(parent=site.sections["sq"], slug=f"lajm-{number}", title="Lumi")
    index()
    assert get(client, SEARCH).text("title") == "Kërko – Komuna"
    assert get(client, SEARCH, q="xhirafa").text("title") == "Kërkimi: xhirafa (asgjë nuk u gjet) – Komuna"
    assert get(client, SEARCH, q="lumi", page="2").text("title") == (
        "Kërkimi: lumi (21 rezultate) – faqja 2 nga 2 – Komuna"
    )


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("sq", "Kërkimi nuk është"), ("sr-latn", "Pretraga trenutno"), ("en", "Search is not available")],
)
# A transaction around the test would be of no use to PostgreSQL after an error.
@pytest.mark.django_db(transaction=True)
def test_a_search_that_does_not_work_is_said(client: Client, site: SiteTree, language: str, sentence: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE kuvendi_search_searchentry RENAME TO away")
        try:
            response = client.get(f"/{language}/search/", {"q": "ujin", "year": "2024"})
        finally:
            cursor.execute("ALTER TABLE away RENAME TO kuvendi_search_searchentry")
    assert response.status_code == 503
    assert response["Retry-After"] == "60"
    page = Html(response.content.decode())
    assert page.text("h1").startswith(sentence)
    assert page.attributes("#search-text", "value") == ["ujin"]
    assert page.attributes("main [type=hidden]", "value") == ["2024"]


def test_the_last_day_of_all_is_a_first_day_like_others(client: Client, decisions: list[Any]) -> None:
    assert "date_from=9999-12-31" in client.get(SEARCH, {"q": "propozimi", "date_from": "9999-12-31"}).content.decode()


@pytest.mark.parametrize(
    ("parameters", "sentences"),
    [
        ({"type": "x"}, 1),
        ({"kind": "' OR 1=1", "year": "19", "locale": "xx", "body": "a b", "order": "oldest"}, 5),
        ({"date_from": "2025-02-30", "date_to": "1.5.2025"}, 2),
        ({"date_from": "2024-01-02", "date_to": "2024-01-01"}, 1),
        ({"page": "0"}, 1),
        ({"page": "-3"}, 1),
        ({"page": "2"}, 1),
        ({"page": "999999999999999999999"}, 1),
        ({"page": "abc", "year": "\x00"}, 2),
        ({"year": ["2024", "abc"]}, 1),
    ],
)
def test_bad_parameters_are_left_out_and_said(
    client: Client, decisions: list[Any], parameters: dict[str, Any], sentences: int
) -> None:
    index()
    page = get(client, SEARCH, q="propozimi", **parameters)
    assert len(page.texts(TITLES)) == 2
    assert len(page.texts(".notice p")) == sentences


@pytest.mark.parametrize(
    "text",
    [
        "\x00",
        "a\x00b",
        '"',
        "AND OR NOT (",
        "vendim" * 1000,
        "%_\\",
        "<script>",
        "../../",
        "'; --",
        " ",
        "🙂",
        "č" * 300,
    ],
)
def test_any_text_is_answered(client: Client, decisions: list[Any], text: str) -> None:
    index()
    page = get(client, SEARCH, q=text)
    assert page.text("h1")
    assert set(page.texts("script")) == {""}


def test_hit_in_another_language_says_so(client: Client, decisions: list[Any]) -> None:
    translated = publish_translation(decisions[0], "sr-latn", {"Vendim për ujin": "Odluka o vodi"})
    translated.get_translations()
    index()
    page = get(client, "/sr-latn/search/", q="buxhetin")
    assert page.texts(TITLES) == ["Vendim për buxhetin"]
    assert page.attributes(TITLES, "lang") == ["sq"]
    assert "Shqip" in page.text(".item-note")
    own = get(client, "/sr-latn/search/", q="vodi")
    assert own.texts(TITLES) == ["Odluka o vodi"]
    assert own.texts(".item-note") == []


def test_words_in_another_version_say_so(client: Client, site: SiteTree) -> None:
    page = DecisionPageFactory(parent=site.sections["sq"], title="Vendim për ujin")
    publish_translation(page, "sr-latn", {"Vendim për ujin": "Odluka o vodi", "Një vendim.": "Jedna odluka."})
    index()
    found = get(client, "/sr-latn/search/", q="ujin")
    assert found.texts(TITLES) == ["Odluka o vodi"]
    assert "Shqip" in found.text(".item-note")


def test_elasticsearch_that_is_away_is_said(client: Client, decisions: list[Any], settings: Settings) -> None:
    index()
    settings.ELASTICSEARCH_URL = f"http://{LOOPBACK}:{free_port()}"
    page = get(client, SEARCH, q="ujin")
    assert page.texts(TITLES) == ["Vendim për ujin"]
    assert len(page.texts(".notice")) == 1


def test_nothing_the_public_must_not_see(client: Client, decisions: list[Any], hidden: Callable[[Any], None]) -> None:
    hidden(DecisionPageFactory)
    index()
    for parameters in ({"q": "fshehte"}, {"type": "decision"}):
        page = get(client, SEARCH, **parameters)
        assert not any(SECRET in title for title in page.texts(TITLES))


def test_pages_of_twenty_cost_the_same_as_of_two(client: Client, site: SiteTree) -> None:
    counts = []
    for more in (2, 20):
        for number in range(more):
            date = datetime.date(2025, 1, 1) + datetime.timedelta(days=number)
            NewsPageFactory(parent=site.sections["sq"], slug=f"lajm-{more}-{number}", title="Lumi", date=date)
        index()
        with CaptureQueriesContext(connection) as captured:
            page = get(client, SEARCH, q="lumi")
        counts.append(len(captured))
    assert len(page.texts(TITLES)) == 20
    assert page.attributes(".pagination [rel=next]", "href") == ["?q=lumi&page=2"]
    assert len(get(client, SEARCH, q="lumi", page="2").texts(TITLES)) == 2
    assert counts[0] == counts[1]


def test_only_reading_is_allowed(client: Client, site: SiteTree) -> None:
    assert client.post(SEARCH, {"q": "x"}).status_code == 405
