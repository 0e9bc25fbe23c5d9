"""No list asks the database once per row: 20 rows cost as many queries as two."""

import json
from collections.abc import Iterable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from publications.models import ActAttachment
from tests.api.client import CONTENT, V2
from tests.factories import (
    BodyFactory,
    CalendarPageFactory,
    DecisionPageFactory,
    DocumentFactory,
    DocumentPageFactory,
    EventPageFactory,
    ImageFactory,
    MinutesPageFactory,
    NewsPageFactory,
    NoticePageFactory,
    RecordingPageFactory,
    SiteTree,
)
from tests.factories.tenders import TO_CONTRACT, publish_tender
from tests.support.fixtures import project

LISTS = {
    f"{CONTENT}items/?type=decision": 1,
    f"{CONTENT}items/?type=decision&type=news&year=2025&locale=sq&limit=100": 1,
    f"{CONTENT}sync/?type=decision": 3,
    f"{V2}pages/?limit=20": None,
    f"{V2}pages/?fields=*&limit=20": None,
    f"{V2}pages/?type=publications.DecisionPage&limit=20": None,
    f"{V2}pages/?type=publications.DecisionPage&fields=*&limit=20": None,
    f"{V2}pages/?type=publications.MinutesPage&fields=*&limit=20": None,
    f"{V2}pages/?type=publications.NewsPage&fields=*&limit=20": None,
    f"{V2}pages/?type=publications.NoticePage&fields=*&limit=20": None,
    f"{V2}pages/?type=publications.DocumentPage&fields=*&limit=20": None,
    f"{V2}pages/?type=publications.TenderPage&fields=*&limit=20": None,
    f"{CONTENT}items/?type=tender": 1,
    f"{CONTENT}items/?type=recording&place=Ura+e+Gurit&licence=press": 1,
    f"{V2}pages/?type=publications.RecordingPage&fields=*&limit=20": None,
    f"{V2}pages/?type=publications.EventPage&fields=*&limit=20": None,
    f"{V2}documents/?fields=*&limit=20": None,
    f"{V2}images/?fields=*&limit=20": None,
}
PAGE_TABLES = ("wagtailcore_page", "publications_", "cms_pages_homepage", "wagtaildocs", "cms_pages_picture")

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # Wagtail leaves an image's files open


def fill(site: SiteTree, rows: int) -> None:
    """So many of each type, each with its own documents, image, tags and body."""
    section = site.sections["sq"]
    calendar = CalendarPageFactory(parent=section, slug=f"kalendari-{rows}")
    for number in range(rows):
        document, image = DocumentFactory(), ImageFactory()
        document.tags.add("plan", f"nr{number}")
        image.tags.add("foto", f"nr{number}")
        content = [
            ("rich_text", "<p>Teksti</p>"),
            ("image", {"image": image, "caption": ""}),
            ("document_list", {"heading": "", "documents": [document, DocumentFactory()]}),
        ]
        body = BodyFactory(key=f"drejtoria-{document.pk}")
        decision = DecisionPageFactory(parent=section, content=content, body=body)
        decision.attachments = [ActAttachment(document=document, locale=decision.locale)]
        decision.save()
        MinutesPageFactory(parent=section, content=content, body=body)
        NewsPageFactory(parent=section, content=content, image=image)
        NoticePageFactory(parent=section, content=content, results=content, body=body)
        DocumentPageFactory(parent=section, content=content, body=body)
        publish_tender(section, TO_CONTRACT, lots=2, documents=3, body=body)
        EventPageFactory(parent=calendar, content=content, body=body)
        RecordingPageFactory(parent=section, content=content, body=body, poster=image)
    project()


def queries(addresses: Iterable[str]) -> dict[str, list[str]]:
    """The statements of each list's second reading: the first may fill caches."""
    counted = {}
    for address in addresses:
        Client().get(address)
        with CaptureQueriesContext(connection) as captured:
            response = Client().get(address)
        assert response.status_code == 200
        counted[address] = [query["sql"] for query in captured.captured_queries]
    return counted


def rows_in(address: str) -> int:
    return len(json.loads(Client().get(address).content)["items"])


@pytest.mark.once
def test_twenty_rows_cost_what_two_cost(site: SiteTree) -> None:
    fill(site, 2)
    two = queries(LISTS)
    fill(site, 18)
    assert {address: rows_in(address) for address in LISTS if rows_in(address) < 20} == {}
    twenty = queries(LISTS)
    assert {address: len(found) for address, found in twenty.items()} == {
        address: len(found) for address, found in two.items()
    }
    expected = {address: count for address, count in LISTS.items() if count is not None}
    assert {address: len(twenty[address]) for address in expected} == expected
    for address in expected:
        assert not [sql for sql in twenty[address] if any(table in sql for table in PAGE_TABLES)]


def test_a_page_of_a_list_costs_three_queries_the_first_time(site: SiteTree) -> None:
    fill(site, 2)
    Client().get(f"{CONTENT}items/?limit=1")  # from here on it is known whose host this is
    for address in LISTS:
        if address.startswith(CONTENT):
            with CaptureQueriesContext(connection) as captured:
                Client().get(address)
            assert len(captured) == 3


def test_one_item_costs_one_query_and_so_does_a_304(site: SiteTree) -> None:
    page = DecisionPageFactory(parent=site.sections["sq"])
    project()
    address = f"{CONTENT}items/{page.translation_key}.sq/"
    assert len(queries([address])[address]) == 1
    etag = Client().get(f"{CONTENT}items/")["ETag"]
    with CaptureQueriesContext(connection) as captured:
        assert Client().get(f"{CONTENT}items/", headers={"if-none-match": etag}).status_code == 304
    assert len(captured) == 1
