"""Cleans HTML of rich text by the rules of the editor, whoever brought it in.

Wagtail cleans what is typed into its editor and nothing else: an import, a translator's file, or a script can store
anything. Each rich text is cleaned as it is read from the database, so that no page, list or API sends out what an
editor could not have typed.
"""

from __future__ import annotations

import nh3

#: what the editor can make, by the name of its feature: the tags that it stores
TAGS: dict[str, frozenset[str]] = {
    "h3": frozenset({"h3"}),
    "h4": frozenset({"h4"}),
    "bold": frozenset({"b", "strong"}),
    "italic": frozenset({"i", "em"}),
    "ol": frozenset({"ol", "li"}),
    "ul": frozenset({"ul", "li"}),
    "link": frozenset({"a"}),
    "document-link": frozenset({"a"}),
    "hr": frozenset({"hr"}),
}
#: in every rich text, whatever its features
ALWAYS = frozenset({"p", "br"})
#: the schemes that Wagtail's editor takes (``wagtail.whitelist.check_url``)
SCHEMES = {"http", "https", "ftp", "mailto", "tel"}
#: of a link as it is stored: an address, or the kind and number of what it leads to
LINK_ATTRIBUTES = {"href", "linktype", "id"}
#: by which Wagtail finds the paragraph that a comment is about
BLOCK_KEY = "data-block-key"
BLOCK_TAGS = ("p", "h3", "h4", "li")
RICH_TEXT_FEATURES = [*TAGS]


def clean_html(html: str) -> str:
    """Rich text as Wagtail stores it, without all that the editor cannot make. What is clean stays as it is."""
    return _CLEANER.clean(html)


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "linktype":
        return value if value in {"page", "document"} else None
    if name == "id":
        return value if value.isascii() and value.isdigit() else None
    if name == BLOCK_KEY:
        return value if value.isascii() and value.isalnum() else None
    return value


_CLEANER = nh3.Cleaner(
    tags=set(ALWAYS.union(*TAGS.values())),
    attributes={"a": LINK_ATTRIBUTES} | {tag: {BLOCK_KEY} for tag in BLOCK_TAGS},
    attribute_filter=_attribute,
    url_schemes=SCHEMES,
    link_rel=None,
)
