"""The text of a document's file is for search. It may be as long as a book, and is not read to show or serve it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms_pages.files.facts import texts_of
from cms_pages.models import DocumentFacts, PublishedItem
from publications.models import ActAttachment, DecisionPage
from tests.factories import DecisionPageFactory, DocumentFactory, SiteTree
from tests.support.fixtures import project


@pytest.fixture
def act(site: SiteTree) -> DecisionPage:
    page = DecisionPageFactory(parent=site.sections["sq"], signed_pdf=DocumentFactory())
    page.attachments = [ActAttachment(document=DocumentFactory(), locale=page.locale) for _number in range(2)]
    page.save_revision().publish()
    project()
    return page


def test_page_and_file_are_shown_without_it(act: DecisionPage, client: Client) -> None:
    assert act.signed_pdf is not None
    with CaptureQueriesContext(connection) as captured:
        assert "SHA-256" in client.get(act.get_url()).content.decode()
        assert client.get(act.signed_pdf.url).status_code == 200
    asked = [query["sql"] for query in captured if '"cms_pages_documentfacts"' in query["sql"]]
    assert asked
    assert [sql for sql in asked if '"text"' in sql] == []


def test_all_of_a_page_are_read_at_once_in_their_order(act: DecisionPage) -> None:
    files = list(act.item_documents())
    for number, document in enumerate(files):
        DocumentFacts.objects.filter(document=document).update(text="" if number == 1 else f"teksti {number}")
    with CaptureQueriesContext(connection) as captured:
        assert texts_of(files) == ["teksti 0", "teksti 2"]
    assert len([query for query in captured if '"text"' in query["sql"]]) == 1
    act.save_revision().publish()
    project()
    assert PublishedItem.objects.get(page_id=act.pk).documents_text == "teksti 0\nteksti 2"
