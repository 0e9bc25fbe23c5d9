"""Wagtail's own API: whole, within bounds, and in the reader's tree."""

import datetime
from typing import Any
from urllib.parse import quote

import pytest
from django.utils import timezone

from cms_pages.publishing.models import PublishedItem
from publications.models import ActAttachment, ActRelation
from tests.api.client import V2, get
from tests.factories import (
    BodyFactory,
    DecisionPageFactory,
    DocumentFactory,
    ImageFactory,
    MinutesPageFactory,
    NewsPageFactory,
    SiteTree,
    publish_translation,
)
from tests.support.fixtures import project

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # Wagtail leaves an image's files open


def listed(query: str) -> list[dict[str, Any]]:
    response = get(f"{V2}pages/?{query}")
    assert response.status_code == 200, response.content
    found: list[dict[str, Any]] = response.json()["items"]
    return found


def test_decision_has_its_fields(site: SiteTree) -> None:
    page = DecisionPageFactory(parent=site.sections["sq"], number="01-400/7")
    document = DocumentFactory(title="Harta")
    page.attachments = [ActAttachment(document=document, locale=page.locale, title="Shtojca")]
    page.save()
    project()
    (found,) = listed("type=publications.DecisionPage&fields=*")
    assert found["number"] == "01-400/7"
    assert found["date"] == "2025-03-14"
    assert found["kind"] == "individual"
    assert found["body"] == {
        "key": "assembly",
        "name": "Kuvendi i Komunës",
        "kind": "other",
        "current_name": "Kuvendi i Komunës",
        "ended_on": None,
        "successor": None,
    }
    assert found["summary"] == "Një vendim."
    assert found["content"][0]["value"] == "<p>Miratohet propozimi.</p>"
    assert found["signed_pdf"]["url"].startswith("http://localhost/documents/")
    assert len(found["signed_pdf"]["sha256"]) == 64
    assert [attachment["title"] for attachment in found["attachments"]] == ["Shtojca"]
    assert found["meta"]["html_url"] == page.full_url
    assert found == {key: get(f"{V2}pages/{page.pk}/").json()[key] for key in found} | {"meta": found["meta"]}


def test_act_has_its_state_identifier_and_relations_as_in_the_log(site: SiteTree) -> None:
    old = DecisionPageFactory(parent=site.sections["sq"], number="01/7")
    new = DecisionPageFactory(parent=site.sections["sq"], number="01/8")
    new.relations = [ActRelation(kind="amends", act=old.act)]
    new.save()
    project()
    fields = {page["id"]: page for page in get(f"{V2}pages/?type=publications.DecisionPage&fields=*").json()["items"]}
    assert {fields[page.pk]["state"] for page in (old, new)} == {"amended", "in_force"}
    assert fields[old.pk]["identifier"] == "assembly/decision/2025/7"
    assert [each["relation"] for each in fields[old.pk]["relations"]] == ["amended_by"]
    alone = get(f"{V2}pages/{new.pk}/").json()
    assert (alone["state"], [each["relation"] for each in alone["relations"]]) == ("in_force", ["amends"])


def test_minutes_and_news_have_their_fields(site: SiteTree) -> None:
    MinutesPageFactory(parent=site.sections["sq"])
    news = NewsPageFactory(parent=site.sections["sq"], image=ImageFactory(), source_name="Policia")
    project()
    (minutes,) = listed("type=publications.MinutesPage&fields=*")
    assert minutes["meeting"] == "Mbledhja e rregullt e Kuvendit"
    assert minutes["pdf"]["media_type"] == "application/pdf"
    (found,) = listed("type=publications.NewsPage&fields=*")
    assert found["source_name"] == "Policia"
    assert found["image"]["url"].startswith("http://localhost/")
    assert found["image"]["width"] == news.image.width


def test_body_has_its_name_in_the_language_of_the_page(site: SiteTree) -> None:
    body = BodyFactory()
    translated = body.copy_for_translation(site.sections["en"].locale)
    translated.name = "Municipal Assembly"
    translated.save()
    decision = DecisionPageFactory(parent=site.sections["sq"], body=body)
    publish_translation(decision, "en")
    project()
    names = {page["meta"]["locale"]: page["body"]["name"] for page in listed("type=publications.DecisionPage&fields=*")}
    assert names["sq"] == "Kuvendi i Komunës"
    assert names["en"] == "Municipal Assembly"


