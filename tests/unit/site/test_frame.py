"""What surrounds every page: name, contact, coat of arms, menu."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.models import PageViewRestriction

from municipality.models import DataLicence, MunicipalityFooterPage, MunicipalitySettings, MunicipalityText
from tests.factories import ImageFactory, SiteTree, StandardPageFactory, make_site
from tests.support.fixtures import project
from tests.unit.site.html import get

MENU = ".menu a"


def test_without_settings_the_home_page_names_the_municipality(client: Client, site: SiteTree) -> None:
    page = get(client, "/sq/vendimet/")
    assert page.text(".brand-name") == "Komuna"
    assert page.attributes(".brand", "href") == ["/sq/"]
    assert len(page.soup.select("svg.brand-arms")) == 1
    assert page.texts("address") == []
    assert not MunicipalitySettings.objects.exists(), "reading writes nothing"


def test_settings_are_shown_in_each_language(client: Client, site: SiteTree) -> None:
    settings = MunicipalitySettings.objects.create(
        site=site.site, phone="+383 28 000 000", email="info@example.org", coat_of_arms=ImageFactory()
    )
    for language, name in (("sq", "Komuna e Lumbardhit"), ("sr-latn", "Opština Lumbard")):
        MunicipalityText.objects.create(
            municipality=settings, language=language, name=name, address=f"Sheshi 1\n{language}", opening_hours="8–16"
        )
    for code, name in (("sq", "Komuna e Lumbardhit"), ("sr-latn", "Opština Lumbard"), ("en", "Komuna")):
        page = get(client, f"/{code}/")
        assert page.text(".brand-name") == name
        assert page.links("footer a[href^=tel]") == {"+383 28 000 000": "tel:+38328000000"}
        assert page.texts("address") == ([] if code == "en" else [f"Sheshi 1 {code}"])
        assert page.attributes("img.brand-arms", "alt") == [""]


def test_municipalities_do_not_show_each_others_settings(client: Client, site: SiteTree) -> None:
    other = make_site("other.example.org", is_default=False, slug="tjeter")
    MunicipalitySettings.objects.create(site=other.site, phone="+383 1")
    project()
    assert get(client, "/sq/").texts("footer a[href^=tel]") == []
    assert b"+383 1" in client.get("/sq/", headers={"host": "other.example.org"}).content


def test_menu_has_the_live_public_pages_that_editors_put_there(client: Client, site: SiteTree) -> None:
    home = site.homes["sq"]
    StandardPageFactory(parent=home, title="Kontakti", show_in_menus=True)
    StandardPageFactory(parent=home, title="Jashtë menysë")
    StandardPageFactory(parent=home, title="Skicë", show_in_menus=True, live=False)
    private = StandardPageFactory(parent=home, title="E mbyllur", show_in_menus=True)
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    page = get(client, "/sq/kontakti/")
    assert page.links(MENU) == {"Kontakti": "/sq/kontakti/"}
    assert page.attributes(MENU, "aria-current") == ["page"]
    assert get(client, "/en/").texts(MENU) == []


def test_menu_of_a_private_site_is_empty(client: Client, site: SiteTree) -> None:
    StandardPageFactory(parent=site.homes["sq"], title="Kontakti", show_in_menus=True)
    assert get(client, "/sq/search/").texts(MENU) == ["Kontakti"]
    PageViewRestriction.objects.create(page=site.homes["sq"], restriction_type=PageViewRestriction.LOGIN)
    assert get(client, "/sq/search/").texts(MENU) == []


def test_menu_says_in_which_section_one_is(client: Client, site: SiteTree) -> None:
    section = site.sections["sq"]
    section.show_in_menus = True
    section.save()
    StandardPageFactory(parent=section, title="Brenda")
    assert get(client, "/sq/vendimet/brenda/").attributes(MENU, "aria-current") == ["true"]
    assert get(client, "/sq/").attributes(MENU, "aria-current") == []


def test_number_of_queries_does_not_grow_with_the_menu(client: Client, site: SiteTree) -> None:
    counts = []
    for more in (2, 18):
        for _ in range(more):
            StandardPageFactory(parent=site.homes["sq"], show_in_menus=True)
        client.get("/sq/search/")
        with CaptureQueriesContext(connection) as captured:
            page = get(client, "/sq/search/")
        counts.append(len(captured))
    assert len(page.texts(MENU)) == 20
    assert counts[0] == counts[1]


def rows(name: str, *values: dict[str, str]) -> dict[str, str]:
    """The fields of an inline form set as the admin sends them."""
    data = {f"{name}-TOTAL_FORMS": str(len(values)), f"{name}-INITIAL_FORMS": "0"}
    data |= {f"{name}-MIN_NUM_FORMS": "0", f"{name}-MAX_NUM_FORMS": "1000"}
    for number, row in enumerate(values):
        data |= {
            f"{name}-{number}-{field}": value for field, value in {"id": "", "DELETE": "", "ORDER": "1", **row}.items()
        }
    return data


def settings_form(**fields: str) -> dict[str, str]:
    text = {"language": "sq", "name": "Komuna e Lumbardhit", "address": "", "opening_hours": ""}
    data = {
        "data_licence": str(DataLicence.CC_BY),
        "phone": "",
        "email": "",
        "coat_of_arms": "",
        "brand_colour": "",
        "accent_colour": "",
        **fields,
    }
    return data | rows("texts", text) | rows("profiles") | rows("footer_pages")


def settings_path(site: SiteTree) -> str:
    return f"/admin/settings/municipality/municipalitysettings/{site.site.pk}/"


def test_editor_can_fill_in_the_settings(admin_client: Client, site: SiteTree) -> None:
    assert admin_client.get(settings_path(site)).status_code == 200
    data = settings_form(phone="+383 28 1")
    data |= rows("profiles", {"name": "Facebook", "url": "https://facebook.example.org/komuna"})
    data |= rows("footer_pages", {"page": str(site.sections["en"].pk)})
    assert admin_client.post(settings_path(site), data).status_code == 302
    page = get(admin_client, "/sq/")
    assert page.text(".brand-name") == "Komuna e Lumbardhit"
    links = page.links("footer a")
    assert links["Facebook"] == "https://facebook.example.org/komuna"
    assert links["Vendimet"] == "/sq/vendimet/", "the translation of the chosen page"


def test_page_of_the_footer_that_is_not_published_in_a_language_is_left_out(client: Client, site: SiteTree) -> None:
    settings = MunicipalitySettings.objects.create(site=site.site)
    MunicipalityFooterPage.objects.create(municipality=settings, page=site.sections["sq"])
    site.sections["en"].unpublish()
    project()
    assert "/sq/vendimet/" in get(client, "/sq/").links("footer a").values()
    assert get(client, "/en/").links("footer nav:last-of-type a") == {
        "Search": "/en/search/",
        "Open data": "/en/data/",
        "Activity reports": "/en/activity-report/",
    }


@pytest.mark.parametrize(
    ("colour", "problem"),
    [("#f0b429", "Teksti i bardhë nuk lexohet"), ("blue", "Shkruajeni ngjyrën"), ("#0f4c5", "Shkruajeni ngjyrën")],
)
def test_colour_on_which_one_cannot_read_is_refused_with_a_sentence(
    admin_client: Client, site: SiteTree, colour: str, problem: str
) -> None:
    with translation.override("sq"):
        response = admin_client.post(settings_path(site), settings_form(brand_colour=colour))
    assert response.status_code == 200
    assert problem in response.content.decode()
    assert not MunicipalitySettings.objects.filter(brand_colour=colour).exists()


def test_colours_come_as_a_sheet_that_browsers_keep(admin_client: Client, client: Client, site: SiteTree) -> None:
    admin_client.post(settings_path(site), settings_form(brand_colour="#8B0000", accent_colour="#f0b429"))
    sheets = get(client, "/sq/").attributes("link[rel=stylesheet]", "href")
    (address,) = [sheet for sheet in sheets if "theme" in sheet]
    assert sheets.index(address) > sheets.index("/static/municipality/site.css")
    response = client.get(address)
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in response["Cache-Control"]
    assert "--brand:#8b0000" in response.content.decode()
    MunicipalitySettings.objects.update(brand_colour="#004d40")
    (newer,) = [sheet for sheet in get(client, "/sq/").attributes("link[rel=stylesheet]", "href") if "theme" in sheet]
    assert newer != address
    kept = client.get(address)
    assert "--brand:#004d40" in kept.content.decode(), "for a page that was kept"
    assert kept["Cache-Control"] == "no-cache"


def test_without_colours_there_is_no_sheet(client: Client, site: SiteTree) -> None:
    MunicipalitySettings.objects.create(site=site.site)
    assert not any("theme" in sheet for sheet in get(client, "/sq/").attributes("link[rel=stylesheet]", "href"))
    assert client.get("/theme-0.css").status_code == 404
