"""The HTML of a page's blocks as pieces to put on paper one after another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from bs4 import BeautifulSoup, Tag

HEADINGS = ("h2", "h3", "h4", "h5", "h6")
PIECES = (*HEADINGS, "p", "li", "table", "blockquote")


@dataclass(frozen=True)
class Piece:
    """``marker`` stands before an entry of a list; ``rows`` are those of a table, which has no ``text``."""

    kind: Literal["heading", "paragraph", "entry", "table"]
    text: str = ""
    marker: str = ""
    rows: list[list[str]] = field(default_factory=list)


def pieces_of(html: str) -> Iterator[Piece]:
    """Headings, paragraphs, entries of lists and tables, in their order. Pictures and players have none on paper."""
    for element in BeautifulSoup(html, "html.parser").find_all(PIECES):
        if element.find_parent(PIECES) or element.find_parent("figcaption"):
            yield from _nested(element)
        elif element.name == "table":
            yield from _table(element)
        else:
            yield from _piece(element)


def _nested(element: Tag) -> Iterator[Piece]:
    """Only a list within a list is not there yet: what else is within a piece is part of its text."""
    if element.name == "li" and element.find_parent(PIECES).name == "li":  # type: ignore[union-attr] # it has one
        yield from _piece(element)


def _piece(element: Tag) -> Iterator[Piece]:
    inner = [child for child in element.children if not (isinstance(child, Tag) and child.name in {"ul", "ol"})]
    text = " ".join("".join(part.get_text() if isinstance(part, Tag) else str(part) for part in inner).split())
    if not text:
        return
    if element.name in HEADINGS:
        yield Piece("heading", text)
    elif element.name == "li":
        yield Piece("entry", text, _marker(element))
    else:
        yield Piece("paragraph", text)


def _marker(entry: Tag) -> str:
    if entry.parent is None or entry.parent.name != "ol":
        return "•"
    return f"{len(entry.find_previous_siblings('li')) + 1}."


def _table(element: Tag) -> Iterator[Piece]:
    rows = [
        [" ".join(cell.get_text().split()) for cell in row.find_all(["th", "td"])] for row in element.find_all("tr")
    ]
    rows = [row for row in rows if row]
    if rows:
        width = max(map(len, rows))
        yield Piece("table", rows=[row + [""] * (width - len(row)) for row in rows])
