"""The municipality's datasets as a DCAT-AP catalogue, which data portals harvest.

Source: DCAT-AP 3.0.1, https://semiceu.github.io/DCAT-AP/releases/3.0.1/, and the European Union's authority tables,
https://op.europa.eu/en/web/eu-vocabularies/authority-tables.
"""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from rdflib import RDF, RDFS, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF
from wagtail.coreutils import get_content_languages
from wagtail.models import Site

from cms_pages.open_data.datasets import DataFile, Dataset, Edition, datasets
from cms_pages.text import language_tag
from municipality.models import MunicipalitySettings

VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
_AUTHORITY = "http://publications.europa.eu/resource/authority/"
_LANGUAGES = {"sq": "SQI", "sr-latn": "SRP", "en": "ENG", "tr": "TUR"}
_THEME = URIRef(f"{_AUTHORITY}data-theme/GOVE")
_MEDIA_TYPES = {"csv": URIRef("https://www.iana.org/assignments/media-types/text/csv")}
_FORMATS = {"csv": "CSV", "jsonl": "JSON Lines"}
#: no value for JSON Lines was found in the table or at IANA: each of its lines is JSON, in the way that is said there
_FILE_TYPES = {"csv": "CSV", "jsonl": "JSON"}
_JSON_LINES = URIRef("https://jsonlines.org/")


def catalogue(site: Site) -> Graph:
    """The catalogue of a site: a dataset for each type of which something was published, and the content API."""
    return _Catalogue(site).graph


