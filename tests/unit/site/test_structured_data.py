"""What pages say of themselves to search engines and networks: schema.org as JSON-LD, Open Graph."""

import datetime
import json
from typing import Any

from django.test import Client
from wagtail.models import Locale

from cms_pages.publishing.models import PublishedItem
from municipality.models import MunicipalityProfile, MunicipalitySettings, MunicipalityText
from publications.models import ActAttachment
from tests.factories import (
    BodyFactory,
    DecisionPageFactory,
    DocumentFactory,
    ImageFactory,
    MinutesPageFactory,
    NewsPageFactory,
    NoticePageFactory,
    SiteTree,
    StandardPageFactory,
    publish_translation,
)
from tests.support.fixtures import project
from tests.unit.site.html import Html, get


def nodes(page: Html) -> dict[str, dict[str, Any]]:
    """The page's data by type."""
    (script,) = page.soup.select("script[type='application/ld+json']")
    data = json.loads(script.get_text())
    assert data["@context"] == "https://schema.org"
    return {node["@type"]: node for node in data["@graph"]}


def test_decision_is_legislation(client: Client, site: SiteTree) -> None:
    decision = DecisionPageFactory(parent=site.sections["sq"], title="Vendim për ujin", number="01-400/7")
    annex = DocumentFactory(title="Plani")
    ActAttachment.objects.create(page=decision, document=annex, title="Shtojca 1", locale=decision.locale)
    project()
    item = PublishedItem.objects.get(page_id=decision.pk)
    found = nodes(get(client, decision.get_url()))
    law = found["Legislation"]
    assert law["@id"] == law["url"] == decision.full_url
    assert law["name"] == "Vendim për ujin"
    assert law["inLanguage"] == "sq"
    assert (law["identifier"], law["legislationDate"]) == ("01-400/7", "2025-03-14")
    assert law["legislationPassedBy"] == {"@type": "GovernmentOrganization", "name": "Kuvendi i Komunës"}
    assert law["encoding"]["sha256"] == json.loads(item.payload)["signed_pdf"]["sha256"]
    assert law["encoding"]["contentUrl"].startswith("http://localhost/documents/")
    assert [media["name"] for media in law["associatedMedia"]] == ["Shtojca 1"]
    assert law["publisher"]["@id"] == found["GovernmentOrganization"]["@id"]
    steps = found["BreadcrumbList"]["itemListElement"]
    assert [(step["position"], step["name"]) for step in steps] == [
        (1, "Komuna"),
        (2, "Vendimet"),
        (3, "Vendim për ujin"),
    ]
    assert all(step["item"].startswith("http://") for step in steps)


def test_news_are_an_article_with_a_picture(client: Client, site: SiteTree) -> None:
    section = site.sections["sq"]
    with_image = NewsPageFactory(parent=section, title="Me foto", image=ImageFactory())
    without = NewsPageFactory(parent=section, title="Pa foto")
    project()
    article = nodes(get(client, with_image.get_url()))["NewsArticle"]
    assert (article["headline"], article["datePublished"]) == ("Me foto", "2025-04-01")
    assert article["image"]["url"].startswith("http://localhost/media/")
    assert "image" not in nodes(get(client, without.get_url()))["NewsArticle"]


def test_minutes_are_about_their_meeting(client: Client, site: SiteTree) -> None:
    minutes = MinutesPageFactory(parent=site.sections["sq"], meeting="Mbledhja e tretë")
    project()
    document = nodes(get(client, minutes.get_url()))["DigitalDocument"]
    assert document["about"]["name"] == "Mbledhja e tretë"
    assert document["about"]["startDate"] == "2025-02-28"


def test_home_page_describes_the_municipality(client: Client, site: SiteTree) -> None:
    settings = MunicipalitySettings.objects.create(
        site=site.site, phone="+383 28 1", email="info@example.org", coat_of_arms=ImageFactory()
    )
    MunicipalityText.objects.create(
        municipality=settings, language="sq", name="Komuna e Lumbardhit", address="Sheshi 1"
    )
    MunicipalityProfile.objects.create(municipality=settings, name="Facebook", url="https://facebook.example.org/k")
    found = nodes(get(client, "/sq/"))
    assert found["GovernmentOrganization"] | {"logo": ""} == {
        "@type": "GovernmentOrganization",
        "@id": "http://testserver/#organization",
        "name": "Komuna e Lumbardhit",
        "url": "http://testserver/sq/",
        "logo": "",
        "address": {"@type": "PostalAddress", "streetAddress": "Sheshi 1"},
        "contactPoint": {"@type": "ContactPoint", "telephone": "+383 28 1", "email": "info@example.org"},
        "sameAs": ["https://facebook.example.org/k"],
    }
    assert found["GovernmentOrganization"]["logo"].endswith(".png")
    assert "BreadcrumbList" not in found
    assert "sameAs" not in nodes(get(client, "/sq/vendimet/"))["GovernmentOrganization"], "it says so once"


