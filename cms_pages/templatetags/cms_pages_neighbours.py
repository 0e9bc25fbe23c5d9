"""Keeps in Wagtail's templates of the admin to those that somebody may read of; ``items`` are as Wagtail has them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template

from cms_pages.admin.neighbours import named_to

register = template.Library()


@register.filter
def items_named_to(items: Sequence[dict[str, Any]], user: Any) -> list[dict[str, Any]]:
    """Of a bulk action."""
    named = {(type(thing), thing.pk) for thing in named_to((item["item"] for item in items), user)}
    return [item for item in items if (type(item["item"]), item["item"].pk) in named]


@register.filter
def last_edited_named_to(page_types: Sequence[Any], user: Any) -> Sequence[Any]:
    """Types of pages, without the page that was edited last where it is somebody else's."""
    edited = [each.last_edited_page for each in page_types if each.last_edited_page is not None]
    named = {page.pk for page in named_to(edited, user)}
    for each in page_types:
        if each.last_edited_page is not None and each.last_edited_page.pk not in named:
            each.last_edited_page = None
    return page_types
