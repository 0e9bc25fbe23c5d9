"""The search page: reads its address, asks the search, and says what it found in a reader's words."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Page as ResultPage
from django.core.paginator import Paginator
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.models import Site

from cms_pages.listing import (
    Choice,
    Filter,
    kind_labels,
    left_out,
    page_of,
    state_labels,
    type_labels,
)
from cms_pages.selectors import body_names
from cms_pages.templatetags.cms_pages_tags import own_language_name
from municipality.nothing_found import NothingFound, nothing_found
from search.contracts import LAST_PLACE, FacetValue, SearchHit, SearchQuery
from search.services import search

PER_PAGE = 20
#: what an address can say beside the text and the page
PARAMETERS = ("type", "kind", "state", "body", "year", "locale", "date_from", "date_to", "order")
_KEY = re.compile(r"[\w-]{1,64}", re.ASCII)
_YEAR = re.compile(r"[0-9]{4}", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
Order = Literal["relevance", "newest"]


@dataclass(frozen=True)
class Asked:
    """What of the address can be followed, and sentences on what cannot."""

    text: str
    chosen: dict[str, str]
    order: Order
    corrections: list[str] = field(default_factory=list)

    @property
    def is_filtered(self) -> bool:
        return bool(self.chosen)

    def date(self, name: str) -> datetime.date | None:
        return datetime.date.fromisoformat(self.chosen[name]) if name in self.chosen else None

    def address(self, **changes: str | None) -> str:
        """The address of the first page of this search with other parameters; None leaves one out."""
        order = None if self.order == "relevance" else self.order
        parameters: dict[str, str | None] = {"q": self.text, **self.chosen, "order": order, **changes}
        return "?" + urlencode({name: value for name, value in parameters.items() if value})


@dataclass(frozen=True)
class Chip:
    """A filter that is set; its ``address`` is the search without it."""

    name: str
    label: str
    address: str


@dataclass(frozen=True)
class Day:
    """A field for the first or the last day; ``value`` as HTML's date fields have it."""

    name: str
    label: str
    value: str


@dataclass(frozen=True)
class SearchPage:
    """What the template shows. ``results`` knows the page numbers; its own objects are the places, not the hits.

    ``nothing`` is there where nothing was found.
    """

    asked: Asked
    hits: list[SearchHit]
    total: int
    degraded: bool
    results: ResultPage[int]
    page_numbers: list[int | str]
    filters: list[Filter]
    days: list[Day]
    chips: list[Chip]
    corrections: list[str]
    nothing: NothingFound | None


