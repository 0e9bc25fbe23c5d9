"""What the site's own templates ask for."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import segno
from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from wagtail.models import Page, Site

from municipality import home, selectors
from municipality.organization import organization_node

register = template.Library()


@register.simple_tag(takes_context=True)
def frame(context: Context) -> selectors.Frame | None:
    """Name, contact, coat of arms and menu of the request's municipality."""
    request, page = context.get("request"), context.get("page")
    if request is None:
        return None
    return selectors.frame(request, page if isinstance(page, Page) else None)


@register.simple_tag(takes_context=True)
def organization(context: Context) -> dict[str, Any]:
    """The municipality in schema.org's terms."""
    return organization_node(context["request"])


@register.simple_tag(takes_context=True)
def menu_state(context: Context, entry: selectors.MenuEntry) -> str:
    """The ``aria-current`` of a link of the menu: ``page``, ``true`` for a section one is within, or empty."""
    page = context.get("page")
    if not isinstance(page, Page) or not page.path.startswith(entry.path):
        return ""
    return "page" if page.path == entry.path else "true"


@register.filter
def with_code(text: str) -> SafeString:
    """A description of the API, whose names stand between backticks, as HTML."""
    parts = text.split("`")
    return format_html_join(
        "", "{}", ((format_html("<code>{}</code>", each) if at % 2 else each,) for at, each in enumerate(parts))
    )


@register.filter
def has_session(request: HttpRequest) -> bool:
    """Whether its sender may be signed in. Tells without reading the session, so that others' pages can be cached."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


@register.simple_tag(takes_context=True)
def home_lists(context: Context) -> home.Home | None:
    """What the home page lists."""
    site = Site.find_for_request(context["request"])
    return home.home(site, get_language() or "") if site is not None else None


@register.simple_tag
@lru_cache(maxsize=256)  # a tenth of what a page costs; each is some kilobytes
def qr_code(text: str) -> SafeString:
    """A QR code as an SVG element, 15 % of which may be damaged. It has the size that the style sheet gives it."""
    # Any of the eight masks can be read: to find the one that scanners like best took a quarter of a page's time.
    code = segno.make_qr(text, error="m", mask=0)
    return mark_safe(code.svg_inline(omitsize=True, border=0, svgclass="qr", lineclass=None))  # noqa: S308 - segno's own
