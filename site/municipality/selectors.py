"""What the header and footer of every page show. Read once per request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page, Site

from municipality.models import MunicipalitySettings

if TYPE_CHECKING:
    from wagtail.images.models import AbstractImage

_CACHE = "_municipality_frame"


@dataclass(frozen=True)
class MenuEntry:
    """A link of the main menu. ``path`` is the page's place in the tree (``Page.path``)."""

    title: str
    url: str
    path: str


@dataclass(frozen=True)
class Frame:
    """What surrounds the content of every page, in one language. ``home_url`` is empty where there is no home page."""

    name: str
    address: str
    opening_hours: str
    phone: str
    email: str
    coat_of_arms: AbstractImage | None
    home_url: str
    menu: tuple[MenuEntry, ...]


def frame(request: HttpRequest) -> Frame:
    """The frame of a request's site in the active language."""
    language = get_language() or ""
    cached: tuple[str, Frame] | None = getattr(request, _CACHE, None)
    if cached is not None and cached[0] == language:
        return cached[1]
    site = Site.find_for_request(request)
    made = _read(site, language, request) if site is not None else Frame("", "", "", "", "", None, "", ())
    setattr(request, _CACHE, (language, made))
    return made


def _read(site: Site, language: str, request: HttpRequest) -> Frame:
    home = home_page(site, language)
    facts = MunicipalitySettings.objects.select_related("coat_of_arms").filter(site=site).first()
    texts = {text.language: text for text in facts.texts.all()} if facts is not None else {}
    text = texts.get(language)
    return Frame(
        name=text.name if text else home.title if home else site.site_name,
        address=text.address if text else "",
        opening_hours=text.opening_hours if text else "",
        phone=facts.phone if facts else "",
        email=facts.email if facts else "",
        coat_of_arms=facts.coat_of_arms if facts else None,
        home_url=(home.get_url(request) or "") if home else "",
        menu=_menu(home, request) if home else (),
    )


def home_page(site: Site, language: str) -> Page | None:
    """The live home page of a site in a language."""
    homes = Page.objects.live().filter(translation_key=site.root_page.translation_key, locale__language_code=language)
    return homes.select_related("locale").first()


def _menu(home: Page, request: HttpRequest) -> tuple[MenuEntry, ...]:
    pages = Page.objects.child_of(home).live().public().in_menu().select_related("locale").order_by("path")
    return tuple(MenuEntry(page.title, url, page.path) for page in pages if (url := page.get_url(request)))
