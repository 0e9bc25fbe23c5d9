"""Where a page stands: above it, in other languages, in the publication log. Read once for all of a template."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Q, TextField, When
from wagtail.coreutils import get_content_languages
from wagtail.models import Page, Site

from cms_pages.machine_translation.marks import is_machine_translated
from cms_pages.publishing.models import PublishedItem, TranslationState
from cms_pages.selectors import LISTED, structure
from cms_pages.translation import translation_state


@dataclass(frozen=True)
class LanguageLink:
    """Where a reader of another language goes from a page.

    ``exact`` is False where the page itself has no translation there, and ``url`` is its nearest ancestor's that has.
    """

    locale: str
    url: str
    exact: bool


@dataclass(frozen=True)
class Surroundings:
    """``item`` is the page's own live item, with its payload, ``original`` that of what it is a translation or a copy
    of.

    ``trail`` are the pages above it that the public can open, from the home page down; ``languages`` has a link for
    each language in which the site has a home page.
    """

    item: PublishedItem | None = None
    original: PublishedItem | None = None
    trail: list[Page] = field(default_factory=list)
    languages: list[LanguageLink] = field(default_factory=list)
    is_copy: bool = False
    is_partial: bool = False
    is_machine_translated: bool = False

    @property
    def is_publication(self) -> bool:
        return self.item is not None and self.item.type not in structure()


def surroundings(page: Page, site: Site) -> Surroundings:
    line = lineage(page, site)
    items = _items(page, line, site)
    item = next((each for each in items if each.page_id == page.pk), None)
    # A page that is only previewed has no item.
    state = item.translation if item is not None else translation_state(page)
    return Surroundings(
        item=item,
        original=next((each for each in items if _is_original(each, page)), None),
        trail=[each for each in line[:-1] if each.live],
        languages=_languages(items, page, line),
        is_copy=state == TranslationState.ALIAS and content_language(page) != "",
        is_partial=state == TranslationState.PARTIAL,
        is_machine_translated=item.machine_translated if item is not None else is_machine_translated(page),
    )


def language_links(site: Site, page: Page) -> list[LanguageLink]:
    """For each language in which the site has a home page, where it continues from ``page``."""
    line = lineage(page, site)
    return _languages(_items(page, line, site), page, line)


def content_language(page: Page) -> str:
    """The language of a page's text where it is not the page's: of a copy that nobody translated."""
    if page.alias_of_id is None or page.alias_of.locale_id == page.locale_id:
        return ""
    code: str = page.alias_of.locale.language_code
    return code


def lineage(page: Page, site: Site) -> list[Page]:
    """A page and those above it, from the home page of its language down; itself alone where it is below none.

    Asks for none of a page that is served: routing came by those above it, and each page knows its parent.
    """
    line = [page]
    while line[0].translation_key != site.root_page.translation_key:
        parent = line[0].get_parent()
        if parent is None:
            return [page]
        line.insert(0, parent)
    return line


def _items(page: Page, line: list[Page], site: Site) -> list[PublishedItem]:
    """The live items of a page and of those above it, in all languages; its own with its payload."""
    wanted = Q(translation_key__in=[each.translation_key for each in line])
    if page.alias_of_id is not None:
        wanted |= Q(page_id=page.alias_of_id)
    payload = Case(When(page_id=page.pk, then="payload"), output_field=TextField())
    live = PublishedItem.objects.live().on_site(site).filter(wanted)
    items: list[Any] = list(live.only(*LISTED).annotate(own_payload=payload))
    for item in items:
        if item.own_payload is not None:
            item.payload = item.own_payload
    return items


def _is_original(item: PublishedItem, page: Page) -> bool:
    if page.alias_of_id is not None:
        return bool(item.page_id == page.alias_of_id)
    is_other = item.translation_key == page.translation_key and item.page_id != page.pk
    return is_other and item.translation == TranslationState.ORIGINAL


def _languages(items: list[PublishedItem], page: Page, line: list[Page]) -> list[LanguageLink]:
    keys = [each.translation_key for each in line]
    nearest: dict[str, PublishedItem] = {}
    for item in items:
        best = nearest.get(item.locale)
        if item.translation_key not in keys:
            continue
        if best is None or keys.index(item.translation_key) > keys.index(best.translation_key):
            nearest[item.locale] = item
    return [
        LanguageLink(code, nearest[code].url, exact=nearest[code].translation_key == page.translation_key)
        for code in get_content_languages()
        if code in nearest
    ]
