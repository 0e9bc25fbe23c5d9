"""Turns the blocks of the YAML files into the stored form of the pages' StreamField."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cms_pages.html import clean_html
from demo.loading.keys import key_of
from demo.texts import Block, DocumentList, Quote, RichText, Table

StoredBlock = dict[str, Any]


def stored_blocks(page_name: str, blocks: Sequence[Block], documents: Mapping[str, int]) -> list[StoredBlock]:
    """The blocks of a page as a StreamField stores them. Untranslated ones (without a value) are left out.

    A block has the same id in every language, as it has after wagtail-localize translated it. ``documents`` are the
    primary keys of the page's attachments by title.
    """
    return [
        {"type": block.type, "value": _value(block, documents), "id": block_id(page_name, position)}
        for position, block in enumerate(blocks)
        if block.value is not None
    ]


def image_block(page_name: str, image: int | None, alt_text: str) -> StoredBlock:
    """An image above all other blocks of a page."""
    value = {"image": {"image": image, "alt_text": alt_text, "decorative": False}, "caption": ""}
    return {"type": "image", "value": value, "id": block_id(page_name, "image")}


def block_id(page_name: str, position: int | str) -> str:
    return str(key_of(f"{page_name}#{position}"))


def _value(block: Block, documents: Mapping[str, int]) -> Any:
    if isinstance(block, DocumentList):
        chosen = [documents[title] for title in block.value if title in documents]
        return {
            "heading": "",
            "documents": [{"type": "item", "value": pk, "id": str(key_of(str(pk)))} for pk in chosen],
        }
    if isinstance(block, RichText) and block.value:
        return clean_html(block.value)
    if isinstance(block, Quote) and block.value:
        return {"text": block.value.text, "attribution": block.value.attribution}
    if isinstance(block, Table) and block.value:
        return {
            "data": [list(row) for row in block.value],
            "table_header_choice": "row",
            "first_row_is_table_header": True,
            "first_col_is_header": False,
            "table_caption": "",
            "cell": [],
            "mergeCells": [],
        }
    return block.value
