"""Ways out of a search that found nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from wagtail.models import Site

from cms_pages.publishing.models import PublishedItem
from cms_pages.selectors import latest_items, publication_type_names
from cms_pages.templatetags.cms_pages_tags import own_language_name
from search.alternatives import Alternative, alternatives
from search.contracts import SearchQuery, SearchResult
from search.services import count

if TYPE_CHECKING:
    from municipality.search_page import Asked, Chip

NEWEST = 5
#: what removes each filter from a query
_WITHOUT: Mapping[str, dict[str, Any]] = {
    "type": {"types": ()},
    "kind": {"kinds": ()},
    "state": {"states": ()},
    "body": {"bodies": ()},
    "year": {"years": ()},
    "locale": {"locales": ()},
    "date_from": {"date_from": None},
    "date_to": {"date_to": None},
}


@dataclass(frozen=True)
class Way:
    """A link to another search, and how many documents it finds: one or more."""

    label: str
    address: str
    total: int


@dataclass(frozen=True)
class NothingFound:
    """``newest`` is there even where no way leads further."""

    did_you_mean: Way | None
    words: list[Way]
    without: list[Way]
    languages: list[Way]
    newest: list[PublishedItem]


def nothing_found(site: Site, asked: Asked, chips: list[Chip], query: SearchQuery, found: SearchResult) -> NothingFound:
    """What to offer for a query that found nothing, each with what it would find."""
    other = alternatives(query) if asked.text else None
    meant = other.did_you_mean if other else None
    unfiltered = dict.fromkeys(asked.chosen)
    return NothingFound(
        did_you_mean=_way(asked, meant, {} if meant.query == replace(query, text=meant.query.text) else unfiltered)
        if meant
        else None,
        words=[_way(asked, word, unfiltered) for word in other.words] if other else [],
        without=_without(asked, chips, query),
        languages=[
            Way(own_language_name(facet.value), asked.address(locale=facet.value), facet.count)
            for facet in found.facets.get("locale", [])
            if "locale" in asked.chosen and facet.value != asked.chosen["locale"]
        ],
        newest=latest_items(site, query.locale, publication_type_names(), NEWEST),
    )


def _way(asked: Asked, other: Alternative, changes: dict[str, None]) -> Way:
    text = other.query.text
    return Way(text, asked.address(q=text, **changes), other.total)


def _without(asked: Asked, chips: list[Chip], query: SearchQuery) -> list[Way]:
    """The same search without one of its filters, and without all of them."""
    ways = [Way(chip.label, chip.address, _total(query, _WITHOUT[chip.name])) for chip in chips]
    if len(chips) > 1:
        nothing = {column: value for chip in chips for column, value in _WITHOUT[chip.name].items()}
        address = asked.address(**dict.fromkeys(asked.chosen))
        ways.append(Way(_("all filters"), address, _total(query, nothing)))
    return [way for way in ways if way.total]


def _total(query: SearchQuery, changes: dict[str, Any]) -> int:
    return count(replace(query, **changes, offset=0))
