from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe
from wagtail.models import Site

from cms_pages.selectors import LanguageLink, language_links
from municipality.search_page import search_page


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Full-text search over all languages of the site, the reader's first."""
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    found = search_page(site, get_language() or "", request.GET)
    context = {"search": found, "languages": _same_search(request, site), "hide_search": True}
    return render(request, "municipality/search.html", context)


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
