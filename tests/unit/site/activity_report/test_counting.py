"""What counts, where, and once."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import Translation

from activity_report.categories import CATEGORIES, category
from activity_report.counting import publications as counted
from activity_report.counting import report, years
from activity_report.periods import Period, PeriodKind, periods
from activity_report.table import table
from cms_pages.models import Body, LogState, PublishedItem
from cms_pages.registry import publication_types
from tests.factories import (
    NewsPageFactory,
    RecordingFactory,
    RecordingPageFactory,
    SiteTree,
    make_site,
    publish_translation,
)
from tests.factories.files import WAV
from tests.support.fixtures import project
from tests.unit.site.activity_report.conftest import YEAR, on

JANUARY = Period(YEAR, 1, 1)


def figures(site: SiteTree, year: int = YEAR) -> dict[tuple[int, str], int]:
    """All that is not 0, by month and category."""
    return {place: count for place, count in report(site.site, year).counts.items() if count}


def test_each_kind_counts_in_its_category_and_month(site: SiteTree, publications: list[Any]) -> None:
    assert figures(site) == {
        (1, "news"): 3,
        (6, "news"): 2,
        (7, "shared"): 1,
        (12, "reactions"): 2,
        (1, "notices"): 1,
        (3, "calls"): 3,
        (7, "sessions"): 1,
    }
    assert figures(site, YEAR - 1) == {(12, "news"): 1}
    assert years(site.site) == [YEAR, YEAR - 1]


def test_rows_and_columns_add_up(site: SiteTree, publications: list[Any]) -> None:
    rows = {row.period.code: row.counts for row in table(report(site.site, YEAR)).rows}
    assert list(rows)[5:8] == ["2024-06", "2024-S1", "2024-07"]
    assert rows["2024-S1"] == [sum(rows[f"2024-{month:02}"][place] for month in range(1, 7)) for place in range(8)]
    assert rows["2024-S2"] == [sum(rows[f"2024-{month:02}"][place] for month in range(7, 13)) for place in range(8)]
    assert rows["2024"] == [sum(pair) for pair in zip(rows["2024-S1"], rows["2024-S2"], strict=True)]
    assert all(row[-1] == sum(row[:-1]) for row in rows.values())
    assert rows["2024"] == [5, 1, 1, 2, 0, 3, 1, 13]


def test_every_figure_is_as_long_as_its_list(site: SiteTree, publications: list[Any]) -> None:
    found = report(site.site, YEAR)
    for period in periods(YEAR):
        for column in (None, *CATEGORIES):
            assert found.figure(period, column) == len(counted(site.site, period, column)), (period.code, column)


def test_every_kind_of_news_and_notices_is_in_one_category() -> None:
    for name in ("news", "notice"):
        known = publication_types.get(name)
        assert known is not None
        for kind, _label in known.kinds:
            columns = [
                column.name
                for column in CATEGORIES
                if any(each.type == name and kind in each.kinds for each in column.counted)
            ]
            assert len(columns) == 1, (name, kind)


def test_what_is_entered_later_counts_in_the_month_that_it_carries(site: SiteTree) -> None:
    assert figures(site) == {}
    NewsPageFactory(parent=site.sections["sq"], **on(2, 29))
    project()
    assert figures(site) == {(2, "news"): 1}


def test_three_languages_count_once(site: SiteTree, publications: list[Any]) -> None:
    before = figures(site)
    for page in publications:
        for code in ("sr-latn", "en"):
            publish_translation(page, code)
    project()
    assert PublishedItem.objects.live().filter(type="notice").count() == 12
    assert figures(site) == before


def test_languages_that_were_imported_side_by_side_count_once_as_the_first(site: SiteTree) -> None:
    # Of such pages each is an original; and a translation can have been published a month later.
    first = NewsPageFactory(parent=site.sections["sq"], **on(1, 31))
    NewsPageFactory(parent=site.sections["en"], translation_key=first.translation_key, **on(2, 1))
    project()
    assert figures(site) == {(1, "news"): 1}


def test_translation_that_was_cut_loose_counts_where_its_original_is_withdrawn(site: SiteTree) -> None:
    page = NewsPageFactory(parent=site.sections["sq"], **on(1))
    translation = publish_translation(page, "en")
    Translation.objects.update(enabled=False)
    page.unpublish()
    project()
    assert [item.page_id for item in counted(site.site, JANUARY)] == [translation.pk]
    assert figures(site) == {(1, "news"): 1}


def test_original_stands_for_its_translations(site: SiteTree) -> None:
    page = NewsPageFactory(parent=site.sections["sq"], **on(1))
    publish_translation(page, "en")
    project()
    # An item that is written anew after its translation's.
    PublishedItem.objects.filter(page_id=page.pk).delete()
    page.save_revision().publish()
    project()
    assert [item.page_id for item in counted(site.site, JANUARY)] == [page.pk]


def test_nothing_that_is_not_public_counts(site: SiteTree, hidden: Callable[[Any], None]) -> None:
    class Factory:
        def __call__(self, **values: Any) -> Any:
            return NewsPageFactory(**values, **on(1))

    hidden(Factory())
    assert figures(site) == {}
    assert list(counted(site.site, JANUARY)) == []
    other = PublishedItem.objects.live().filter(type="news").exclude(site=site.site)
    assert len(other) == 1, "what is of the other site"


def test_what_is_withdrawn_counts_no_more(site: SiteTree, publications: list[Page]) -> None:
    publications[0].unpublish()
    project()
    assert figures(site)[1, "news"] == 2


def test_what_is_over_counts_no_more_although_nobody_has_buried_it(site: SiteTree) -> None:
    NewsPageFactory(parent=site.sections["sq"], expire_at=timezone.now() + datetime.timedelta(hours=1), **on(1))
    project()
    assert figures(site) == {(1, "news"): 1}
    past = timezone.now() - datetime.timedelta(seconds=1)
    PublishedItem.objects.filter(type="news").update(expires_at=past)
    LogState.objects.update(next_change=past)
    assert figures(site) == {}
    assert list(counted(site.site, JANUARY)) == []


def test_body_whose_kind_is_corrected_counts_at_once(site: SiteTree, publications: list[Any]) -> None:
    assert figures(site)[7, "sessions"] == 1
    Body.objects.filter(key="finance").update(kind="assembly")
    assert figures(site)[7, "sessions"] == 2


def test_each_site_has_its_own(site: SiteTree, publications: list[Any]) -> None:
    other = make_site("tjeter.example.org", is_default=False, slug="tjeter")
    NewsPageFactory(parent=other.sections["sq"], **on(4))
    project()
    assert figures(other) == {(4, "news"): 1}


def test_videos_count_and_their_figure_opens_them_but_sound_recordings_do_not(site: SiteTree) -> None:
    video = RecordingPageFactory(parent=site.sections["sq"], **on(3))
    sound = RecordingFactory(type="audio", file=ContentFile(WAV, name="fjala.wav"))
    RecordingPageFactory(parent=site.sections["sq"], recording=sound, **on(3))
    project()
    assert figures(site) == {(3, "videos"): 1}
    assert [item.page_id for item in counted(site.site, Period.whole(YEAR), category("videos"))] == [video.pk]


@pytest.mark.parametrize(
    ("period", "days"),
    [
        (Period(2024, 2, 2), ("2024-02-01", "2024-02-29")),
        (Period(2023, 2, 2), ("2023-02-01", "2023-02-28")),
        (Period(2024, 7, 12), ("2024-07-01", "2024-12-31")),
    ],
)
def test_days_of_a_period(period: Period, days: tuple[str, str]) -> None:
    assert period.days == tuple(map(datetime.date.fromisoformat, days))


def test_only_the_rows_that_are_wanted(site: SiteTree) -> None:
    rows = table(report(site.site, YEAR), [PeriodKind.HALF, PeriodKind.YEAR]).rows
    assert [row.period.code for row in rows] == ["2024-S1", "2024-S2", "2024"]


def test_counting_asks_as_often_for_20_as_for_2(site: SiteTree) -> None:
    asked = []
    for more in (2, 18):
        for _number in range(more):
            NewsPageFactory(parent=site.sections["sq"], **on(5))
        project()
        with CaptureQueriesContext(connection) as queries:
            assert report(site.site, YEAR).counts
        asked.append(len(queries))
    assert asked[0] == asked[1]
