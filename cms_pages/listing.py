"""The list of a section: what is below it, with filters and pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from django.core.paginator import Page as ResultPage
from django.core.paginator import Paginator
from django.db.models import Count
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from cms_pages.publishing.models import PublishedItem
from cms_pages.registry import publication_types
from cms_pages.selectors import COLUMNS, LogMoment, body_labels, live_items, structure

T = TypeVar("T")

PER_PAGE = 20
#: of the filters, in the addresses
NAMES = ("type", "kind", "state", "place", "licence", "body", "year")
_KEY = re.compile(r"[\w-]{1,64}", re.ASCII)
_PLACE = re.compile(r".{1,255}")
_YEAR = re.compile(r"[0-9]{4}", re.ASCII)


@dataclass(frozen=True)
class Choice:
    """A value of a filter. ``count`` is how many items choosing it would show; None where that is not known."""

    value: str
    label: str
    count: int | None
    selected: bool = False


@dataclass(frozen=True)
class Filter:
    """A filter of a list: ``name`` is its parameter in the address."""

    name: str
    label: str
    any_label: str
    choices: list[Choice]

    @property
    def selected(self) -> Choice | None:
        return next((choice for choice in self.choices if choice.selected), None)


@dataclass(frozen=True)
class Listing:
    """A page of a filtered list. ``corrections`` are sentences on what of the address could not be followed, ``moment``
    is the state of the log that the list is of.
    """

    moment: LogMoment
    results: ResultPage[PublishedItem]
    filters: list[Filter]
    corrections: list[str]

    @property
    def total(self) -> int:
        return self.results.paginator.count

    @property
    def is_filtered(self) -> bool:
        return any(shown.selected for shown in self.filters)

    @property
    def page_numbers(self) -> Iterable[int | str]:
        """The numbers to link to, with an ellipsis (``Paginator.ELLIPSIS``) for those left out."""
        return self.results.paginator.get_elided_page_range(self.results.number, on_each_side=1, on_ends=1)


@dataclass(frozen=True)
class _Group:
    """So many items have these values, by the names of the filters."""

    values: dict[str, str]
    count: int

    def has(self, chosen: Mapping[str, str]) -> bool:
        return all(self.values[name] == value for name, value in chosen.items())


@dataclass(frozen=True)
class _Dimension:
    """A column to filter by. Its values are those of ``names``, or what ``pattern`` allows, shown as ``names`` says."""

    name: str
    label: str
    any_label: str
    names: Mapping[str, str]
    pattern: re.Pattern[str] | None = None

    def allows(self, value: str) -> bool:
        return bool(self.pattern.fullmatch(value)) if self.pattern else value in self.names


def kind_labels() -> dict[str, str]:
    """The labels of all kinds of all types, in the active language."""
    return {value: str(label) for known in publication_types for value, label in known.kinds}


def kind_label(kind: str) -> str:
    """The label of one kind, in the active language: of a list's every row, so without asking for all others."""
    labels = {value: label for known in publication_types for value, label in known.kinds}
    return str(labels.get(kind, kind))


def state_labels() -> dict[str, str]:
    """The labels of all states of all types, in the active language."""
    return {value: str(label) for known in publication_types for value, label in known.states}


def state_label(state: str) -> str:
    """The same of one state."""
    labels = {value: label for known in publication_types for value, label in known.states}
    return str(labels.get(state, state))


def licence_labels() -> dict[str, str]:
    """The labels of all licences of all types, in the active language."""
    return {value: str(label) for known in publication_types for value, label in known.licences}


def type_labels() -> dict[str, str]:
    """What each type is called in the plural, in the active language."""
    return {known.name: str(known.label_plural) for known in publication_types}


