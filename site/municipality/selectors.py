"""What the header and footer of every page show. Read once per request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, FilteredRelation, OuterRef, Q
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.images.shortcuts import get_renditions_or_not_found
from wagtail.models import Page, PageViewRestriction, Site

from cms_pages.selectors import live_items, pages_of_structure
from cms_pages.surroundings import lineage
from municipality.models import MunicipalityFooterPage, MunicipalityProfile, MunicipalitySettings
from municipality.theme import theme_url

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet
    from wagtail.images.models import AbstractRendition

    from municipality.models import MunicipalityText

ARMS, LOGO = "max-160x160", "max-512x512|format-png"
_CACHE = "_municipality_frame"


@dataclass(frozen=True)
class MenuEntry:
    """A link of the main menu. ``path`` is the page's place in the tree (``Page.path``)."""

    title: str
    url: str
    path: str


@dataclass(frozen=True)
class Link:
    """A link of the footer."""

    title: str
    url: str


@dataclass(frozen=True)
class Frame:
    """What surrounds the content of every page, in one language.

    ``arms`` is the coat of arms for the page, ``logo`` for who shows it elsewhere: larger, and always PNG.
    ``home_url`` is empty where there is no home page, ``theme_url`` where the site has no colours of its own.
    """

    name: str = ""
    address: str = ""
    opening_hours: str = ""
    phone: str = ""
    email: str = ""
    arms: AbstractRendition | None = None
    logo: AbstractRendition | None = None
    theme_url: str = ""
    home_url: str = ""
    menu: tuple[MenuEntry, ...] = ()
    profiles: tuple[Link, ...] = ()
    footer_pages: tuple[Link, ...] = ()


def frame(request: HttpRequest, page: Page | None = None) -> Frame:
    """The frame of a request's site in the active language. ``page`` is the one that it surrounds, if any."""
    language = get_language() or ""
    cached: tuple[str, Frame] | None = getattr(request, _CACHE, None)
    if cached is not None and cached[0] == language:
        return cached[1]
    site = Site.find_for_request(request)
    made = frame_of(site, language, request, page) if site is not None else Frame()
    setattr(request, _CACHE, (language, made))
    return made


def frame_of(site: Site, language: str, request: HttpRequest | None = None, page: Page | None = None) -> Frame:
    """The frame of a site in a language, which must be the active one."""
    home = (_home_above(page, site, language) if page is not None else None) or home_page(site, language)
    in_language = FilteredRelation("texts", condition=Q(texts__language=language))
    known = MunicipalitySettings.objects.annotate(text=in_language).select_related("coat_of_arms", "text")
    facts = known.filter(site=site).first()
    # Django sets none where there is none.
    text: MunicipalityText | None = getattr(facts, "text", None)
    coat_of_arms = facts.coat_of_arms if facts else None
    pictures = get_renditions_or_not_found(coat_of_arms, (ARMS, LOGO)) if coat_of_arms else {}
    return Frame(
        name=text.name if text else home.title if home else site.site_name,
        address=text.address if text else "",
        opening_hours=text.opening_hours if text else "",
        phone=facts.phone if facts else "",
        email=facts.email if facts else "",
        arms=pictures[ARMS] if pictures else None,
        logo=pictures[LOGO] if pictures else None,
        theme_url=theme_url(facts) if facts else "",
        home_url=(home.get_url(request) or "") if home else "",
        menu=_menu(home, request) if home else (),
        profiles=tuple(
            Link(profile.name, profile.url) for profile in MunicipalityProfile.objects.filter(municipality=facts)
        )
        if facts
        else (),
        footer_pages=_footer_pages(facts, site, language) if facts else (),
    )


def home_page(site: Site, language: str) -> Page | None:
    """The live home page of a site in a language."""
    homes = Page.objects.live().filter(translation_key=site.root_page.translation_key, locale__language_code=language)
    return homes.first()


def _home_above(page: Page, site: Site, language: str) -> Page | None:
    """The same, where it is above a page: who routed a request to the page has read it."""
    home = lineage(page, site)[0]
    is_home = home.translation_key == site.root_page.translation_key and home.live
    return home if is_home and page.locale.language_code == language else None


def _menu(home: Page, request: HttpRequest | None) -> tuple[MenuEntry, ...]:
    # By its place in the tree alone, the database would look at every page below the home page.
    pages = pages_of_structure().child_of(home).live().in_menu().exclude(Exists(_restrictions())).order_by("path")
    shown = pages.only("path", "title", "url_path")
    return tuple(MenuEntry(page.title, url, page.path) for page in shown if (url := page.get_url(request)))


def _restrictions() -> QuerySet[Any]:
    """Those of a page of another query, or above it: as Wagtail's ``public()``, which first asks for all there are."""
    path = ExpressionWrapper(OuterRef("path"), CharField())
    restrictions: QuerySet[Any] = PageViewRestriction.objects.alias(outer=path)
    return restrictions.filter(outer__startswith=F("page__path"))


def _footer_pages(facts: MunicipalitySettings, site: Site, language: str) -> tuple[Link, ...]:
    """The chosen pages in a language, in the chosen order; those that are not published in it are left out."""
    chosen = MunicipalityFooterPage.objects.filter(municipality=facts)
    keys: list[UUID] = list(chosen.values_list("page__translation_key", flat=True))
    items = live_items(site, language).filter(translation_key__in=keys)
    links = {key: Link(title, url) for key, title, url in items.values_list("translation_key", "title", "url")}
    return tuple(links[key] for key in keys if key in links)
