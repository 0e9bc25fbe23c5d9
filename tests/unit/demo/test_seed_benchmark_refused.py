"""What ``manage.py seed_benchmark`` does where somebody has pages already."""

import pytest
from django.core.management import CommandError
from wagtail.models import Page

from cms_pages.models import SectionIndexPage
from tests.factories import NewsPageFactory, SiteTree
from tests.support.demo import seed


def test_pages_of_somebody_are_not_added_to_unless_told(site: SiteTree) -> None:
    NewsPageFactory(parent=site.sections["sq"])
    pages = Page.objects.count()
    with pytest.raises(CommandError, match="has 7 pages already"):
        seed(10)
    assert Page.objects.count() == pages
    seed(10, "--anyway")
    sections = SectionIndexPage.objects.filter(title="Vendimet", locale__language_code="sq")
    assert sections.count() == 2
    assert {section.get_site() for section in sections} == {site.site}


@pytest.mark.parametrize("pages", [0, -5])
def test_number_of_pages_is_one_or_more(pages: int) -> None:
    with pytest.raises(CommandError, match="is no number of pages"):
        seed(pages, "--anyway")
