"""What is asked for each request or publication is found by an index, whatever the number of pages.

The databases choose among indices by what they know of the values, SQLite by the conditions alone: it took 140 ms for a
search's twenty items at 100,000 pages, since it began with all that is live on the site.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from wagtail.models import Site

from cms_pages.listing import section_listing
from cms_pages.publishing.marking import pages_using
from cms_pages.selectors import LogMoment, only_in_other_languages
from cms_pages.translation import translation_state
from cms_pages.versions import live_versions
from municipality.home import home
from publications.history import is_original
from publications.models import DecisionPage
from tests.factories import DecisionPageFactory, SiteTree
from tests.support.fixtures import project
from tests.support.plans import plans_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(site: SiteTree) -> Any:
    page = DecisionPageFactory(parent=site.sections["sq"])
    project()
    return DecisionPage.objects.get(pk=page.pk)


def default_site() -> Site:
    return Site.objects.get(is_default_site=True)


def counted(page: Any) -> list[str]:
    """The plans of what is counted for a section, once per state of the log."""
    section = page.get_parent().specific
    site, moment = default_site(), LogMoment.now()
    plans = plans_of(lambda: (section_listing(section, site, {}), only_in_other_languages(section, site, moment)))
    return [plan for plan in plans if "item_filters" in plan]


# PostgreSQL's choice among the indexes follows from the values.
if connection.vendor == "sqlite":

    def test_a_section_is_counted_from_an_index_alone(page: Any) -> None:
        plans = counted(page)
        assert len(plans) == 2
        assert all("COVERING INDEX item_filters" in plan for plan in plans)

    def test_what_is_in_a_language_is_read_from_an_index_alone(page: Any) -> None:
        assert "COVERING INDEX item_list_locale" in counted(page)[1]

    def test_what_is_open_is_found_by_when_it_closes(page: Any) -> None:
        plans = plans_of(lambda: home(default_site(), "sq"))
        assert sum("USING INDEX item_open" in plan for plan in plans) == 1

    def test_items_of_a_search_are_found_by_their_ids(page: Any) -> None:
        site_id = default_site().pk
        (plan,) = plans_of(lambda: live_versions(site_id, [f"{page.translation_key}.sq"], "sq"))
        assert "(item_id=? AND site_id=?)" in plan

    def test_publishing_looks_up_what_concerns_a_page(page: Any) -> None:
        (translations,) = plans_of(lambda: translation_state(page))
        assert "(source_id=? AND target_locale_id=?)" in translations
        (versions,) = plans_of(lambda: is_original(page))
        assert "(translation_key=?" in versions
        references = plans_of(lambda: pages_using(page))[-1]
        assert "(to_content_type_id=? AND to_object_id=?)" in references
        assert any("(path>? AND path<?)" in plan for plan in plans_of(page.save))

    def test_a_year_of_a_section_is_found_by_its_days(page: Any) -> None:
        plans = plans_of(
            lambda: list(
                section_listing(page.get_parent().specific, default_site(), {"year": str(page.date.year)}).results
            )
        )
        assert any("date>? AND date<?" in plan for plan in plans)
