"""What the templates of pages ask for. ``request`` must be in the context where a tag takes it."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.template import Context
from django.utils.html import format_html
from django.utils.translation import get_language, get_language_info
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Page, Site

from cms_pages import selectors
from cms_pages.embeds import Player, player_of
from cms_pages.files.facts import DocumentFacts, facts_of
from cms_pages.listing import Listing, kind_label, section_listing, state_label
from cms_pages.publishing.models import PublishedItem
from cms_pages.registry import publication_types
from cms_pages.structured_data import graph, script
from cms_pages.surroundings import Surroundings, content_language, language_links
from cms_pages.surroundings import surroundings as surroundings_of
from cms_pages.text import language_tag

if TYPE_CHECKING:
    from django.utils.safestring import SafeString
    from wagtail.documents.models import AbstractDocument

    from cms_pages.contracts import Publishable

register = template.Library()
register.filter(language_tag)
register.filter(kind_label)
register.filter(state_label)
#: Open Graph's locales have a territory; those of the large sites that read them know none of Kosovo.
#: Source: https://ogp.me/#optional
TERRITORIES = {"sq": "AL", "sr": "RS", "en": "GB", "tr": "TR"}


@register.filter
def own_language_name(code: str) -> str:
    """A language's own name for itself: ``Shqip``."""
    try:
        name: str = get_language_info(code)["name_local"]
    except KeyError:
        return code
    return name.split(" (")[0].capitalize()


@register.filter
def url_path(url: str) -> str:
    """The address without scheme and host: links within a site work on whatever host it is read."""
    parts = urlsplit(url)
    return parts._replace(scheme="", netloc="").geturl() or "/"


@register.filter
def og_locale(code: str) -> str:
    """A language and the territory by which Open Graph knows it, without script: ``sr_RS``."""
    language = code.partition("-")[0]
    return f"{language}_{TERRITORIES.get(language, language.upper())}"


@register.simple_tag(takes_context=True)
def whole_address(context: Context, url: str) -> str:
    """An address with scheme and host, for who reads it elsewhere."""
    address: str = context["request"].build_absolute_uri(url)
    return address


@register.filter
def type_label(name: str) -> str:
    known = publication_types.get(name)
    return str(known.label) if known else name


@register.filter
def body_name(page: Publishable) -> str:
    """The body that a page comes from, in the page's language."""
    return page.item_body()[1]


@register.simple_tag(takes_context=True)
def surroundings(context: Context, page: Page | None = None) -> Surroundings:
    """Where a page stands. Of no page in particular (a 404): only where each language's home page is."""
    site = _site(context)
    if site is None:
        return Surroundings()
    if not isinstance(page, Page):
        return Surroundings(languages=language_links(site, site.root_page))
    return surroundings_of(page, site)


@register.simple_tag(takes_context=True)
def latest_items(context: Context, count: int, *types: str) -> list[PublishedItem]:
    """The newest items of these types, or of all publications, in the page's language."""
    site = _site(context)
    if site is None:
        return []
    return selectors.latest_items(site, _content_locale(), types or selectors.publication_type_names(), count)


@register.simple_tag(takes_context=True)
def listing_of(context: Context, section: Page) -> Listing | None:
    """The list of a section, filtered as the request's address says."""
    site = _site(context)
    return section_listing(section, site, context["request"].GET) if site is not None else None


@register.simple_tag(takes_context=True)
def pages_below(context: Context, section: Page, listing: Listing) -> list[PublishedItem]:
    """The sections and standard pages directly below a section, of which ``listing`` is the list."""
    site = _site(context)
    return selectors.pages_below(section, site, listing.moment) if site is not None else []


@register.simple_tag(takes_context=True)
def only_in_other_languages(context: Context, section: Page, listing: Listing) -> tuple[selectors.Elsewhere, ...]:
    """The other languages of a section that have publications which this one, with its ``listing``, lacks."""
    site = _site(context)
    return selectors.only_in_other_languages(section, site, listing.moment) if site is not None else ()


@register.simple_tag
def publication_labels() -> list[tuple[str, str]]:
    """Name and plural label of each type of publication."""
    known = (publication_types.get(name) for name in selectors.publication_type_names())
    return [(each.name, str(each.label_plural)) for each in known if each is not None]


@register.simple_tag
def structured_data(around: Surroundings, publisher: dict[str, Any] | None = None) -> SafeString | str:
    """A page's data for machines as JSON-LD; nothing where it is not published. ``publisher`` is an organisation."""
    if around.item is None:
        return ""
    steps = [(page.title, page.full_url) for page in around.trail]
    return script(graph(json.loads(around.item.payload), steps, publisher))


@register.simple_tag
def lang_attribute(page: Page) -> SafeString | str:
    """A ``lang`` attribute for the text of a page that is another language's, which screen readers need."""
    code = content_language(page)
    return format_html(' lang="{}"', language_tag(code)) if code else ""


@register.simple_tag
def original_lang_attribute(page: Page, around: Surroundings) -> SafeString | str:
    """The same for what is never translated, such as the title of a signed file: it has the original's language."""
    code = around.original.locale if around.original is not None else page.locale.language_code
    return format_html(' lang="{}"', language_tag(code)) if code != page.locale.language_code else ""


@register.simple_tag
def file_facts(document: AbstractDocument) -> DocumentFacts | None:
    """Size and SHA-256 of a document's file, or None where the file is missing."""
    try:
        return facts_of(document)
    except OSError:
        return None


@register.filter
def file_type(document: AbstractDocument) -> str:
    """The kind of file, as people call it: ``PDF``."""
    return str(document.file_extension).upper()


@register.filter
def player(url: str) -> Player | None:
    return player_of(url)


def _content_locale() -> str:
    """The locale of what is read now. Not the language itself: that can be ``en-us`` where the locale is ``en``."""
    for language in (get_language(), settings.LANGUAGE_CODE):
        with suppress(LookupError):
            return str(get_supported_content_language_variant(language or ""))
    return ""


def _site(context: Context) -> Site | None:
    request = context.get("request")
    return Site.find_for_request(request) if request is not None else None
