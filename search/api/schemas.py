"""What the search endpoints take and answer."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, Union

from ninja import Schema
from pydantic import Field, create_model

from cms_pages.api.parameters import (
    STATE,
    BodyKey,
    CursorText,
    DatesQuery,
    ItemState,
    Kind,
    Limit,
    LocaleCode,
    StrictQuery,
    TypeName,
    Year,
    locales,
)
from cms_pages.registry import publication_types

_PREFER = "The reader's language: a document is shown in it where it can be, and found in any."


class ContentSearchQuery(DatesQuery):
    """What is looked for. Values of one filter are joined by "or", filters by "and"."""

    free_text: ClassVar[frozenset[str]] = frozenset({"q"})

    q: str = Field("", description="Words in any language, script and form. Without words: everything, newest first.")
    type: list[TypeName] = Field([])
    kind: list[Kind] = Field([])
    state: list[ItemState] = Field([], description=STATE)
    year: list[Year] = Field([], description="The year of the item's `date`.")
    body: list[BodyKey] = Field([], description="The key of the body that took or issued it.")
    locale: list[LocaleCode] = Field([], description="Search, and show results, in these languages only.")
    prefer: LocaleCode = Field(default_factory=lambda: locales()[0], description=_PREFER)
    order: Literal["relevance", "newest"] = "relevance"
    limit: Limit = 20
    cursor: CursorText = ""


class ContentSuggestQuery(StrictQuery):
    """The beginning of what somebody types."""

    free_text: ClassVar[frozenset[str]] = frozenset({"q"})

    q: str = Field(description="Beginnings of words of a title.")
    prefer: LocaleCode = Field(default_factory=lambda: locales()[0], description=_PREFER)
    limit: Limit = 8


class Highlight(Schema):
    """Escaped HTML with what matched in `<mark>`."""

    title: str
    text: str = Field(description="The part of the item or its documents that matched, else its summary.")


class FacetCount(Schema):
    """How many documents a value of a filter would leave."""

    value: str
    count: int


class Facets(Schema):
    """Counts of documents, not of language versions. Each ignores its own filter."""

    type: list[FacetCount]
    kind: list[FacetCount]
    state: list[FacetCount]
    year: list[FacetCount]
    body: list[FacetCount]
    locale: list[FacetCount]


class DidYouMean(Schema):
    """A query spelt as the titles here are."""

    q: str
    total: int = Field(description="How many documents it finds, with the same filters.")


class SuggestedItem(Schema):
    """A document whose title has words that begin so."""

    id: str
    type: str
    locale: str
    title: str
    url: str


class Suggestions(Schema):
    """At most `limit`, those in the reader's language first."""

    items: list[SuggestedItem]


def search_answer() -> type[Schema]:
    """A page of what was found. To be called when all types are registered."""
    matched = Field(description="The language in which the words were found.")
    hits = [
        create_model(
            f"{known.schema.__name__}Hit",
            __base__=known.schema,
            highlight=(Highlight, ...),
            matched_locale=(str, matched),
        )
        for known in publication_types
    ]
    one_of: Any = Annotated[Union[tuple(hits)], Field(discriminator="type")]  # noqa: UP007 - a union of a list
    return create_model(
        "SearchAnswer",
        __base__=Schema,
        items=(list[one_of], ...),
        total=(int, Field(description="How many documents there are on all pages.")),
        next=(str | None, Field(description="The `cursor` of the next page; null on the last.")),
        facets=(Facets, ...),
        did_you_mean=(
            DidYouMean | None,
            Field(description="Where nothing was found: what does find something, if a word may be misspelt."),
        ),
        degraded=(bool, Field(description="The search engine does not answer; the order may be less good.")),
        took_ms=(int, Field(description="Milliseconds.")),
    )
