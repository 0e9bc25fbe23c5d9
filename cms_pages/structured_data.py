"""What a page says of itself to machines: JSON-LD in schema.org's terms.

Everything comes from the publication log: an item's payload is what the public may know. Source: https://schema.org/
"""

from __future__ import annotations

import json
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from cms_pages.registry import publication_types
from cms_pages.text import language_tag

Node = dict[str, Any]

#: so that no text of an editor's can end the script element
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}
#: what of a publisher every page repeats
_BRIEF = ("@type", "@id", "name", "url", "logo")


def web_page(payload: dict[str, Any]) -> Node:
    """A page that is about nothing else: the home page, a section, a page of text."""
    return {"@type": "WebPage"}


def graph(payload: dict[str, Any], trail: list[tuple[str, str]], publisher: Node | None) -> Node:
    """The item of a page, its publisher, and the way to it: (title, whole address) of the pages above.

    ``publisher`` is an organisation with ``@id`` and ``name``: in full on the home page, in brief elsewhere.
    """
    known = publication_types.get(payload["type"])
    build = known.structured_data if known and known.structured_data else web_page
    own = _without_nothing({**_common(payload, publisher), **build(payload)})
    nodes = [own]
    if trail:
        nodes.append(_breadcrumbs([*trail, (payload["title"], payload["url"])]))
    if publisher is not None:
        brief = {name: publisher[name] for name in _BRIEF if name in publisher}
        nodes.append(_without_nothing(brief if trail else publisher))
    return {"@context": "https://schema.org", "@graph": nodes}


def script(data: Node) -> SafeString:
    """A data block (HTML 4.12.1): browsers do not run it, so a strict ``script-src`` allows it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 - escaped above


def _common(payload: dict[str, Any], publisher: Node | None) -> Node:
    return {
        "@id": payload["url"],
        "url": payload["url"],
        "name": payload["title"],
        "description": payload["summary"],
        "inLanguage": language_tag(payload["locale"]),
        "datePublished": payload["published_at"],
        "dateModified": payload["changed_at"],
        "publisher": publisher and {"@id": publisher["@id"]},
    }


def _breadcrumbs(steps: list[tuple[str, str]]) -> Node:
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": url}
            for position, (name, url) in enumerate(steps, start=1)
        ],
    }


def _without_nothing(node: Node) -> Node:
    return {name: value for name, value in node.items() if value not in (None, "", [])}
