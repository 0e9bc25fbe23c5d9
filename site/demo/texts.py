"""Texts in three languages: the Albanian original and its Serbian (Latin script) and English translations."""

import re
from collections.abc import Sequence
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

SOURCE_LOCALE = "sq"
TARGET_LOCALES = ("sr-latn", "en")
LOCALES = (SOURCE_LOCALE, *TARGET_LOCALES)

Completeness = Literal["complete", "partial", "none"]

# The tags that a rich text value may have: those of the editor's rich text field that the demo needs.
RICH_TEXT_TAGS = {"p", "h3", "ul", "ol", "li", "a", "b"}
_TAG = re.compile(r"<(/?)([a-z0-9]+)([^>]*)>")
_AROUND_BLOCK_TAG = re.compile(r"\s*(</?(?:p|h3|ul|ol|li)>)\s*")


class Strict(BaseModel):
    """A model that refuses unknown keys, so that a misspelt key is an error and not a lost text."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, str_strip_whitespace=True)


class Heading(Strict):
    """A heading between two parts of a text."""

    type: Literal["heading"]
    value: str | None


class RichText(Strict):
    """HTML of paragraphs, lists, third-level headings, links and bold text."""

    type: Literal["rich_text"]
    value: str | None

    @field_validator("value")
    @classmethod
    def _normalise(cls, value: str | None) -> str | None:
        """Drop the white space that the folded YAML leaves around block tags; refuse tags an editor cannot type."""
        if value is None:
            return None
        unknown = {name for _, name, _ in _TAG.findall(value)} - RICH_TEXT_TAGS
        if unknown:
            raise ValueError(f"tags not allowed in rich text: {', '.join(sorted(unknown))}")
        return _AROUND_BLOCK_TAG.sub(r"\1", value)


class QuoteValue(Strict):
    """A quotation and who said it."""

    text: str
    attribution: str = ""


class Quote(Strict):
    """A quotation set apart from the text."""

    type: Literal["quote"]
    value: QuoteValue | None


class Table(Strict):
    """Rows of cells of equal length; the first row is the header."""

    type: Literal["table"]
    value: list[list[str]] | None

    @field_validator("value")
    @classmethod
    def _is_rectangular(cls, rows: list[list[str]] | None) -> list[list[str]] | None:
        if rows is not None and (len(rows) < 2 or len({len(row) for row in rows}) != 1):
            raise ValueError("a table needs a header, at least one row, and rows of equal length")
        return rows


class DocumentList(Strict):
    """Titles of attachments of the same item."""

    type: Literal["document_list"]
    value: list[str]


Block = Annotated[Heading | RichText | Quote | Table | DocumentList, Field(discriminator="type")]
T = TypeVar("T")


class Localized(Strict, Generic[T]):
    """A value in the source language and, where it is translated, in the others."""

    sq: T
    sr_latn: T | None = Field(default=None, alias="sr-latn")
    en: T | None = None

    def get(self, locale: str) -> T | None:
        """Return the value in `locale` (one of `LOCALES`), or None where it is not translated."""
        return {"sq": self.sq, "sr-latn": self.sr_latn, "en": self.en}[locale]

    def completeness(self, locale: str) -> Completeness:
        """Say whether all of the value, some of it, or nothing is translated to `locale`."""
        return "none" if self.get(locale) is None else "complete"


class LocalizedBody(Localized[list[Block]]):
    """A body of blocks: in each language the same types in the same order, with the same HTML tags."""

    @model_validator(mode="after")
    def _same_shape(self) -> "LocalizedBody":
        if any(block.value is None for block in self.sq):
            raise ValueError("sq: the original must be complete")
        for locale in TARGET_LOCALES:
            translated = self.get(locale)
            if translated is None:
                continue
            if [block.type for block in translated] != [block.type for block in self.sq]:
                raise ValueError(f"{locale}: block types differ from those of sq")
            for position, (source, target) in enumerate(zip(self.sq, translated, strict=True), start=1):
                if target.value is not None and shape(source) != shape(target):
                    raise ValueError(f"{locale}: block {position} has another structure than in sq")
        return self

    def completeness(self, locale: str) -> Completeness:
        """Say whether all blocks, some or none are translated to `locale`."""
        translated = self.get(locale)
        if translated is None or all(block.value is None for block in translated):
            return "none"
        return "partial" if any(block.value is None for block in translated) else "complete"


def shape(block: Heading | RichText | Quote | Table | DocumentList) -> object:
    """Return what must be equal in all languages: tags and links of HTML, sizes of tables, listed documents."""
    if isinstance(block, RichText):
        return _TAG.findall(block.value or "")
    if isinstance(block, Table):
        return [len(row) for row in block.value or []]
    if isinstance(block, DocumentList):
        return block.value
    return None


def combine(states: Sequence[Completeness]) -> Completeness:
    """Return the completeness of a whole from that of its parts."""
    return states[0] if len(set(states)) == 1 else "partial"