class _Catalogue:
    def __init__(self, site: Site) -> None:
        facts = MunicipalitySettings.for_site(site)
        self.root = site.root_url
        self.names = {text.language: text.name for text in facts.texts.all()}
        self.site_name = site.site_name or site.hostname
        self.email = facts.email
        self.licence = URIRef(facts.data_licence)
        self.graph = Graph()
        for prefix, namespace in (("dcat", DCAT), ("dct", DCTERMS), ("foaf", FOAF), ("vcard", VCARD)):
            self.graph.bind(prefix, namespace)
        self.publisher, self.node = self._iri("/#organization"), self._iri(f"{reverse('data')}#catalog")
        published = [each for each in datasets(site) if each.modified is not None]
        self._describe(published)
        for dataset in published:
            self._dataset(dataset)
        self._api([self._dataset_node(dataset) for dataset in published])

    def _iri(self, path: str) -> URIRef:
        return URIRef(self.root + path)

    def _dataset_node(self, dataset: Dataset) -> URIRef:
        return self._iri(reverse("dataset", args=[dataset.name]))

    def _describe(self, published: list[Dataset]) -> None:
        graph, node = self.graph, self.node
        graph.add((self.licence, RDF.type, DCTERMS.LicenseDocument))
        graph.add((self.publisher, RDF.type, FOAF.Agent))
        graph.add((node, RDF.type, DCAT.Catalog))
        graph.add((node, DCTERMS.publisher, self.publisher))
        graph.add((node, DCTERMS.license, self.licence))
        homepage = self._iri("/")
        graph.add((homepage, RDF.type, FOAF.Document))
        graph.add((node, FOAF.homepage, homepage))
        for code in get_content_languages():
            with override(code):
                name = self.names.get(code, self.site_name)
                self._literal(self.publisher, FOAF.name, name, code)
                self._literal(node, DCTERMS.title, _("Open data of: %(name)s") % {"name": name}, code)
                self._literal(node, DCTERMS.description, _("All that is published, as files."), code)
            self._language(node, code)
        if modified := max((each.modified for each in published if each.modified), default=None):
            graph.add((node, DCTERMS.modified, Literal(modified)))

    def _dataset(self, dataset: Dataset) -> None:
        graph, node = self.graph, self._dataset_node(dataset)
        graph.add((self.node, DCAT.dataset, node))
        graph.add((node, RDF.type, DCAT.Dataset))
        graph.add((node, DCTERMS.identifier, Literal(str(node), datatype=XSD.anyURI)))
        graph.add((node, DCTERMS.publisher, self.publisher))
        graph.add((_THEME, RDF.type, URIRef("http://www.w3.org/2004/02/skos/core#Concept")))
        graph.add((node, DCAT.theme, _THEME))
        for code in get_content_languages():
            with override(code):
                label = str(dataset.label)
                self._literal(_THEME, URIRef("http://www.w3.org/2004/02/skos/core#prefLabel"), _("Government"), code)
                self._literal(node, DCTERMS.title, label, code)
                self._literal(node, DCAT.keyword, label.lower(), code)
                description = _("%(publications)s of: %(name)s") % {
                    "publications": label,
                    "name": self.names.get(code, self.site_name),
                }
                self._literal(node, DCTERMS.description, description, code)
                page = self._iri(reverse("dataset-page", args=[dataset.name]))
            graph.add((page, RDF.type, FOAF.Document))
            graph.add((node, DCAT.landingPage, page))
        if self.email:
            contact = BNode()
            graph.add((contact, RDF.type, VCARD.Kind))
            graph.add((contact, VCARD.fn, Literal(self.site_name)))
            graph.add((contact, VCARD.hasEmail, URIRef(f"mailto:{self.email}")))
            graph.add((node, DCAT.contactPoint, contact))
        often = URIRef(f"{_AUTHORITY}frequency/CONT")
        graph.add((often, RDF.type, DCTERMS.Frequency))
        graph.add((node, DCTERMS.accrualPeriodicity, often))
        graph.add((node, DCTERMS.modified, Literal(dataset.modified)))
        for edition in dataset.editions:
            if edition.modified is None:
                continue
            self._language(node, edition.locale)
            for file in edition.files:
                graph.add((node, DCAT.distribution, self._distribution(dataset, edition, file)))

    def _distribution(self, dataset: Dataset, edition: Edition, file: DataFile) -> URIRef:
        graph, node = self.graph, self._iri(f"{file.path}#distribution")
        resource = self._iri(file.path)
        graph.add((resource, RDF.type, RDFS.Resource))
        graph.add((node, RDF.type, DCAT.Distribution))
        graph.add((node, DCAT.accessURL, resource))
        graph.add((node, DCAT.downloadURL, resource))
        graph.add((node, DCTERMS.license, self.licence))
        graph.add((node, DCTERMS.modified, Literal(edition.modified)))
        with override(edition.locale):
            title = _("%(publications)s as %(format)s") % {
                "publications": dataset.label,
                "format": _FORMATS[file.extension],
            }
        self._literal(node, DCTERMS.title, title, edition.locale)
        self._language(node, edition.locale)
        if media_type := _MEDIA_TYPES.get(file.extension):
            graph.add((media_type, RDF.type, DCTERMS.MediaType))
            graph.add((node, DCAT.mediaType, media_type))
        form = URIRef(f"{_AUTHORITY}file-type/{_FILE_TYPES[file.extension]}")
        graph.add((form, RDF.type, DCTERMS.MediaTypeOrExtent))
        graph.add((node, DCTERMS["format"], form))
        if file.extension == "jsonl":
            graph.add((_JSON_LINES, RDF.type, DCTERMS.Standard))
            graph.add((node, DCTERMS.conformsTo, _JSON_LINES))
        return node

    def _api(self, served: list[URIRef]) -> None:
        graph, node = self.graph, self._iri(f"{reverse('data')}#api")
        endpoint, description = self._iri("/api/content/"), self._iri(reverse("content-api:openapi-json"))
        graph.add((self.node, DCAT.service, node))
        graph.add((node, RDF.type, DCAT.DataService))
        for target, term in ((endpoint, DCAT.endpointURL), (description, DCAT.endpointDescription)):
            graph.add((target, RDF.type, RDFS.Resource))
            graph.add((node, term, target))
        for dataset in served:
            graph.add((node, DCAT.servesDataset, dataset))
        graph.add((node, DCTERMS.license, self.licence))
        graph.add((node, DCTERMS.publisher, self.publisher))
        for code in get_content_languages():
            with override(code):
                self._literal(node, DCTERMS.title, _("Content API"), code)
                text = _("Lists, single items, search, and the changes since you last asked.")
                self._literal(node, DCTERMS.description, text, code)

    def _language(self, node: URIRef, code: str) -> None:
        if name := _LANGUAGES.get(code):
            language = URIRef(f"{_AUTHORITY}language/{name}")
            self.graph.add((language, RDF.type, DCTERMS.LinguisticSystem))
            self.graph.add((node, DCTERMS.language, language))

    def _literal(self, node: URIRef, term: URIRef, text: str, code: str) -> None:
        self.graph.add((node, term, Literal(text, lang=language_tag(code))))
