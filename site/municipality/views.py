from __future__ import annotations

import logging

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.models import Site

from cms_pages.surroundings import LanguageLink
from municipality.languages import same_in_each_language
from municipality.search_page import PARAMETERS, search_page
from search.limits import seconds_to_wait

logger = logging.getLogger(__name__)

#: seconds after which to try again where the search does not work
UNAVAILABLE = 60


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Full-text search over all languages of the site, the reader's first."""
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    if seconds := seconds_to_wait(request, "search"):
        return _instead(request, site, "too_many_searches", 429, seconds)
    try:
        found = search_page(site, get_language() or "", request.GET)
    except DatabaseError:
        # What the rest of the site needs may well be there: a table of the search is not, or took too long.
        logger.exception("The search does not work")
        return _instead(request, site, "search_unavailable", 503, UNAVAILABLE)
    context = {"search": found, "languages": _same_search(request, site), "hide_search": True}
    return render(request, "municipality/search.html", context)


def _instead(request: HttpRequest, site: Site, template: str, status: int, seconds: int) -> HttpResponse:
    """A page in the place of results, which may be asked for again in so many seconds. What was typed and chosen stays
    in its search box.
    """
    context = {
        "seconds": seconds,
        "text": request.GET.get("q", ""),
        "kept": [(name, value) for name, value in request.GET.items() if name in PARAMETERS],
        "languages": _same_search(request, site),
        "hide_search": True,
    }
    page = render(request, f"municipality/{template}.html", context, status=status)
    page.headers["Retry-After"] = str(seconds)
    page.headers["Cache-Control"] = "no-store"
    return page


def _same_search(request: HttpRequest, site: Site) -> list[LanguageLink]:
    """The same query in each language that has a home page."""
    parameters = request.GET.copy()
    parameters.pop("page", None)
    return same_in_each_language(site, "search", query=parameters.urlencode())
