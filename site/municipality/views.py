from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe
from wagtail.models import Site

from cms_pages.surroundings import LanguageLink, language_links
from municipality.search_page import PARAMETERS, search_page
from search.limits import seconds_to_wait


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Full-text search over all languages of the site, the reader's first."""
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    if seconds := seconds_to_wait(request, "search"):
        return _too_many(request, site, seconds)
    found = search_page(site, get_language() or "", request.GET)
    context = {"search": found, "languages": _same_search(request, site), "hide_search": True}
    return render(request, "municipality/search.html", context)


def _too_many(request: HttpRequest, site: Site, seconds: int) -> HttpResponse:
    """The 429. What was typed and chosen stays in its search box."""
    context = {
        "seconds": seconds,
        "text": request.GET.get("q", ""),
        "kept": [(name, value) for name, value in request.GET.items() if name in PARAMETERS],
        "languages": _same_search(request, site),
        "hide_search": True,
    }
    page = render(request, "municipality/too_many_searches.html", context, status=429)
    page.headers["Retry-After"] = str(seconds)
    page.headers["Cache-Control"] = "no-store"
    return page


def _same_search(request: HttpRequest, site: Site) -> list[LanguageLink]:
    """The same query in each language that has a home page."""
    parameters = request.GET.copy()
    parameters.pop("page", None)
    links = []
    for link in language_links(site, site.root_page):
        with override(link.locale):
            address = reverse("search")
        links.append(
            LanguageLink(link.locale, f"{address}?{parameters.urlencode()}" if parameters else address, exact=True)
        )
    return links
