"""What the header and footer of every page show. Read once per request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.images.shortcuts import get_renditions_or_not_found
from wagtail.models import Page, Site

from cms_pages.selectors import live_items, pages_of_structure
from municipality.models import MunicipalityFooterPage, MunicipalityProfile, MunicipalitySettings, MunicipalityText
from municipality.theme import theme_url

if TYPE_CHECKING:
    from uuid import UUID

    from wagtail.images.models import AbstractRendition

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


def frame(request: HttpRequest) -> Frame:
    """The frame of a request's site in the active language."""
    language = get_language() or ""
    cached: tuple[str, Frame] | None = getattr(request, _CACHE, None)
    if cached is not None and cached[0] == language:
        return cached[1]
    site = Site.find_for_request(request)
    made = frame_of(site, language, request) if site is not None else Frame()
    setattr(request, _CACHE, (language, made))
    return made


def frame_of(site: Site, language: str, request: HttpRequest | None = None) -> Frame:
    """The frame of a site in a language, which must be the active one."""
    home = home_page(site, language)
    facts = MunicipalitySettings.objects.select_related("coat_of_arms").filter(site=site).first()
    text = MunicipalityText.objects.filter(municipality__site=site, language=language).first()
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
            Link(profile.name, profile.url) for profile in MunicipalityProfile.objects.filter(municipality__site=site)
        ),
        footer_pages=_footer_pages(site, language),
    )


def home_page(site: Site, language: str) -> Page | None:
    """The live home page of a site in a language."""
    homes = Page.objects.live().filter(translation_key=site.root_page.translation_key, locale__language_code=language)
    return homes.select_related("locale").first()


def _menu(home: Page, request: HttpRequest | None) -> tuple[MenuEntry, ...]:
    # By its place in the tree alone, the database would look at every page below the home page.
    pages = pages_of_structure().child_of(home).live().public().in_menu().select_related("locale").order_by("path")
    return tuple(MenuEntry(page.title, url, page.path) for page in pages if (url := page.get_url(request)))


def _footer_pages(site: Site, language: str) -> tuple[Link, ...]:
    """The chosen pages in a language, in the chosen order; those that are not published in it are left out."""
    chosen = MunicipalityFooterPage.objects.filter(municipality__site=site)
    keys: list[UUID] = list(chosen.values_list("page__translation_key", flat=True))
    items = {item.translation_key: item for item in live_items(site, language).filter(translation_key__in=keys)}
    return tuple(Link(items[key].title, items[key].url) for key in keys if key in items)
