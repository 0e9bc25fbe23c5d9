"""An item of the log as a document of an index."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from cms_pages.publishing.models import PublishedItem, State
from search.analysis import clean
from search.words import identifier_key

#: what a document is made of; a payload can be larger than all the rest
ITEM_COLUMNS = [
    "item_id", "translation_key", "locale", "site_id", "sequence", "changed_at", "state", "type", "kind",
    "item_state", "body", "identifier", "date", "year", "title", "summary", "text", "documents_text",
]  # fmt: skip


#: characters at the beginning and at the end of a text by which they are known again
EDGE = 40


def action_of(item: PublishedItem, index: str, *, texts: bool = True) -> dict[str, Any]:
    """The bulk action that writes an item, or its tombstone, unless the index has a newer state of it."""
    return _action(item, index, _document(item, texts=texts) if item.is_live else _tombstone(item))


def erasure_of(item: PublishedItem, index: str) -> dict[str, Any]:
    """The bulk action that leaves nothing of an item but its version."""
    return _action(item, index, _tombstone(item))


def _action(item: PublishedItem, index: str, source: dict[str, Any]) -> dict[str, Any]:
    return {
        "_op_type": "index",
        "_index": index,
        "_id": f"{item.site_id}.{item.item_id}",
        "version": item.sequence,
        "version_type": "external_gte",
        "_source": source,
    }


def document_number(translation_key: UUID) -> int:
    """A translation key as a ``long``: Elasticsearch counts and collapses by it in half the time, and orders faster."""
    number = translation_key.int
    return ((number >> 64) ^ (number & (2**64 - 1))) - 2**63


#: what is the same in all versions of a document, and by which documents are counted
FACTS = ("type", "kind", "state", "year", "body")
#: between two of them: none is a text of several columns
_BETWEEN = "\t"


def facts_of(key: str) -> dict[str, str]:
    """The facts that a document's field of this name is made of, by the names of their facets."""
    return dict(zip(FACTS, key.split(_BETWEEN), strict=True))


def _document(item: PublishedItem, *, texts: bool) -> dict[str, Any]:
    summary = clean(item.summary)
    text, documents_text = (clean(item.text), clean(item.documents_text)) if texts else ("", "")
    return {
        "state": State.LIVE,
        "site": item.site_id,
        "translation_key": str(item.translation_key),
        "document": document_number(item.translation_key),
        "locale": item.locale,
        "type": item.type,
        "kind": item.kind,
        "item_state": item.item_state,
        "body": item.body,
        "year": item.year,
        "facts": _BETWEEN.join([item.type, item.kind, item.item_state, str(item.year or ""), item.body]),
        "date": item.date,
        "identifier": identifier_key(item.identifier),
        "number": clean(item.identifier),
        "title": clean(item.title),
        "summary": summary,
        "text": text,
        "documents_text": documents_text,
        "edges": {
            name: [whole.strip()[:EDGE], whole.strip()[-EDGE:]]
            for name, whole in (("summary", summary), ("text", text), ("documents_text", documents_text))
        },
    }


def _tombstone(item: PublishedItem) -> dict[str, Any]:
    """What keeps an item's version, which Elasticsearch forgets a minute after a deletion. No search asks for it."""
    return {"state": State.GONE, "gone_at": item.changed_at}
