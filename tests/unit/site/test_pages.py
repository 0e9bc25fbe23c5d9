"""The home page, and the pages of decisions, minutes and news."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from publications.models import ActAttachment, DecisionPage
from tests.factories import (
    DecisionPageFactory,
    DocumentFactory,
    ImageFactory,
    MinutesPageFactory,
    NewsPageFactory,
    SiteTree,
    publish_translation,
)
from tests.support.fixtures import project
from tests.unit.site.conftest import SECRET
from tests.unit.site.html import Html, get


def facts(page: Html) -> dict[str, str]:
    return dict(zip(page.texts(".facts dt"), page.texts(".facts dd"), strict=True))


def test_decision_shows_its_facts_and_files(client: Client, site: SiteTree) -> None:
    decision = DecisionPageFactory(
        parent=site.sections["sq"],
        title="Vendim për ujin",
        number="01-400/7",
        kind="budget",
        signed_pdf=DocumentFactory(title="Kopja", text="Vendos"),
        legal_basis="Neni 40\n\nNeni 41 <b>",
    )
    annex = DocumentFactory(title="Plani")
    ActAttachment.objects.create(page=decision, document=annex, title="Shtojca 1", locale=decision.locale)
    project()
    page = get(client, "/sq/vendimet/vendim-per-ujin/")
    assert facts(page) == {
        "Numri": "01-400/7",
        "Data": "14 mars 2025",
        "Marrë nga": "Kuvendi i Komunës",
        "Kategoria": "Buxhet dhe financa",
        "Në fuqi që nga": "14 mars 2025",
        "Gjendja": "Në fuqi",
        "Adresa e përhershme": "http://localhost/eli/assembly/decision/2025/7/",
    }
    assert page.texts(".legal-basis p") == ["Neni 40", "Neni 41 <b>"]
    assert page.text(".prose") == "Miratohet propozimi."
    signed, attached = page.attributes("a.file", "href")
    assert signed == decision.signed_pdf.url
    assert attached == annex.url
    assert page.texts(".file-title") == ["Kopja", "Shtojca 1"]
    content = b"".join(client.get(signed).streaming_content)  # type: ignore[attr-defined] # a file is streamed
    assert page.text(".hash") == hashlib.sha256(content).hexdigest()
    assert page.texts(".file-meta")[0] == f"PDF, {len(content)} bajte"


def test_decision_translated_keeps_its_facts(client: Client, site: SiteTree) -> None:
    decision = DecisionPageFactory(parent=site.sections["sq"], number="01-400/7")
    translated = publish_translation(decision, "sr-latn")
    project()
    page = get(client, translated.get_url())
    assert list(facts(page).values())[:3] == ["Na snazi", "01-400/7", "14. marta 2025."]
    assert page.texts(".hash") == get(client, decision.get_url()).texts(".hash")


def test_decision_without_a_file_is_shown(client: Client, site: SiteTree) -> None:
    decision = DecisionPageFactory(parent=site.sections["sq"], title="Pa skedar", legal_basis="", content=[])
    DecisionPage.objects.filter(pk=decision.pk).update(signed_pdf=None)
    page = get(client, "/sq/vendimet/pa-skedar/")
    assert page.texts("a.file") == page.texts(".prose") == page.texts(".legal-basis") == []


def test_file_that_is_lost_does_not_break_the_page(client: Client, site: SiteTree) -> None:
    decision = DecisionPageFactory(parent=site.sections["sq"])
    decision.signed_pdf.file.storage.delete(decision.signed_pdf.file.name)
    page = get(client, decision.get_url())
    assert len(page.texts("a.file")) == 1
    assert page.texts(".hash") == []


def test_minutes_show_the_meeting_and_the_file(client: Client, site: SiteTree) -> None:
    minutes = MinutesPageFactory(parent=site.sections["sq"], meeting="Mbledhja e tretë")
    page = get(client, minutes.get_url())
    assert facts(page) == {"Mbledhja": "Mbledhja e tretë", "Data": "28 shkurt 2025", "Organi": "Kuvendi i Komunës"}
    assert page.attributes("a.file", "href") == [minutes.pdf.url]


def test_news_show_kind_image_and_source(client: Client, site: SiteTree) -> None:
    news = NewsPageFactory(
        parent=site.sections["sq"],
        kind="shared",
        image=ImageFactory(description="Ura e gurit"),
        source_name="Policia",
        source_url="https://example.org/",
    )
    page = get(client, news.get_url())
    assert page.text(".page-label").startswith("Shpërndarje 1 prill 2025")
    assert page.attributes(".news-image img", "alt") == ["Ura e gurit"]
    assert page.links(".news-source a") == {"Policia": "https://example.org/"}
    (image,) = page.attributes("meta[property='og:image']", "content")
    assert image.startswith("http")


def test_page_describes_itself_to_machines(client: Client, site: SiteTree) -> None:
    news = NewsPageFactory(parent=site.sections["sq"], title="Ujë & dritë", summary="Sot “pastrohet” lumi.")
    project()
    page = get(client, news.get_url())
    assert page.text("title") == "Ujë & dritë – Komuna"
    assert page.attributes("meta[name=description]", "content") == ["Sot “pastrohet” lumi."]
    assert page.attributes("meta[property='og:title']", "content") == ["Ujë & dritë"]
    assert page.attributes("meta[property='og:url']", "content") == [news.full_url]


def test_home_shows_what_is_new_of_its_language(client: Client, site: SiteTree, decisions: list[Any]) -> None:
    section = site.sections["sq"]
    NewsPageFactory(parent=section, title="Lajm me foto", image=ImageFactory())
    NewsPageFactory(parent=section, title="Lajm pa foto")
    MinutesPageFactory(parent=section, title="Procesverbal i ri")
    project()
    page = get(client, "/sq/")
    assert set(page.texts(".home-news h3")) == {"Lajm me foto", "Lajm pa foto"}
    assert len(page.attributes(".news-card img", "src")) == 1
    assert page.texts(".home-acts h3") == ["Vendim për buxhetin", "Vendim për ujin", "Procesverbal i ri"]
    assert set(page.attributes(".section-heading a", "href")) == {"/sq/vendimet/"}
    assert get(client, "/en/").texts("h3") == []


def test_home_shows_nothing_the_public_must_not_see(
    client: Client, decisions: list[Any], hidden: Callable[[Any], None]
) -> None:
    hidden(NewsPageFactory)
    page = get(client, "/sq/")
    assert not any(SECRET in title for title in page.texts("h3"))


@pytest.mark.once
@pytest.mark.parametrize("factory", [DecisionPageFactory, NewsPageFactory])
def test_number_of_queries_of_the_home_page_does_not_grow(client: Client, site: SiteTree, factory: Any) -> None:
    def queries() -> int:
        client.get("/sq/")
        with CaptureQueriesContext(connection) as captured:
            get(client, "/sq/")
        return len(captured)

    counts = []
    for more in (2, 18):
        for number in range(more):
            factory(parent=site.sections["sq"], slug=f"p-{more}-{number}")
        project()
        counts.append(queries())
    assert counts[0] == counts[1]


def test_visitor_gets_no_cookie_and_no_userbar(client: Client, site: SiteTree) -> None:
    response = client.get("/sq/")
    assert response.cookies == {}
    assert "Cookie" not in response.get("Vary", "")
    assert b"wagtail-userbar" not in response.content


def test_editor_gets_the_userbar(admin_client: Client, site: SiteTree) -> None:
    response = admin_client.get("/sq/")
    assert b"wagtail-userbar" in response.content
    assert "Cookie" in response["Vary"]


def test_nothing_is_loaded_from_other_hosts(client: Client, site: SiteTree, decisions: list[Any]) -> None:
    for path in ("/sq/", "/sq/vendimet/", "/sq/vendimet/vendim-per-ujin/", "/sq/search/"):
        page = get(client, path)
        loaded = page.attributes("script, img, iframe", "src") + page.attributes("link[rel=stylesheet]", "href")
        assert loaded
        assert all(address.startswith("/") for address in loaded)
        assert set(page.texts("script:not([type='application/ld+json'])")) == {""}, "no inline scripts"
        assert page.soup.select("[style], [onclick], style") == []


@pytest.mark.parametrize("restriction", [PageViewRestriction.PASSWORD, PageViewRestriction.LOGIN])
def test_private_page_asks_first_and_tells_nothing(client: Client, site: SiteTree, restriction: str) -> None:
    news = NewsPageFactory(parent=site.sections["sq"], title=SECRET, slug="fjala", summary=SECRET)
    PageViewRestriction.objects.create(page=news, restriction_type=restriction, password="uji")
    project()
    response = client.get(news.get_url(), follow=True)
    asked = Html(response.content.decode())
    assert SECRET not in response.content.decode()
    assert len(asked.attributes("input[type=password]", "name")) == 1
    assert asked.texts(".brand-name") == ["Komuna"]


def test_private_page_is_shown_for_its_password(client: Client, site: SiteTree) -> None:
    news = NewsPageFactory(parent=site.sections["sq"], title=SECRET)
    PageViewRestriction.objects.create(page=news, restriction_type=PageViewRestriction.PASSWORD, password="uji")
    asked = get(client, news.get_url())
    (action,) = asked.attributes("form.sign-in", "action")
    data = {"password": "uji", "return_url": news.get_url()}
    assert Html(client.post(action, data, follow=True).content.decode()).text("h1") == SECRET


def test_draft_is_previewed_as_the_public_will_see_it(site: SiteTree) -> None:
    draft = DecisionPageFactory(parent=site.sections["sq"], title="Vendim i ri", live=False)
    response = draft.make_preview_request(preview_mode=draft.default_preview_mode)
    assert response.status_code == 200
    assert Html(response.render().content.decode()).text("h1") == "Vendim i ri"
