"""Makes content blocks of HTML that was written elsewhere: of another site's export, or of a cell of a table."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement, PreformattedString
from django.utils.html import escape
from django.utils.translation import gettext as _

from cms_pages.blocks.tables_from_html import table_value
from cms_pages.embeds import player_of
from cms_pages.html import clean_html

StoredBlock = dict[str, Any]
#: gone with all that is in them
DROPPED = {"script", "style", "noscript", "template", "head", "title", "form", "button", "select", "input", "svg"}
HEADINGS = {"h1", "h2"}
SUBHEADINGS = {"h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}
FRAMES = {"iframe", "embed", "object", "video", "audio"}
#: what cannot be within a paragraph
OWN_BLOCK = {"p", "div", "section", "article", "table", "figure", "img", "blockquote", "ul", "ol", "hr", "pre"}
OWN_BLOCK |= FRAMES | HEADINGS | set(SUBHEADINGS)
INLINE = {"a", "abbr", "b", "big", "cite", "code", "del", "em", "font", "i", "ins", "kbd", "label", "mark", "q", "s"}
INLINE |= {"small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var"}
LONGEST_LINE = 255


@dataclass(frozen=True)
class Target:
    """Where a link leads here: an address, or the number of a document; nowhere where both are empty."""

    href: str = ""
    document: int | None = None


@dataclass(frozen=True)
class Finders:
    """What the addresses in the HTML are here.

    ``image`` returns the number of the picture that is shown from an address, or None where it is left out (it says so
    itself). ``link`` says where a link leads.
    """

    image: Callable[[str], int | None] = lambda source: None
    link: Callable[[str], Target] = Target


@dataclass
class Converted:
    """``blocks`` as a StreamField stores them; ``left_out`` are sentences that say what is not among them."""

    blocks: list[StoredBlock] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def blocks_from_html(html: str, key: uuid.UUID, finders: Finders | None = None, *, lines: bool = False) -> Converted:
    """The content blocks of HTML, each with an id that follows from ``key`` and its place.

    With ``lines``, an empty line begins a new paragraph and the end of a line is one, as in WordPress's older editor.
    """
    converter = _Converter(finders or Finders(), lines)
    converter.walk(_parsed(html).contents)
    converter.end_text()
    for position, block in enumerate(converter.made.blocks):
        block["id"] = str(uuid.uuid5(key, f"block {position}"))
        if block["type"] == "document_list":
            for place, item in enumerate(block["value"]["documents"]):
                item["id"] = str(uuid.uuid5(key, f"block {position} {place}"))
    return converter.made


def blocks_from_text(text: str, key: uuid.UUID) -> Converted:
    """The content blocks of plain text: empty lines part its paragraphs."""
    return blocks_from_html(escape(text), key, lines=True)


class _Converter:
    """Goes through elements in their order. A paragraph grows, then the text it belongs to, then the list of blocks."""

    def __init__(self, finders: Finders, lines: bool) -> None:
        self._finders, self._lines = finders, lines
        self._paragraph: list[str] = []
        #: the documents that the paragraph links to, while it has no words of its own
        self._documents: list[int] | None = []
        self._text: list[str] = []
        self.made = Converted()

    def walk(self, elements: Iterable[PageElement]) -> None:
        for element in list(elements):
            if isinstance(element, Tag):
                self._tag(element)
            elif isinstance(element, NavigableString) and not isinstance(element, PreformattedString):
                self._words(str(element))

    def end_text(self) -> None:
        self._end_paragraph()
        html = clean_html("".join(self._text)).strip()
        self._text = []
        if _words_of(html):
            self._add("rich_text", html)

    def _tag(self, tag: Tag) -> None:
        name = tag.name
        if name in DROPPED:
            self._drop(tag)
        elif name == "br":
            self._paragraph.append("<br/>")
        elif name == "img":
            self._image(tag)
        elif name == "figure":
            self._figure(tag)
        elif name in FRAMES:
            self._frame(tag)
        elif name in INLINE:
            self._inline(tag)
        else:
            self._block(tag)

    def _block(self, tag: Tag) -> None:
        self._end_paragraph()
        name, inside = tag.name, tag.find(list(OWN_BLOCK)) is not None
        if name in HEADINGS:
            self._heading(tag)
        elif name in SUBHEADINGS and not inside:
            self._wrap(tag, SUBHEADINGS[name])
        elif name in {"ul", "ol"} and tag.find(["img", "table", *FRAMES]) is None:
            self._links(tag)
            self._text.append(str(tag))
        elif name == "hr":
            self._text.append("<hr/>")
        elif name == "table":
            self._table(tag)
        elif name == "blockquote" and tag.find(list(OWN_BLOCK - {"p"})) is None:
            self._quote(tag)
        else:
            self.walk(tag.contents)
            self._end_paragraph()

    def _words(self, text: str) -> None:
        for number, part in enumerate(text.replace("\r", "").split("\n\n") if self._lines else [text]):
            if number:
                self._end_paragraph()
            if part.strip():
                self._documents = None
            if not self._lines:
                self._paragraph.append(escape(part))
                continue
            self._paragraph.append(escape(part.strip("\n")).replace("\n", "<br/>"))
            if number == 0 and part.endswith("\n") and part.strip():
                self._paragraph.append("<br/>")

    def _inline(self, tag: Tag) -> None:
        if tag.find(list(OWN_BLOCK)) is not None:
            self.walk(tag.contents)
            return
        found = self._links(tag)
        linked = {link.get_text(strip=True) for link in ([tag] if tag.name == "a" else tag.find_all("a"))}
        if self._documents is not None and found and linked == {tag.get_text(strip=True)}:
            self._documents += found
        elif tag.get_text(strip=True):
            self._documents = None
        self._paragraph.append(str(tag))

    def _links(self, tag: Tag) -> list[int]:
        """Let all links in an element lead to where they lead here. Returns the documents among them."""
        documents = []
        for link in [tag, *tag.find_all("a")] if tag.name == "a" else tag.find_all("a"):
            target = self._finders.link(str(link.get("href", "")))
            link.attrs = {}
            if target.document is not None:
                link.attrs = {"linktype": "document", "id": str(target.document)}
                documents.append(target.document)
            elif target.href:
                link.attrs = {"href": target.href}
            elif link is not tag:
                link.unwrap()
        return documents

    def _end_paragraph(self) -> None:
        html, documents = "".join(self._paragraph).strip(), self._documents
        self._paragraph, self._documents = [], []
        while html.startswith("<br/>") or html.endswith("<br/>"):
            html = html.removeprefix("<br/>").removesuffix("<br/>").strip()
        words = _words_of(html)
        if documents:
            self._document_list(documents)
        elif words and " " not in words and player_of(words):
            self._add("embed", words)
        elif words:
            self._text.append(f"<p>{html}</p>")

    def _wrap(self, tag: Tag, name: str) -> None:
        self._links(tag)
        if tag.get_text(strip=True):
            self._text.append(f"<{name}>{tag.decode_contents()}</{name}>")

    def _heading(self, tag: Tag) -> None:
        words = " ".join(tag.get_text(" ").split())
        if len(words) > LONGEST_LINE:
            self._text.append(f"<p><b>{escape(words)}</b></p>")
        elif words:
            self.end_text()
            self._add("heading", words)
        for image in tag.find_all("img"):
            self._image(image)

    def _image(self, tag: Tag, caption: str = "") -> None:
        source = str(tag.get("src", ""))
        number = self._finders.image(source)
        if number is None:
            if caption:
                self._text.append(f"<p>{escape(caption)}</p>")
            return
        self.end_text()
        alt = " ".join(str(tag.get("alt", "")).split())[:LONGEST_LINE]
        image = {"image": number, "alt_text": alt or caption[:LONGEST_LINE], "decorative": not (alt or caption)}
        self._add("image", {"image": image, "caption": caption[:LONGEST_LINE]})

    def _figure(self, tag: Tag) -> None:
        caption = tag.find("figcaption", recursive=False)
        words = " ".join(caption.get_text(" ").split()) if isinstance(caption, Tag) else ""
        pictures = tag.find_all("img")
        if caption is not None:
            caption.extract()
        self._end_paragraph()
        if len(pictures) == 1 and tag.find(["table", "figure", *FRAMES]) is None:
            self._image(pictures[0], words)
            return
        if tag.find("table") is not None:
            self._table(tag.find_all("table")[0].extract(), words)
            words = ""
        self.walk(tag.contents)
        self._end_paragraph()
        if words:
            self._text.append(f"<p>{escape(words)}</p>")

    def _frame(self, tag: Tag) -> None:
        inner = tag.find("source") or tag.find("embed")
        source = str(tag.get("src") or tag.get("data") or (isinstance(inner, Tag) and inner.get("src")) or "")
        source = f"https:{source}" if source.startswith("//") else source
        if player_of(source):
            self.end_text()
            self._add("embed", source)
            return
        self.made.left_out.append(
            _("What is shown from %(address)s cannot be embedded; a link leads to it.") % {"address": source[:200]}
        )
        target = self._finders.link(source)
        link = {"linktype": "document", "id": str(target.document)} if target.document else {"href": target.href}
        if any(link.values()):
            attributes = " ".join(f'{name}="{escape(value)}"' for name, value in link.items())
            self._end_paragraph()
            self._text.append(f"<p><a {attributes}>{escape(source)}</a></p>")

    def _table(self, tag: Tag, caption: str = "") -> None:
        value = table_value(tag)
        if value is not None:
            value["table_caption"] = value["table_caption"] or caption
            self.end_text()
            self._add("table", value)
        for image in tag.find_all("img"):
            self._image(image)

    def _quote(self, tag: Tag) -> None:
        cite = tag.find("cite")
        attribution = " ".join(cite.get_text(" ").split()) if isinstance(cite, Tag) else ""
        if isinstance(cite, Tag) and len(attribution) <= LONGEST_LINE:
            cite.extract()
        paragraphs = [" ".join(part.get_text(" ").split()) for part in tag.find_all("p")] or [
            " ".join(tag.get_text(" ").split())
        ]
        text = "\n".join(filter(None, paragraphs))
        if text:
            self.end_text()
            self._add("quote", {"text": text, "attribution": attribution[:LONGEST_LINE]})

    def _document_list(self, documents: list[int]) -> None:
        items = [{"type": "item", "value": number} for number in dict.fromkeys(documents)]
        last = self.made.blocks[-1] if self.made.blocks and not self._text else None
        if last is not None and last["type"] == "document_list":
            last["value"]["documents"] += items
            return
        self.end_text()
        self._add("document_list", {"heading": "", "documents": items})

    def _drop(self, tag: Tag) -> None:
        if tag.name in {"form", "script"}:
            self.made.left_out.append(_("A <%(tag)s> of the page was left out.") % {"tag": tag.name})

    def _add(self, kind: str, value: Any) -> None:
        self.made.blocks.append({"type": kind, "value": value})


def _parsed(html: str) -> BeautifulSoup:
    # What looks like an address or the name of a file alone would be warned of.
    return BeautifulSoup(f"<!---->{html}", "html.parser")


def _words_of(html: str) -> str:
    return _parsed(html).get_text(strip=True)
