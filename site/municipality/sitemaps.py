"""The sitemap of a site, from the publication log, and robots.txt.

Source: https://www.sitemaps.org/protocol.html; for the alternates
https://developers.google.com/search/docs/specialty/international/localized-versions
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.models import Site

from cms_pages.publishing.models import PublishedItem, PublishedItemQuerySet
from cms_pages.registry import Registry
from municipality.languages import same_in_each_language

#: addresses in one file; the protocol allows 50,000, which with their alternates would be a very large file
PART = 5000


@dataclass(frozen=True)
class View:
    """A public view that is no page, with the arguments of its address, in all languages of a site."""

    name: str
    arguments: tuple[object, ...]
    changed_at: datetime.datetime


@dataclass(frozen=True)
class Entry:
    url: str
    locale: str
    changed_at: datetime.datetime


#: what else is to be found on a site than pages
views: Registry[Callable[[Site], Iterable[View]]] = Registry("source of views for the sitemap")


@require_safe
def sitemap(request: HttpRequest, part: int | None = None) -> HttpResponse:
    """All live pages of a site with their other languages, or an index of parts where there are many."""
    items = _items(request)
    parts = ceil(items.count() / PART)
    if part is None and parts > 1:
        root = request.build_absolute_uri("/").rstrip("/")
        locations = [root + reverse("sitemap-part", args=[number + 1]) for number in range(parts)]
        return _xml(request, "municipality/sitemap_index.xml", {"locations": locations})
    number = 1 if part is None else part
    if number > max(parts, 1) or number < 1:
        raise Http404
    shown = list(items.only("url", "locale", "changed_at", "translation_key")[(number - 1) * PART : number * PART])
    entries: list[tuple[object, Sequence[object]]] = [*_with_alternates(items, shown)]
    return _xml(request, "municipality/sitemap.xml", {"entries": entries + (_views(request) if number == 1 else [])})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    context = {"sitemap": request.build_absolute_uri(reverse("sitemap"))}
    return render(request, "municipality/robots.txt", context, content_type="text/plain; charset=utf-8")


def _items(request: HttpRequest) -> PublishedItemQuerySet:
    site = Site.find_for_request(request)
    if site is None:
        return PublishedItem.objects.none()
    # The languages of a page are neighbours, and the order does not change when something is published.
    return PublishedItem.objects.live().on_site(site).order_by("translation_key", "locale")


def _views(request: HttpRequest) -> list[tuple[object, Sequence[object]]]:
    site = Site.find_for_request(request)
    found: list[tuple[object, Sequence[object]]] = []
    for view in (each for find in views for each in (find(site) if site is not None else ())):
        links = same_in_each_language(site, view.name, *view.arguments)
        versions = [Entry(request.build_absolute_uri(link.url), link.locale, view.changed_at) for link in links]
        found += [(version, versions if len(versions) > 1 else []) for version in versions]
    return found


def _with_alternates(
    items: PublishedItemQuerySet, shown: list[PublishedItem]
) -> list[tuple[PublishedItem, list[PublishedItem]]]:
    """Each item with all its languages, its own too; with none where it has only one."""
    languages: dict[object, list[PublishedItem]] = defaultdict(list)
    if shown:
        keys = {"translation_key__gte": shown[0].translation_key, "translation_key__lte": shown[-1].translation_key}
        for item in items.filter(**keys).only("url", "locale", "translation_key"):
            languages[item.translation_key].append(item)
    found = ((item, languages[item.translation_key]) for item in shown)
    return [(item, versions if len(versions) > 1 else []) for item, versions in found]


def _xml(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    return render(request, template, context, content_type="application/xml; charset=utf-8")
