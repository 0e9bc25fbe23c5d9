"""A municipality's trees: a site, and a home page and a section in each language."""

from dataclasses import dataclass

from wagtail.models import Locale, Page, Site

from cms_pages.models import HomePage, SectionIndexPage
from tests.factories.pages import HomePageFactory, SectionIndexPageFactory

LOCALES = ("sq", "sr-latn", "en")


@dataclass(frozen=True)
class SiteTree:
    """``homes`` and ``sections`` by language code; the section is where publications go."""

    site: Site
    homes: dict[str, HomePage]
    sections: dict[str, SectionIndexPage]


def make_site(hostname: str = "localhost", *, is_default: bool = True, slug: str = "komuna") -> SiteTree:
    """A site with a tree per locale. ``slug`` must differ between two sites of one installation."""
    root = Page.get_first_root_node()
    homes: dict[str, HomePage] = {}
    sections: dict[str, SectionIndexPage] = {}
    for code in LOCALES:
        locale = _locale(code)
        keys = {"translation_key": homes["sq"].translation_key} if homes else {}
        homes[code] = HomePageFactory(parent=root, locale=locale, slug=f"{slug}-{code}", **keys)
        keys = {"translation_key": sections["sq"].translation_key} if sections else {}
        sections[code] = SectionIndexPageFactory(parent=homes[code], title="Vendimet", slug="vendimet", **keys)
    if is_default:
        Site.objects.filter(is_default_site=True).delete()
    site = Site.objects.create(hostname=hostname, root_page=homes["sq"], is_default_site=is_default, site_name=slug)
    return SiteTree(site, homes, sections)


def _locale(code: str) -> Locale:
    return Locale.objects.get_or_create(language_code=code)[0]
