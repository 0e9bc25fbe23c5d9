"""The reports that the office has published, for everybody."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.models import Site

from activity_report.formats import DOWNLOADS, written
from activity_report.formats.document import document
from activity_report.listing import figure_list
from activity_report.publishing import is_published, published_years
from activity_report.shown import shown
from cms_pages.api.kept import KeptBodies
from cms_pages.conditional import answer_by_etag
from cms_pages.files.serving import PUBLIC
from municipality.languages import same_in_each_language

_files = KeptBodies()


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """The years of which there is a report."""
    site = _site(request)
    context = {"years": published_years(site), "languages": same_in_each_language(site, "activity-reports")}
    return render(request, "activity_report/reports.html", context)


@require_safe
def report_page(request: HttpRequest, year: int) -> HttpResponse:
    site = _published(request, year)
    context = {
        "report": shown(site, year, reverse("activity-report-list", args=[year])),
        "files": [(each.label, reverse("activity-report-file", args=[year, end])) for end, each in DOWNLOADS.items()],
        "languages": same_in_each_language(site, "activity-report", year),
    }
    return render(request, "activity_report/report.html", context)


@require_safe
def publications(request: HttpRequest, year: int) -> HttpResponse:
    """The publications that a figure of the report counts."""
    site = _published(request, year)
    parameters = request.GET.copy()
    parameters.pop("page", None)
    context = {
        "year": year,
        "found": figure_list(site, year, get_language() or "", request.GET, request.GET.get("page", "")),
        "languages": same_in_each_language(site, "activity-report-list", year, query=parameters.urlencode()),
    }
    return render(request, "activity_report/publications.html", context)


@require_safe
def download(request: HttpRequest, year: int, extension: str) -> HttpResponseBase:
    """The report as a file, in the language of the address."""
    site = _published(request, year)
    paper = document(site, year, get_language() or "", request=request)
    etag = quote_etag(f"{paper.digest}.{extension}")
    response = answer_by_etag(request, etag)
    if response is None:
        # Drawing takes a fifth of a second.
        content = _files.get((paper.digest, extension), lambda: written(paper, extension))
        response = file_response(content, paper.language, year, extension)
    response["ETag"], response["Cache-Control"] = etag, PUBLIC
    return response


def file_response(content: bytes, language: str, year: int, extension: str) -> HttpResponse:
    response = HttpResponse(content, content_type=DOWNLOADS[extension].media_type)
    response["Content-Disposition"] = f'attachment; filename="activity-report-{year}.{language}.{extension}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _site(request: HttpRequest) -> Site:
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    return site


def _published(request: HttpRequest, year: int) -> Site:
    site = _site(request)
    if not is_published(site, year):
        raise Http404
    return site
