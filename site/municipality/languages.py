"""Addresses that are no page's, in the other languages."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Site

from cms_pages.surroundings import LanguageLink, language_links


def same_in_each_language(site: Site, view: str, *args: object, query: str = "") -> list[LanguageLink]:
    """A view's address, with a query, in each language in which the site has a home page."""
    links = []
    for link in language_links(site, site.root_page):
        with override(link.locale):
            address = reverse(view, args=args)
        links.append(LanguageLink(link.locale, f"{address}?{query}" if query else address, exact=True))
    return links
