"""What surrounds every page: name, contact, coat of arms, menu."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from municipality.models import MunicipalitySettings, MunicipalityText
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


def test_editor_can_open_the_settings(admin_client: Client, site: SiteTree) -> None:
    path = f"/admin/settings/municipality/municipalitysettings/{site.site.pk}/"
    assert admin_client.get(path).status_code == 200
    data = {
        "phone": "+383 28 1",
        "email": "",
        "coat_of_arms": "",
        "texts-TOTAL_FORMS": "1",
        "texts-INITIAL_FORMS": "0",
        "texts-MIN_NUM_FORMS": "0",
        "texts-MAX_NUM_FORMS": "1000",
        "texts-0-language": "sq",
        "texts-0-name": "Komuna e Lumbardhit",
        "texts-0-address": "",
        "texts-0-opening_hours": "",
        "texts-0-id": "",
        "texts-0-DELETE": "",
    }
    assert admin_client.post(path, data).status_code == 302
    assert get(admin_client, "/sq/").text(".brand-name") == "Komuna e Lumbardhit"
