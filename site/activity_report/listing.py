"""The list behind a figure: exactly the publications that it counts, as readers of a language find them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.paginator import Page as ResultPage
from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from wagtail.models import Site

from activity_report.categories import Category, category
from activity_report.counting import publications, report
from activity_report.periods import Period, period_of
from cms_pages.listing import left_out, page_of
from cms_pages.publishing.models import PublishedItem
from cms_pages.selectors import LISTED

PER_PAGE = 20


@dataclass(frozen=True)
class FigureList:
    """A page of it. ``items`` are in the reader's language where they are published in it, else the originals.

    ``corrections`` are sentences on what of the address could not be followed.
    """

    period: Period
    category: Category | None
    results: ResultPage[PublishedItem]
    items: list[PublishedItem]
    corrections: list[str]

    @property
    def label(self) -> str:
        """What is counted."""
        return str(self.category.label) if self.category is not None else _("All together")

    @property
    def total(self) -> int:
        return self.results.paginator.count

    @property
    def page_numbers(self) -> Iterable[int | str]:
        return self.results.paginator.get_elided_page_range(self.results.number, on_each_side=1, on_ends=1)


def figure_list(site: Site, year: int, language: str, query: Mapping[str, str], page: str) -> FigureList:
    """The list of a figure: ``period`` and ``category`` in an address's parameters, all of the year without them.

    ``page`` is the number of the page, as it was written; empty for the first.
    """
    period, wanted = period_of(year, query.get("period") or str(year)), category(query.get("category", ""))
    corrections = []
    if period is None:
        corrections.append(left_out(_("Period"), query["period"]))
        period = Period.whole(year)
    if wanted is None and query.get("category"):
        corrections.append(left_out(_("Category"), query["category"]))
    paginator = Paginator(publications(site, period, wanted).only(*LISTED), PER_PAGE)
    # Counted already, for the table: it need not be counted for each page again.
    paginator.count = report(site, year).figure(period, wanted)
    results, correction = page_of(paginator, page)
    return FigureList(period, wanted, results, _in_language(list(results), site, language), [*corrections, *correction])


def _in_language(found: list[PublishedItem], site: Site, language: str) -> list[PublishedItem]:
    keys = [item.translation_key for item in found]
    live = PublishedItem.objects.live().on_site(site).filter(locale=language, translation_key__in=keys)
    own = {item.translation_key: item for item in live.only(*LISTED)}
    return [own.get(item.translation_key, item) for item in found]
