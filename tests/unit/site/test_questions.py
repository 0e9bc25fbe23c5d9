"""How often the pages that people read most ask the database, once what is kept is there."""

from collections import Counter

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from municipality.models import MunicipalityFooterPage, MunicipalityProfile, MunicipalitySettings, MunicipalityText
from publications.models import DecisionPage
from tests.factories import DecisionPageFactory, SiteTree
from tests.support.fixtures import project

pytestmark = pytest.mark.once


@pytest.fixture
def decision(site: SiteTree) -> DecisionPage:
    settings = MunicipalitySettings.objects.create(site=site.site)
    MunicipalityText.objects.create(municipality=settings, language="sq", name="Komuna e Lumbardhit")
    MunicipalityProfile.objects.create(municipality=settings, name="Facebook", url="https://example.org/")
    MunicipalityFooterPage.objects.create(municipality=settings, page=site.sections["sq"])
    page: DecisionPage = DecisionPageFactory(parent=site.sections["sq"])
    project()
    return page


def asked(client: Client, path: str) -> list[str]:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return [query["sql"] for query in captured]


def test_a_page_asks_no_more_often_than_it_did(client: Client, decision: DecisionPage) -> None:
    most = {"/sq/": 16, "/sq/vendimet/": 16, decision.url: 29}
    assert {path: len(asked(client, path)) for path in most} == most


def test_no_page_asks_the_same_twice(client: Client, decision: DecisionPage) -> None:
    for path in ("/sq/", "/sq/vendimet/", decision.url):
        assert [sql for sql, times in Counter(asked(client, path)).items() if times > 1] == []
