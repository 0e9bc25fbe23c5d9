"""What is asked of the search and what it answers. The API, the site and both engines go by these."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from cms_pages.versions import LiveVersion

#: documents beyond this place in the order are counted but not shown (Elasticsearch's own limit, kept on both engines)
LAST_PLACE = 10_000


@dataclass(frozen=True)
class SearchQuery:
    """What somebody looks for on one site.

    ``text`` is free text of any length and is never read as syntax; without text everything matches, newest first.
    ``locale`` is the reader's language. Values within one filter are alternatives; all filters that are given must
    hold. A filter of ``locales`` also limits the languages in which results are shown. ``date_from`` and ``date_to``
    are the first and the last day of the documents' dates.
    """

    text: str
    site_id: int
    locale: str
    types: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    locales: tuple[str, ...] = ()
    date_from: datetime.date | None = None
    date_to: datetime.date | None = None
    order: Literal["relevance", "newest"] = "relevance"
    offset: int = 0
    limit: int = 20


@dataclass(frozen=True)
class SearchHit:
    """A document that was found, in the language in which it is shown.

    ``item`` is in the reader's language where there is such a version, else in ``matched_locale``, the language in
    which the words were found. ``title_html`` and ``snippet_html`` are escaped, with what matched in ``<mark>``; the
    title is the shown item's, the snippet is taken from the version that matched. ``score`` compares hits of one
    result only.
    """

    item: LiveVersion
    matched_locale: str
    title_html: str
    snippet_html: str
    score: float


@dataclass(frozen=True)
class FacetValue:
    """How many documents (not language versions) a filter's value would leave, were it the only one of its filter."""

    value: str
    count: int


@dataclass(frozen=True)
class SearchResult:
    """A page of hits. ``facets`` has the keys ``type``, ``kind``, ``state``, ``year``, ``body`` and
    ``locale``.

    ``degraded`` says that Elasticsearch is set up but did not answer, so that the database did. ``took_ms``:
    milliseconds.
    """

    hits: list[SearchHit]
    total: int
    facets: dict[str, list[FacetValue]] = field(default_factory=dict)
    degraded: bool = False
    took_ms: int = 0


@dataclass(frozen=True)
class Suggestion:
    """A document whose title has words that begin with what was typed."""

    title: str
    url: str
    type: str
    locale: str
    item_id: str
