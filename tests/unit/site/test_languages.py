"""The language switcher, canonical addresses, and what is said of translations."""

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Locale

from tests.factories import CalendarPageFactory, DecisionPageFactory, SiteTree, StandardPageFactory, publish_translation
from tests.support.fixtures import project
from tests.unit.site.html import Html, get

PATH = "/sq/vendimet/vendim-per-ujin/"


def switcher(page: Html) -> dict[str, str]:
    return dict(zip(page.attributes(".languages a", "hreflang"), page.attributes(".languages a", "href"), strict=True))


def canonical(page: Html) -> list[str]:
    return page.attributes("link[rel=canonical]", "href")


def alternates(page: Html) -> dict[str, str]:
    css = "link[rel=alternate][hreflang]"
    return dict(zip(page.attributes(css, "hreflang"), page.attributes(css, "href"), strict=True))


@pytest.fixture
def decision(site: SiteTree) -> Any:
    page = DecisionPageFactory(parent=site.sections["sq"], title="Vendim për ujin")
    project()
    return page


def test_each_language_names_itself(client: Client, decision: Any) -> None:
    page = get(client, PATH)
    assert page.texts(".languages a") == ["Shqip", "Srpski", "English"]
    assert page.attributes("html", "lang") == ["sq"]
    assert page.texts(".languages [aria-current]") == ["Shqip"]


def test_switcher_leads_to_the_translation(client: Client, decision: Any) -> None:
    translated = publish_translation(decision, "sr-latn")
    project()
    assert switcher(get(client, PATH))["sr-Latn"] == translated.get_url()
    there = get(client, translated.get_url())
    assert switcher(there)["sq"] == PATH
    assert there.attributes("html", "lang") == ["sr-Latn"]


def test_without_a_translation_the_nearest_section_is_shown(client: Client, decision: Any) -> None:
    assert switcher(get(client, PATH)) == {"sq": PATH, "sr-Latn": "/sr-latn/vendimet/", "en": "/en/vendimet/"}


def test_without_a_section_the_home_page_is_shown(client: Client, site: SiteTree, decision: Any) -> None:
    site.sections["en"].unpublish()
    project()
    assert switcher(get(client, PATH))["en"] == "/en/"


def test_language_without_a_home_page_is_not_offered(client: Client, site: SiteTree, decision: Any) -> None:
    site.homes["en"].unpublish()
    site.sections["en"].unpublish()
    project()
    assert list(switcher(get(client, PATH))) == ["sq", "sr-Latn"]


def test_draft_translation_is_not_linked(client: Client, decision: Any) -> None:
    publish_translation(decision, "en", publish=False)
    project()
    page = get(client, PATH)
    assert switcher(page)["en"] == "/en/vendimet/"
    assert "en" not in alternates(page)


def test_every_link_of_the_switcher_is_found(client: Client, site: SiteTree, decision: Any) -> None:
    publish_translation(decision, "sr-latn")
    project()
    for path in ("/sq/", "/sq/vendimet/", PATH, "/sr-latn/vendimet/", "/sq/search/?q=ujin", "/sq/s-ka/"):
        page = Html(client.get(path).content.decode())
        links = switcher(page)
        assert list(links) == ["sq", "sr-Latn", "en"]
        assert [client.get(link).status_code for link in links.values()] == [200, 200, 200]


def test_search_keeps_the_query_in_the_other_language(client: Client, site: SiteTree) -> None:
    page = get(client, "/sq/search/", q="ujë & dritë", year="2024", page="1")
    assert switcher(page)["sr-Latn"] == "/sr-latn/search/?q=uj%C3%AB+%26+drit%C3%AB&year=2024"


def test_filters_of_a_section_are_kept_in_the_other_language(client: Client, decision: Any) -> None:
    assert switcher(get(client, "/sq/vendimet/", year="2025", page="1"))["sr-Latn"] == "/sr-latn/vendimet/?year=2025"
    assert switcher(get(client, PATH, fbclid="1"))["sr-Latn"] == "/sr-latn/vendimet/"


def test_month_of_the_calendar_is_kept_in_the_other_language(client: Client, site: SiteTree) -> None:
    calendar = CalendarPageFactory(parent=site.homes["sq"], title="Kalendari")
    publish_translation(calendar, "sr-latn", {"Kalendari": "Kalendar", "kalendari": "kalendar"})
    project()
    shown = get(client, calendar.get_url(), month="2027-01")
    assert switcher(shown)["sr-Latn"] == "/sr-latn/kalendar/?month=2027-01"


def test_canonical_address_and_alternates_are_absolute(client: Client, decision: Any) -> None:
    translated = publish_translation(decision, "sr-latn")
    project()
    page = get(client, PATH)
    assert canonical(page) == [f"http://localhost{PATH}"]
    assert alternates(page) == {"sq": f"http://localhost{PATH}", "sr-Latn": translated.full_url}


def test_canonical_address_leaves_parameters_out(client: Client, decision: Any) -> None:
    assert canonical(get(client, PATH, fbclid="1")) == [f"http://localhost{PATH}"]


def test_partial_translation_says_so_in_its_language(client: Client, decision: Any) -> None:
    translated = publish_translation(decision, "sr-latn", {"Vendim për ujin": "Odluka o vodi"})
    project()
    page = get(client, translated.get_url())
    assert "delimično prevedena" in page.text(".notice")
    assert page.attributes(".notice a", "href") == [PATH]
    listed = get(client, "/sr-latn/vendimet/")
    assert listed.texts(".item-note") == ["Delimično prevedeno"]


def test_complete_translation_and_original_say_nothing(client: Client, decision: Any) -> None:
    translated = publish_translation(decision, "sr-latn")
    project()
    assert get(client, translated.get_url()).texts(".notice") == []
    assert get(client, PATH).texts(".notice") == []


def test_untranslated_copy_says_so_and_marks_its_language(client: Client, decision: Any) -> None:
    copy = decision.copy_for_translation(Locale.objects.get(language_code="en"), alias=True)
    project()
    page = get(client, copy.get_url())
    assert "not translated" in page.text(".notice")
    assert page.attributes(".notice a", "href") == [PATH]
    assert page.attributes("html", "lang") == ["en"]
    assert page.attributes("h1", "lang") == page.attributes(".prose", "lang") == ["sq"]
    assert canonical(page) == [f"http://localhost{PATH}"]
    assert alternates(page) == {}
    assert switcher(page)["sq"] == PATH
    assert get(client, "/en/vendimet/").texts(".item-title") == []


def test_breadcrumbs_lead_home_by_live_pages(client: Client, site: SiteTree) -> None:
    draft = StandardPageFactory(parent=site.sections["sq"], title="Skicë", live=False)
    StandardPageFactory(parent=draft, title="Brenda")
    project()
    page = get(client, "/sq/vendimet/skice/brenda/")
    assert page.links(".breadcrumbs a") == {"Komuna": "/sq/", "Vendimet": "/sq/vendimet/"}
    assert page.text(".breadcrumbs [aria-current=page]") == "Brenda"
