"""The pages about open data, and the catalogue."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers
from wagtail.models import Site

from cms_pages.api.http import public_api, site_of
from cms_pages.api.problems import not_found
from cms_pages.open_data.datasets import Dataset, datasets
from municipality.languages import same_in_each_language
from municipality.models import MunicipalitySettings
from municipality.open_data.catalogue import catalogue

#: how the catalogue is written, by the end of its address: its own name, rdflib's and the media type
SYNTAXES = {
    "ttl": ("Turtle", "turtle", "text/turtle; charset=utf-8"),
    "jsonld": ("JSON-LD", "json-ld", "application/ld+json"),
    "rdf": ("RDF/XML", "xml", "application/rdf+xml"),
}


@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    """All datasets of a site, with their files."""
    site = _site(request)
    facts = MunicipalitySettings.for_site(site)
    context = {
        "datasets": datasets(site),
        "licence": facts.get_data_licence_display(),
        "licence_url": facts.data_licence,
        "syntaxes": [(name, reverse("data-catalogue", args=[end])) for end, (name, _format, _type) in SYNTAXES.items()],
        "languages": same_in_each_language(site, "open-data"),
    }
    return render(request, "municipality/open_data.html", context)


@require_safe
def dataset_page(request: HttpRequest, name: str) -> HttpResponse:
    """A dataset with its files, and a table that says what is in each column of them."""
    site = _site(request)
    dataset = _dataset(site, name)
    rows = [
        # The catalogues have what the schemas say, in English, as it is.
        (column.name, column.type.label, " ".join(_(text) for text in column.descriptions))
        for column in dataset.columns
    ]
    context = {"dataset": dataset, "columns": rows, "languages": same_in_each_language(site, "dataset-page", name)}
    return render(request, "municipality/dataset.html", context)


@public_api
def data_catalogue(request: HttpRequest, extension: str) -> HttpResponse:
    """The DCAT-AP catalogue."""
    if extension not in SYNTAXES:
        raise not_found()
    _name, syntax, media_type = SYNTAXES[extension]
    return HttpResponse(catalogue(site_of(request)).serialize(format=syntax), content_type=media_type)


@require_safe
@vary_on_headers("Accept-Language")
def data(request: HttpRequest) -> HttpResponse:
    """The address without a language, which never changes: the page in the reader's language."""
    return HttpResponseRedirect(reverse("open-data"))


@require_safe
@vary_on_headers("Accept-Language")
def dataset(request: HttpRequest, name: str) -> HttpResponse:
    """What a dataset is called in the catalogue: its page in the reader's language."""
    return HttpResponseRedirect(reverse("dataset-page", args=[_dataset(_site(request), name).name]))


def _site(request: HttpRequest) -> Site:
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    return site


def _dataset(site: Site, name: str) -> Dataset:
    found = next((each for each in datasets(site) if each.name == name), None)
    if found is None:
        raise Http404
    return found
