"""Reads what WordPress exports (*Tools → Export*, WXR: RSS 2.0 with elements of its own), one item after the other."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import unquote
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse
from django.utils import timezone
from django.utils.translation import gettext as _

CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
#: bytes that XML cannot have and that WordPress exports all the same, where somebody pasted them
NOT_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")


class ExportError(Exception):
    """The export cannot be read, or not to its end. Says why."""


@dataclass(frozen=True)
class Item:
    """A post, page, attachment or anything else that WordPress keeps in one table.

    ``published_at`` is None for what was never published. ``categories`` are their slugs. ``language`` and ``group``
    are Polylang's or WPML's: the language's slug, and what the translations of one post have in common.
    ``duplicate_of`` is WPML's: of which post it is a copy for another language. ``file`` is an attachment's, below the
    folder of uploads.
    """

    id: int
    type: str
    status: str
    title: str
    slug: str
    link: str
    published_at: datetime.datetime | None
    date: datetime.date | None
    content: str
    excerpt: str
    categories: tuple[str, ...]
    language: str
    group: str
    duplicate_of: int
    parent: int
    order: int
    thumbnail: int
    has_password: bool
    comments: int
    url: str
    file: str
    alt: str


def read_address(path: Path) -> str:
    """The address of the exported site. Raises ExportError where the file is no export."""
    with path.open("rb") as file:
        for element, parents in _elements(file):
            name = _local(element)
            if name in {"base_blog_url", "base_site_url"} and parents == 2:
                return (element.text or "").strip().rstrip("/")
            if name == "item":
                break
    raise ExportError(_("This is no export of WordPress (Tools → Export): it does not name its site."))


def read_items(path: Path) -> Iterator[Item]:
    """All items of an export, in its order. Raises ExportError where it cannot be read, which may be after some."""
    with path.open("rb") as file:
        for element, _parents in _elements(file):
            if _local(element) == "item":
                yield _item(element)


def _elements(file: IO[bytes]) -> Iterator[tuple[Element, int]]:
    """Each element within the channel when it is complete, with the number of those it is in; then it is forgotten."""
    stack: list[Element] = []
    try:
        for event, element in iterparse(_Readable(file), events=("start", "end"), forbid_dtd=True):
            if event == "start":
                stack.append(element)
                continue
            stack.pop()
            if len(stack) == 2:
                yield element, 2
                stack[-1].clear()
    except ParseError as error:
        raise ExportError(_("The export is damaged: %(error)s. Export it anew.") % {"error": error}) from error
    except DefusedXmlException as error:
        raise ExportError(_("The export declares entities of its own, which no export of WordPress does.")) from error


class _Readable:
    """A file without the bytes for which a parser would give up. None of them is a part of a longer character."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def read(self, size: int = -1) -> bytes:
        while chunk := self._file.read(size):
            if readable := NOT_XML.sub(b"", chunk):
                return readable
        return b""


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _item(element: Element) -> Item:
    own = {_own_name(child): (child.text or "").strip() for child in element if "/export/" in child.tag}
    meta = dict(_meta(element))
    terms = [(term.get("domain", ""), term.get("nicename", "")) for term in element.findall("category")]
    language, group = (next((name for kind, name in terms if kind == wanted), "") for wanted in _POLYLANG)
    status = own.get("status", "")
    local, published_at = _time(own.get("post_date", "")), None
    if status in {"publish", "inherit", "private"}:
        # A plugin that put posts in has often left out the time of Greenwich.
        here = timezone.make_aware(local.replace(tzinfo=None)) if local else None
        published_at = _time(own.get("post_date_gmt", "")) or here
    return Item(
        id=_number(own.get("post_id", "")),
        type=own.get("post_type", ""),
        status=status,
        title=(element.findtext("title") or "").strip(),
        slug=unquote(own.get("post_name", "")),
        link=(element.findtext("link") or "").strip(),
        published_at=published_at,
        date=local.date() if local else None,
        content=element.findtext(CONTENT) or "",
        excerpt=next((child.text or "" for child in element if child.tag.endswith("/excerpt/}encoded")), ""),
        categories=tuple(unquote(name) for kind, name in terms if kind == "category"),
        language=language or meta.get(_WPML_LANGUAGE, ""),
        group=group or meta.get(_WPML_GROUP, ""),
        duplicate_of=_number(meta.get(_WPML_DUPLICATE, "")),
        parent=_number(own.get("post_parent", "")),
        order=_number(own.get("menu_order", "")),
        thumbnail=_number(meta.get("_thumbnail_id", "")),
        has_password=bool(own.get("post_password")),
        comments=sum(1 for child in element if _local(child) == "comment"),
        url=own.get("attachment_url", ""),
        file=meta.get("_wp_attached_file", ""),
        alt=meta.get("_wp_attachment_image_alt", ""),
    )


_POLYLANG = ("language", "post_translations")
#: WPML keeps both in tables of its own; its plugin *WPML Export and Import* writes them into what is exported
_WPML_LANGUAGE, _WPML_GROUP = "_wpml_import_language_code", "_wpml_import_translation_group"
_WPML_DUPLICATE = "_icl_lang_duplicate_of"


def _own_name(child: Element) -> str:
    # The excerpt's element has the name of the content's, in a namespace of its own.
    return "" if "/excerpt/" in child.tag else _local(child)


def _meta(element: Element) -> Iterator[tuple[str, str]]:
    for child in element:
        if _local(child) == "postmeta":
            parts = {_local(part): part.text or "" for part in child}
            yield parts.get("meta_key", ""), parts.get("meta_value", "")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


def _time(text: str) -> datetime.datetime | None:
    try:
        # "0000-00-00 00:00:00" is what it writes for never.
        return datetime.datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=datetime.UTC)
    except ValueError:
        return None
