"""Where the invented publications go: a section for each type in each language of the site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page, Site
from wagtail_localize.models import TranslatableObject, Translation, TranslationSource

from cms_pages.models import HomePage, SectionIndexPage
from demo.content import Content
from demo.loading.keys import key_of
from demo.loading.site import WELCOME, load_municipality, make_site
from demo.texts import LOCALES, SOURCE_LOCALE
from publications.models import CalendarPage

Section = SectionIndexPage | CalendarPage
HOME = "benchmark"
#: the keys of the demo's sections that are for publications
SECTIONS = ("decisions", "regulations", "minutes", "news", "documents", "tenders", "calendar", "albums")


class NotEmptyError(Exception):
    """The installation has pages that are not the benchmark's. ``pages`` is how many."""

    def __init__(self, pages: int) -> None:
        self.pages = pages
        super().__init__(f"This installation has {pages} pages already.")


@dataclass(frozen=True)
class Tree:
    """``sections`` by key and language."""

    site: Site
    sections: dict[tuple[str, str], Section]

    @property
    def size(self) -> int:
        """How many pages the sections have in the original language."""
        return sum(section.numchild for (_key, code), section in self.sections.items() if code == SOURCE_LOCALE)


def check_empty() -> None:
    """Raise NotEmptyError where there is content that is not the benchmark's."""
    ours = Page.objects.none()
    for root in Page.objects.filter(translation_key__in=_keys()):
        ours |= Page.objects.descendant_of(root, inclusive=True)
    others = Page.objects.filter(depth__gt=1).exclude(pk__in=ours.values("pk")).exclude(**WELCOME)
    if count := others.count():
        raise NotEmptyError(count)


def plant(content: Content, base_url: str) -> Tree:
    """The benchmark's sections, made where they are missing: below the site's home pages, or a new site's."""
    with transaction.atomic():
        locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in LOCALES}
        site = Site.objects.filter(is_default_site=True, root_page__in=HomePage.objects.all()).first()
        homes = _homes(site) if site is not None else _make_homes(content, locales, base_url)
        site = Site.objects.get(is_default_site=True)
        sections = {
            (key, code): section
            for key in SECTIONS
            for code, section in _make_sections(content, key, homes, locales).items()
        }
        return Tree(site, sections)


def link(originals: Iterable[Page], languages: Iterable[Iterable[Locale]]) -> None:
    """What says that pages are translations of these originals into these languages, as wagtail-localize keeps it."""
    pages = list(originals)
    page_type = ContentType.objects.get_for_model(Page)
    TranslatableObject.objects.bulk_create(
        [TranslatableObject(translation_key=page.translation_key, content_type=page_type) for page in pages],
        ignore_conflicts=True,
    )
    now = timezone.now()
    sources = TranslationSource.objects.bulk_create(
        TranslationSource(
            object_id=page.translation_key,
            specific_content_type=page.cached_content_type,
            locale_id=page.locale_id,
            object_repr=page.title[:200],
            content_json=page.to_json(),
            last_updated_at=now,
        )
        for page in pages
    )
    Translation.objects.bulk_create(
        Translation(source=source, target_locale=locale)
        for source, targets in zip(sources, languages, strict=True)
        for locale in targets
    )


def _keys() -> list[Any]:
    return [key_of(HOME), *(key_of(f"{HOME}/{key}") for key in SECTIONS)]


def _homes(site: Site) -> dict[str, Page]:
    roots = site.root_page.get_translations(inclusive=True).live().select_related("locale").order_by("pk")
    return {page.locale.language_code: page for page in roots if page.locale.language_code in LOCALES}


def _make_homes(content: Content, locales: dict[str, Locale], base_url: str) -> dict[str, Page]:
    texts = content.pages.home
    root = Page.objects.filter(depth=1).get()
    homes = dict(_translated(HomePage, HOME, texts.title, dict.fromkeys(LOCALES, root), locales))
    make_site(homes[SOURCE_LOCALE], content.pages.municipality, base_url)
    load_municipality(Site.objects.get(is_default_site=True), content.pages.municipality)
    return homes


def _make_sections(
    content: Content, key: str, homes: dict[str, Page], locales: dict[str, Locale]
) -> dict[str, Section]:
    model: Any = CalendarPage if key == "calendar" else SectionIndexPage
    found = model.objects.filter(translation_key=key_of(f"{HOME}/{key}")).select_related("locale")
    there = {section.locale.language_code: section for section in found}
    if there:
        return there
    title = next(section.title for section in content.pages.sections if section.key == key)
    return dict(_translated(model, f"{HOME}/{key}", title, homes, locales))


def _translated(
    model: Any, name: str, title: Any, parents: dict[str, Page], locales: dict[str, Locale]
) -> Iterator[tuple[str, Any]]:
    """A page in each language that has a parent for it, added as an editor would."""
    pages = {}
    for code, parent in parents.items():
        page = model(
            title=title.get(code) or title.sq,
            slug=f"{name.replace('/', '-')}-{code}",
            locale=locales[code],
            translation_key=key_of(name),
            show_in_menus=model is not HomePage,
            first_published_at=timezone.now() - timedelta(days=1),
        )
        Page.objects.get(pk=parent.pk).add_child(instance=page)
        pages[code] = model.objects.select_related("locale").get(pk=page.pk)
    original = pages[SOURCE_LOCALE]
    link([original], [[locales[code] for code in pages if code != SOURCE_LOCALE]])
    yield from pages.items()