def test_title_cannot_end_the_script(client: Client, site: SiteTree) -> None:
    title = "</script><script src=x>&amp;<!--\u2028"
    page = StandardPageFactory(parent=site.sections["sq"], slug="kurth")
    page.title = title
    page.save(clean=False)  # what is saved so keeps what a form takes out
    project()
    html = get(client, page.get_url())
    assert nodes(html)["WebPage"]["name"] == title
    assert html.attributes("script", "src") == get(client, "/sq/vendimet/").attributes("script", "src")


def test_what_is_not_published_says_nothing(client: Client, site: SiteTree) -> None:
    decision = DecisionPageFactory(parent=site.sections["sq"])
    copy = decision.copy_for_translation(Locale.objects.get(language_code="en"), alias=True)
    draft = DecisionPageFactory(parent=site.sections["sq"], live=False)
    project()
    previewed = draft.make_preview_request(preview_mode=draft.default_preview_mode).render().content.decode()
    for page in (get(client, copy.get_url()), Html(previewed), Html(client.get("/sq/s-ka/").content.decode())):
        assert page.soup.select("script[type='application/ld+json'], .on-paper") == []


def test_shared_page_names_its_languages(client: Client, site: SiteTree) -> None:
    decision = DecisionPageFactory(parent=site.sections["sq"])
    translated = publish_translation(decision, "sr-latn")
    project()
    page = get(client, translated.get_url())
    assert page.attributes("meta[property='og:locale']", "content") == ["sr_RS"]
    assert page.attributes("meta[property='og:locale:alternate']", "content") == ["sq_AL"]
    assert page.attributes("meta[property='og:type']", "content") == ["article"]
    assert get(client, "/sq/").attributes("meta[property='og:type']", "content") == ["website"]


def test_page_without_a_picture_is_shared_with_the_coat_of_arms(client: Client, site: SiteTree) -> None:
    css = "meta[property='og:image']"
    assert get(client, "/sq/").attributes(css, "content") == []
    MunicipalitySettings.objects.create(site=site.site, coat_of_arms=ImageFactory())
    news = NewsPageFactory(parent=site.sections["sq"], image=ImageFactory())
    (arms,) = get(client, "/sq/").attributes(css, "content")
    (picture,) = get(client, news.get_url()).attributes(css, "content")
    assert arms.startswith("http://testserver/media/")
    assert picture != arms


def test_titles_of_signed_files_keep_their_language(client: Client, site: SiteTree) -> None:
    decision = DecisionPageFactory(parent=site.sections["sq"], signed_pdf=DocumentFactory(title="Vendim nr. 7"))
    annex = DocumentFactory(title="Plani")
    for title in ("", "Shtojca"):
        ActAttachment.objects.create(page=decision, document=annex, title=title, locale=decision.locale)
    decision.save_revision().publish()
    translated = publish_translation(decision, "en")
    project()
    files = get(client, translated.get_url()).soup.select(".file-title")
    assert [(file.get_text(), file.get("lang")) for file in files] == [
        ("Vendim nr. 7", "sq"),
        ("Plani", "sq"),
        ("[Shtojca]", None),
    ]
    assert get(client, decision.get_url()).attributes(".file-title", "lang") == []


def test_vacancy_is_a_job_with_its_last_moment(client: Client, site: SiteTree) -> None:
    where = "rr. Zahir Pajaziti 12, Podujevë"
    about = {"kind": "vacancy", "reference": "07/2027", "body": BodyFactory(), "place": where}
    vacancy = NoticePageFactory(parent=site.sections["sq"], **about)
    project()
    job = nodes(get(client, vacancy.get_url()))["JobPosting"]
    assert datetime.datetime.fromisoformat(job["validThrough"]) == vacancy.deadline
    assert job["identifier"]["value"] == "07/2027"
    assert job["hiringOrganization"]["name"] == "Kuvendi i Komunës"
    assert job["jobLocation"] == {"@type": "Place", "name": where, "address": where}
    # It is no text: see the properties of https://schema.org/JobPosting.
    assert not {"dateModified", "publisher", "inLanguage"} & job.keys()


def test_invitation_is_an_event_with_its_place_and_time(client: Client, site: SiteTree) -> None:
    begins = datetime.datetime(2027, 9, 4, 15, tzinfo=datetime.UTC)
    when = {"starts_at": begins, "ends_at": begins + datetime.timedelta(hours=2)}
    invitation = NoticePageFactory(
        parent=site.sections["sq"], kind="invitation", deadline=None, place="Salla e Kuvendit", **when
    )
    without = NoticePageFactory(parent=site.sections["sq"], kind="invitation", deadline=None)
    project()
    shown = get(client, invitation.get_url())
    event = nodes(shown)["Event"]
    assert {name: datetime.datetime.fromisoformat(event[name]) for name in ("startDate", "endDate")} == {
        "startDate": when["starts_at"],
        "endDate": when["ends_at"],
    }
    assert event["location"]["address"] == "Salla e Kuvendit"
    assert "4 shtator 2027" in shown.text(".facts")
    assert "Salla e Kuvendit" in shown.text(".facts")
    assert "Article" in nodes(get(client, without.get_url()))
