"""What the site's own templates ask for."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from wagtail.models import Page, Site

from cms_pages.publishing.models import PublishedItem
from cms_pages.selectors import LISTED
from municipality import selectors

register = template.Library()


@dataclass(frozen=True)
class NewsCard:
    """A news item and its picture: the shape of ``cms_pages.api.schemas.Image``."""

    item: PublishedItem
    image: dict[str, Any] | None


@register.simple_tag(takes_context=True)
def frame(context: Context) -> selectors.Frame | None:
    """Name, contact, coat of arms and menu of the request's municipality."""
    request = context.get("request")
    return selectors.frame(request) if request is not None else None


@register.simple_tag(takes_context=True)
def menu_state(context: Context, entry: selectors.MenuEntry) -> str:
    """The ``aria-current`` of a link of the menu: ``page``, ``true`` for a section one is within, or empty."""
    page = context.get("page")
    if not isinstance(page, Page) or not page.path.startswith(entry.path):
        return ""
    return "page" if page.path == entry.path else "true"


@register.filter
def has_session(request: HttpRequest) -> bool:
    """Whether its sender may be signed in. Tells without reading the session, so that others' pages can be cached."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


@register.simple_tag
def news_cards(items: list[PublishedItem]) -> list[NewsCard]:
    """Items with their pictures, which only their payloads name."""
    payloads = dict(PublishedItem.objects.filter(pk__in=[item.pk for item in items]).values_list("pk", "payload"))
    return [NewsCard(item, json.loads(payloads[item.pk]).get("image")) for item in items if payloads.get(item.pk)]


@register.simple_tag(takes_context=True)
def section_of(context: Context, items: list[PublishedItem]) -> PublishedItem | None:
    """The section in which the first of some items is: where more of them are."""
    site = Site.find_for_request(context["request"])
    if site is None or not items or items[0].parent_page_id is None:
        return None
    sections = PublishedItem.objects.live().on_site(site).filter(page_id=items[0].parent_page_id, type="section")
    return sections.only(*LISTED).first()
