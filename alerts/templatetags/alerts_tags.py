"""What a list needs so that one can subscribe to it. ``request`` must be in the context."""

from __future__ import annotations

from urllib.parse import urlencode

from django import template
from django.template import Context
from django.urls import reverse
from wagtail.models import Page

register = template.Library()
#: of a list's or a search's parameters those that can be subscribed to
KEPT = ("q", "type", "kind", "body", "locale")


@register.simple_tag(takes_context=True)
def alerts_address(context: Context, section: Page | str | None = None) -> str:
    """The form for what the request's list shows: of a section, or of a search."""
    given = context["request"].GET
    kept = {name: given[name] for name in KEPT if given.get(name)}
    if isinstance(section, Page):
        kept["section"] = str(section.pk)
    address = reverse("alerts_subscribe")
    return f"{address}?{urlencode(kept)}" if kept else address