def section_listing(section: Page, site: Site, query: Mapping[str, str]) -> Listing:
    """The publications directly below a section, newest first, filtered as ``query`` (an address's parameters) says.

    A parameter that cannot be followed is left out, and said so.
    """
    moment, language = LogMoment.now(), section.locale.language_code
    dimensions = _dimensions(body_labels(moment, language))
    chosen, corrections = _read(dimensions, query)
    below = live_items(site, language).filter(parent_page_id=section.pk).exclude(type__in=structure())
    groups = _groups(moment, site.pk, section.pk, language)
    filters = [_filter(dimension, groups, chosen) for dimension in dimensions]
    columns = {COLUMNS.get(name, name): value for name, value in chosen.items()}
    if year := columns.pop("year", None):  # by the days, which an index has in the order of the list
        columns["date__year"] = year
    paginator = Paginator(below.filter(**columns), PER_PAGE)
    paginator.count = sum(group.count for group in groups if group.has(chosen))
    results, correction = page_of(paginator, query.get("page", ""))
    return Listing(
        moment=moment,
        results=results,
        # A filter with nothing to choose from is only in the way.
        filters=[shown for shown in filters if shown.selected or len(shown.choices) > 1],
        corrections=[*corrections, *correction],
    )


def page_of(paginator: Paginator[T], number: str) -> tuple[ResultPage[T], list[str]]:
    """The page with this number, or the nearest there is and a sentence that says so."""
    if not number:
        return paginator.page(1), []
    wanted = int(number) if re.fullmatch(r"[0-9]{1,9}", number, re.ASCII) else 0
    nearest = min(max(wanted, 1), paginator.num_pages)
    if nearest == wanted:
        return paginator.page(nearest), []
    return paginator.page(nearest), [_("There is no page “%(number)s”.") % {"number": number[:40]}]


def _dimensions(bodies: Mapping[str, str]) -> list[_Dimension]:
    return [
        _Dimension("type", _("Type"), _("All types"), type_labels()),
        _Dimension("kind", _("Kind"), _("All kinds"), kind_labels()),
        _Dimension("state", _("State"), _("All states"), state_labels()),
        _Dimension("place", _("Place"), _("All places"), {}, _PLACE),
        _Dimension("licence", _("Licence"), _("All licences"), licence_labels()),
        _Dimension("body", _("Body"), _("All bodies"), bodies, _KEY),
        _Dimension("year", _("Year"), _("All years"), {}, _YEAR),
    ]


def _read(dimensions: list[_Dimension], query: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    chosen: dict[str, str] = {}
    corrections = []
    for dimension in dimensions:
        value = query.get(dimension.name, "").strip()
        if value and dimension.allows(value):
            chosen[dimension.name] = value
        elif value:
            corrections.append(left_out(dimension.label, value))
    return chosen, corrections


def left_out(label: str, value: str) -> str:
    """The sentence on a filter that cannot be followed."""
    return _("The filter “%(filter)s” cannot be “%(value)s”; it was left out.") % {"filter": label, "value": value[:40]}


@lru_cache(maxsize=256)
def _groups(moment: LogMoment, site_id: int, section_id: int, locale: str) -> tuple[_Group, ...]:
    """All filters' values in one pass: how many items there are of each combination."""
    live = PublishedItem.objects.live().unexpired()
    below = live.filter(site_id=site_id, parent_page_id=section_id, locale=locale)
    columns = [COLUMNS.get(name, name) for name in NAMES]
    rows = below.exclude(type__in=structure()).order_by().values_list(*columns)
    return tuple(
        _Group(dict(zip(NAMES, (str(value or "") for value in values), strict=True)), count)
        # Not of the key: PostgreSQL would read each row for it.
        for *values, count in rows.annotate(count=Count("*"))
    )


def _filter(dimension: _Dimension, groups: Iterable[_Group], chosen: dict[str, str]) -> Filter:
    """Every value there is in the section, with what it would leave under the other filters that are chosen."""
    name = dimension.name
    others = {other: value for other, value in chosen.items() if other != name}
    counts: Counter[str] = Counter({chosen[name]: 0} if name in chosen else {})
    for group in groups:
        if value := group.values[name]:
            counts[value] += group.count if group.has(others) else 0
    choices = [
        Choice(value, dimension.names.get(value) or value, count, selected=value == chosen.get(name))
        for value, count in counts.items()
    ]
    choices.sort(key=lambda choice: choice.label.casefold(), reverse=name == "year")
    return Filter(name, dimension.label, dimension.any_label, choices)