def search_page(site: Site, language: str, parameters: Mapping[str, str]) -> SearchPage:
    """A page of what is found for an address's parameters. What cannot be followed is left out, and said so."""
    asked = read(parameters)
    wanted = parameters.get("page", "")
    number = min(int(wanted), LAST_PLACE // PER_PAGE) if re.fullmatch(r"[1-9][0-9]{0,5}", wanted, re.ASCII) else 1
    query = _query(asked, site, language)
    found = search(_page(query, number))
    paginator = Paginator(range(min(found.total, LAST_PLACE)), PER_PAGE)
    results, correction = page_of(paginator, wanted)
    if results.number != number:
        found = search(_page(query, results.number))
    filters = _filters(found.facets, asked, site, language)
    shown = {each.name: (each.label, each.selected.label) for each in filters if each.selected}
    shown |= {name: (label, date_format(day)) for name, label in _days().items() if (day := asked.date(name))}
    chips = [Chip(name, f"{label}: {value}", asked.address(**{name: None})) for name, (label, value) in shown.items()]
    return SearchPage(
        asked=asked,
        hits=found.hits,
        total=found.total,
        degraded=found.degraded,
        results=results,
        page_numbers=list(paginator.get_elided_page_range(results.number, on_each_side=1, on_ends=1)),
        filters=[*filters, *(_orders(asked) if found.total > 1 else [])],
        days=[Day(name, label, asked.chosen.get(name, "")) for name, label in _days().items()],
        chips=chips,
        corrections=[*asked.corrections, *correction],
        nothing=None if found.total else nothing_found(site, asked, chips, query, found),
    )


def read(parameters: Mapping[str, str]) -> Asked:
    labels = _labels() | _days()
    chosen: dict[str, str] = {}
    corrections = []
    for name, label in labels.items():
        value = parameters.get(name, "").strip()
        if value and _is_valid(name, value):
            chosen[name] = value
        elif value:
            corrections.append(left_out(label, value))
    # Both as 2026-03-31, which sorts as the days do.
    if "date_to" in chosen and chosen["date_to"] < chosen.get("date_from", ""):
        last, first = (date_format(datetime.date.fromisoformat(chosen[name])) for name in ("date_to", "date_from"))
        del chosen["date_to"]
        sentence = _("The last day, %(last)s, is before the first, %(first)s; it was left out.")
        corrections.append(sentence % {"last": last, "first": first})
    order: Order = "newest" if parameters.get("order") == "newest" else "relevance"
    if parameters.get("order", "") not in {"", "newest", "relevance"}:
        corrections.append(left_out(_("Order"), parameters["order"]))
    return Asked(parameters.get("q", "").strip(), chosen, order, corrections)


def _labels() -> dict[str, str]:
    return {
        "type": _("Type"),
        "kind": _("Kind"),
        "state": _("State"),
        "body": _("Body"),
        "year": _("Year"),
        "locale": _("Language"),
    }


def _days() -> dict[str, str]:
    return {"date_from": _("From"), "date_to": _("Until")}


def _is_valid(name: str, value: str) -> bool:
    match name:
        case "type":
            return value in type_labels()
        case "kind":
            return value in kind_labels()
        case "state":
            return value in state_labels()
        case "locale":
            return value in _languages()
        case "year":
            return bool(_YEAR.fullmatch(value))
        case "date_from" | "date_to":
            return _is_day(value)
        case _:
            return bool(_KEY.fullmatch(value))


def _is_day(value: str) -> bool:
    try:
        return bool(_DAY.fullmatch(value) and parse_date(value))
    except ValueError:  # the 31st of February
        return False


def _languages() -> list[str]:
    return [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]


def _query(asked: Asked, site: Site, language: str) -> SearchQuery:
    chosen = asked.chosen
    return SearchQuery(
        text=asked.text,
        site_id=site.pk,
        locale=language,
        types=(chosen["type"],) if "type" in chosen else (),
        kinds=(chosen["kind"],) if "kind" in chosen else (),
        states=(chosen["state"],) if "state" in chosen else (),
        bodies=(chosen["body"],) if "body" in chosen else (),
        years=(int(chosen["year"]),) if "year" in chosen else (),
        locales=(chosen["locale"],) if "locale" in chosen else (),
        date_from=asked.date("date_from"),
        date_to=asked.date("date_to"),
        order=asked.order,
    )


def _page(query: SearchQuery, number: int) -> SearchQuery:
    return replace(query, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)


def _filters(facets: Mapping[str, list[FacetValue]], asked: Asked, site: Site, language: str) -> list[Filter]:
    any_labels = {
        "type": _("All types"),
        "kind": _("All kinds"),
        "state": _("All states"),
        "body": _("All bodies"),
        "year": _("All years"),
        "locale": _("All languages"),
    }
    names = {
        "type": type_labels(),
        "kind": kind_labels(),
        "state": state_labels(),
        "body": body_names(site, language),
        "locale": {code: own_language_name(code) for code in _languages()},
        "year": {},
    }
    filters = []
    for name, label in _labels().items():
        counts = {str(facet.value): facet.count for facet in facets.get(name, [])}
        if name in asked.chosen:
            counts.setdefault(asked.chosen[name], 0)
        choices = [
            Choice(value, names[name].get(value, value), count, selected=value == asked.chosen.get(name))
            for value, count in counts.items()
        ]
        filters.append(Filter(name, label, any_labels[name], choices))
    return [shown for shown in filters if shown.selected or len(shown.choices) > 1]


def _orders(asked: Asked) -> list[Filter]:
    """How results can be ordered: without words there is nothing to match better."""
    if not asked.text:
        return []
    newest = Choice("newest", _("Newest first"), None, selected=asked.order == "newest")
    return [Filter("order", _("Order"), _("Best match first"), [newest])]
