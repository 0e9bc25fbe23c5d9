"""What a post or page of WordPress becomes: the fields of a page here, with the files that it uses."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from cms_pages.blocks.from_html import blocks_from_html
from cms_pages.text import plain_text
from publications.imports.pages import Kept, key_of
from publications.imports.wordpress.export import Item
from publications.imports.wordpress.media import Media
from publications.imports.wordpress.shortcodes import without_shortcodes
from publications.models import NewsKind, NoticeKind

#: what the block editor writes around each block
BLOCK_EDITOR = "<!-- wp:"
LONGEST_TITLE, LONGEST_SUMMARY, LONGEST_ALT = 255, 1000, 255
#: the kinds that WordPress's categories are, unless the import is told others
KINDS = {
    "njoftime": NoticeKind.NOTICE,
    "njoftim": NoticeKind.NOTICE,
    "ftesa": NoticeKind.INVITATION,
    "thirrje-publike": NoticeKind.PUBLIC_CALL,
    "konkurse": NoticeKind.VACANCY,
    "komunikata": NewsKind.PRESS_RELEASE,
    "komunikate": NewsKind.PRESS_RELEASE,
    "reagime": NewsKind.REACTION,
    "sqarime": NewsKind.CLARIFICATION,
}


def kind_of(item: Item, kinds: Mapping[str, str]) -> str:
    """A kind of news or of notices, by the first category that has one."""
    return str(next((kinds[name] for name in item.categories if name in kinds), NewsKind.NEWS))


def common_values(item: Item, source: str, media: Media, kept: Kept | None, problems: list[str]) -> dict[str, Any]:
    """The fields that every page has: ``content`` as a StreamField stores it. ``problems`` gets what was left out."""
    html, dropped = without_shortcodes(item.content, media.address_of)
    lines = BLOCK_EDITOR not in item.content
    converted = blocks_from_html(html, key_of(source), media.finders(kept, problems), lines=lines)
    problems += [*dropped, *converted.left_out]
    return {
        "title": plain_text(item.title)[:LONGEST_TITLE],
        "summary": _shortened(plain_text(item.excerpt), LONGEST_SUMMARY),
        "content": converted.blocks,
    }


def post_values(
    item: Item, kind: str, source: str, media: Media, kept: Kept | None, problems: list[str]
) -> dict[str, Any]:
    """The fields of news or a notice. A notice has no place for its picture, which comes first in its text."""
    values = common_values(item, source, media, kept, problems)
    values |= {"kind": kind, "date": item.date or timezone.localdate()}
    image = media.picture(media.address_of(item.thumbnail), kept, problems) if item.thumbnail else None
    alt = (media.alt_of(item.thumbnail) or plain_text(item.title))[:LONGEST_ALT]
    if kind not in NoticeKind.values:
        return {**values, "image_id": image, "image_alt": alt if image else ""}
    if image:
        value = {"image": {"image": image, "alt_text": alt, "decorative": False}, "caption": ""}
        place = str(uuid.uuid5(key_of(source), "picture"))
        values["content"].insert(0, {"type": "image", "value": value, "id": place})
    return values


def _shortened(text: str, length: int) -> str:
    """At most so many characters, cut between words."""
    return text if len(text) <= length else f"{text[: length - 1].rsplit(' ', 1)[0]}…"
