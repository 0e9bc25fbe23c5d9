"""The catalogue of datasets: valid by DCAT-AP's own rules, and what it names is there."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pyshacl import validate
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS

from municipality.models import MunicipalitySettings, MunicipalityText
from tests.factories import DecisionPageFactory, NewsPageFactory, SiteTree
from tests.support.fixtures import project

SHAPES = Path(__file__).with_name("dcat-ap")


@pytest.fixture
def published(site: SiteTree) -> None:
    settings = MunicipalitySettings.objects.create(site=site.site, email="komuna@example.org")
    MunicipalityText.objects.create(municipality=settings, language="sq", name="Komuna e Provës")
    DecisionPageFactory(parent=site.sections["sq"])
    NewsPageFactory(parent=site.sections["en"])
    project()


def graph(client: Client, extension: str = "ttl") -> Graph:
    response = client.get(f"/data/catalog.{extension}")
    assert response.status_code == 200
    form = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml"}[extension]
    return Graph().parse(data=response.content, format=form)


def problems(data: Graph) -> str:
    shapes = Graph()
    for path in SHAPES.glob("*.ttl"):
        shapes.parse(path)
    conforms, _report, text = validate(data, shacl_graph=shapes, advanced=True)
    return "" if conforms else str(text)


def test_valid(client: Client, published: None) -> None:
    assert problems(graph(client)) == ""


def test_valid_where_nothing_was_ever_published_or_set(client: Client, site: SiteTree) -> None:
    assert problems(graph(client)) == ""


def test_rules_are_applied(client: Client, published: None) -> None:
    data = graph(client)
    data.remove((None, DCAT.accessURL, None))
    assert "accessURL" in problems(data)


# rdflib's parser of JSON-LD uses what rdflib itself gives up; writing it does not.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_the_same_in_each_syntax(client: Client, published: None) -> None:
    assert len({len(graph(client, extension)) for extension in ("ttl", "jsonld", "rdf")}) == 1


def test_what_it_names_can_be_downloaded(client: Client, published: None) -> None:
    data = graph(client)
    files = [str(each) for each in data.objects(None, DCAT.downloadURL)]
    assert sorted(files) == [
        f"http://localhost/data/{name}"
        for name in ("decision.sq.csv", "decision.sq.jsonl", "news.en.csv", "news.en.jsonl")
    ]
    pages: list[Any] = [*data.objects(None, DCAT.landingPage), *data.objects(None, DCAT.endpointDescription)]
    for address in [*files, *map(str, pages)]:
        assert client.get(address.removeprefix("http://localhost")).status_code == 200
    (decisions, _news) = sorted(map(str, data.subjects(RDF.type, DCAT.Dataset)))
    redirect = client.get(decisions.removeprefix("http://localhost"), headers={"accept-language": "sr-latn"})
    assert redirect["Location"] == "/sr-latn/data/decision/"


def test_each_file_says_its_type_by_the_eus_table(client: Client, published: None) -> None:
    data = graph(client)
    table = "http://publications.europa.eu/resource/authority/file-type"
    types = {
        str(file).rpartition(".")[2]: (str(data.value(node, DCTERMS.format)), str(data.value(node, DCTERMS.conformsTo)))
        for node, file in data.subject_objects(DCAT.downloadURL)
    }
    assert types == {"csv": (f"{table}/CSV", "None"), "jsonl": (f"{table}/JSON", "https://jsonlines.org/")}


def test_licence_and_names_are_the_municipalitys(client: Client, published: None) -> None:
    MunicipalitySettings.objects.update(data_licence="https://creativecommons.org/publicdomain/zero/1.0/")
    data = graph(client)
    catalogue = URIRef("http://localhost/data/#catalog")
    titles = {
        (each.language, str(each)) for each in data.objects(catalogue, DCTERMS.title) if isinstance(each, Literal)
    }
    assert ("sq", "Të dhëna të hapura nga: Komuna e Provës") in titles
    assert {str(each) for each in data.objects(None, DCTERMS.license)} == {
        "https://creativecommons.org/publicdomain/zero/1.0/"
    }


def test_unknown_syntax(client: Client, site: SiteTree) -> None:
    assert client.get("/data/catalog.xlsx").status_code == 404