def test_blocks_keep_their_page(site: SiteTree) -> None:
    """The streams of all pages are read as one: each page must get its own back."""
    documents = [DocumentFactory() for _ in range(3)]
    image = ImageFactory()
    for number, document in enumerate(documents):
        content: list[Any] = [("document_list", {"heading": f"{number}", "documents": [document]})] * (number + 1)
        DecisionPageFactory(
            parent=site.sections["sq"],
            number=str(number),
            content=[*content, ("image", {"image": image, "caption": ""})],
        )
    DecisionPageFactory(parent=site.sections["sq"], number="3", content=[])
    project()
    for page in listed("type=publications.DecisionPage&fields=*"):
        number = int(page["number"])
        blocks = [block["value"] for block in page["content"] if block["type"] == "document_list"]
        expected = {"heading": str(number), "documents": [documents[number].pk]} if number < 3 else None
        assert blocks == [expected] * (number + 1 if number < 3 else 0)
        assert [block["value"]["image"]["image"] for block in page["content"] if block["type"] == "image"] == (
            [image.pk] if number < 3 else []
        )


def test_files_have_their_tags(site: SiteTree) -> None:
    page = DecisionPageFactory(parent=site.sections["sq"])
    page.signed_pdf.tags.add("plan", "buxhet")
    project()
    (document,) = get(f"{V2}documents/").json()["items"]
    assert document["meta"]["tags"] == ["buxhet", "plan"]
    assert document["meta"]["download_url"].startswith("http://localhost/documents/")
    assert get(f"{V2}documents/{page.signed_pdf.pk}/").json()["title"] == page.signed_pdf.title


def test_files_of_a_page_whose_time_is_over_are_left_out_at_once(site: SiteTree) -> None:
    page = DecisionPageFactory(parent=site.sections["sq"])
    project()
    document = f"{V2}documents/{page.signed_pdf.pk}/"
    assert get(document).status_code == 200
    over = timezone.now() - datetime.timedelta(seconds=1)
    PublishedItem.objects.filter(page_id=page.pk).update(expires_at=over)
    assert get(f"{V2}documents/").json()["items"] == []
    assert get(document).status_code == 404


def test_wagtails_filters_work(site: SiteTree) -> None:
    page = DecisionPageFactory(parent=site.sections["sq"], title="Vendim për ujësjellësin")
    DecisionPageFactory(parent=site.sections["sq"])
    publish_translation(page, "en")
    project()
    decisions = "type=publications.DecisionPage"
    assert len(listed(decisions)) == 3
    assert len(listed(f"{decisions}&locale=en")) == 1
    assert len(listed(f"{decisions}&number={page.number}")) == 2
    assert len(listed(f"child_of={site.sections['sq'].pk}")) == 2
    assert len(listed(f"{decisions}&descendant_of={site.homes['en'].pk}")) == 1
    assert [found["meta"]["locale"] for found in listed(f"translation_of={page.pk}")] == ["en"]
    assert [found["id"] for found in listed(f"{decisions}&search=ujësjellësin&locale=sq")] == [page.pk]
    assert listed(f"{decisions}&order=-id&limit=1")[0]["id"] > page.pk
    assert get(f"{V2}pages/find/?html_path=vendimet/{page.slug}").status_code == 302


@pytest.mark.parametrize(
    "query",
    [
        "pages/?foo=1",
        "pages/?site=localhost",
        "pages/?limit=1000",
        "pages/?limit=x",
        "pages/?offset=-1",
        "pages/?offset=99999999999999999999999",
        "pages/?offset=1000001",
        "pages/?id=x",
        "pages/?fields=nothing",
        "pages/?type=nothing",
        "pages/?type=auth.User",
        "pages/?order=nothing",
        "pages/?title=%00",
        "pages/?locale=%00",
        "documents/?offset=99999999999999999999999",
        "images/?foo=1",
        "pages/?search=a&search_operator=nor",
        "pages/find/?id=x",
        "pages/find/?html_path=a%00",
        "documents/find/?id=1e9",
    ],
)
def test_wrong_parameters_are_refused(site: SiteTree, query: str) -> None:
    response = get(V2 + query)
    assert (response.status_code, list(response.json())) == (400, ["message"])


@pytest.mark.parametrize("query", ["pages/?id=99999999999999999999999", "pages/?search=%20", "pages/?search="])
def test_odd_values_find_nothing(site: SiteTree, query: str) -> None:
    assert get(V2 + query).json()["items"] == []


@pytest.mark.parametrize("listing", ["pages/?", "pages/?type=publications.DecisionPage&", "documents/?", "images/?"])
@pytest.mark.parametrize(
    "text",
    [
        "'",
        '"',
        "a'b\"c",
        "()",
        "a AND",
        "NOT",
        "NEAR(",
        "a*",
        "title:x",
        "&|!<->",
        "\\",
        "\x00",
        "ë" * 5000,
        "a " * 5000,
    ],
)
def test_any_search_text_is_answered(site: SiteTree, listing: str, text: str) -> None:
    for operator in ("", "&search_operator=and"):
        assert get(f"{V2}{listing}search={quote(text)}{operator}").status_code == 200
