"""Counts what is published, from the publication log.

A publication counts once, however many languages it is in: as its original; where that is not public, or several were
imported side by side, as the first that was published. It counts in the month of the date that it carries.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_

from django.db.models import Case, CharField, Count, Exists, IntegerField, OuterRef, Q, Value, When
from django.db.models.functions import ExtractMonth
from wagtail.models import Site

from activity_report.categories import CATEGORIES, Category, body_kinds
from activity_report.periods import Period
from cms_pages.models import Body
from cms_pages.publishing.models import PublishedItem, PublishedItemQuerySet, TranslationState
from cms_pages.selectors import LogMoment

#: kinds of bodies, and the keys of the bodies of each
Bodies = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Report:
    """What a site published in a year. ``counts`` are by month and category; a sum of nothing is 0."""

    year: int
    counts: Mapping[tuple[int, str], int]

    def figure(self, period: Period, category: Category | None = None) -> int:
        """How many publications of a category, or of all, there are in a period of the year."""
        wanted = (category,) if category is not None else CATEGORIES
        return sum(self.counts.get((month, each.name), 0) for month in period.months for each in wanted)


def report(site: Site, year: int) -> Report:
    return Report(year, _counts(LogMoment.now(), site.pk, year, _bodies()))


def publications(site: Site, period: Period, category: Category | None = None) -> PublishedItemQuerySet:
    """Exactly the publications that a figure counts, newest first."""
    found = _counted(site.pk, period, _bodies())
    # Of the first category that it matches, as it is counted.
    return found.filter(Q(category=category.name) if category is not None else Q()).order_by("-date", "-pk")


def years(site: Site) -> list[int]:
    """The years in which there is something to count, the last one first."""
    return list(_years(LogMoment.now(), site.pk))


@lru_cache(maxsize=64)
def _counts(moment: LogMoment, site_id: int, year: int, bodies: Bodies) -> Mapping[tuple[int, str], int]:
    """The same while the log is, and the register of bodies."""
    rows = (
        _counted(site_id, Period.whole(year), bodies)
        .annotate(month=ExtractMonth("date"))
        .order_by()
        .values_list("month", "category")
        .annotate(count=Count("pk"))
    )
    return {(month, name): count for month, name, count in rows}


@lru_cache(maxsize=64)
def _years(moment: LogMoment, site_id: int) -> tuple[int, ...]:
    types = {each.type for category in CATEGORIES for each in category.counted}
    live = PublishedItem.objects.live().unexpired().filter(site_id=site_id, type__in=types, year__isnull=False)
    found = live.order_by().values_list("year", flat=True).distinct()
    return tuple(sorted((year for year in found if year is not None), reverse=True))


def _counted(site_id: int, period: Period, bodies: Bodies) -> PublishedItemQuerySet:
    """The publications of a site and a period that are of a category, each once, with it as ``category``."""
    live = _ranked(PublishedItem.objects.live().unexpired().filter(site_id=site_id))
    before = live.filter(translation_key=OuterRef("translation_key")).filter(
        Q(rank__lt=OuterRef("rank")) | Q(rank=OuterRef("rank"), pk__lt=OuterRef("pk"))
    )
    keys = dict(bodies)
    conditions = [(each.name, each.items(keys)) for each in CATEGORIES]
    name = Case(*(When(condition, then=Value(each)) for each, condition in conditions), output_field=CharField())
    in_some = reduce(or_, (condition for _name, condition in conditions))
    dated = live.filter(in_some, date__range=period.days)
    return dated.filter(~Exists(before)).annotate(category=name)


def _ranked(items: PublishedItemQuerySet) -> PublishedItemQuerySet:
    original = When(translation=TranslationState.ORIGINAL, then=Value(0))
    return items.annotate(rank=Case(original, default=Value(1), output_field=IntegerField()))


def _bodies() -> Bodies:
    rows = Body.objects.filter(kind__in=body_kinds()).order_by("kind", "key").values_list("kind", "key").distinct()
    found = list(rows)
    return tuple((kind, tuple(key for of_kind, key in found if of_kind == kind)) for kind in body_kinds())
