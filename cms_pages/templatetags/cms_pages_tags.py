"""What the templates of pages ask for. ``request`` must be in the context where a tag takes it."""

from __future__ import annotations

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
from cms_pages.listing import Listing, kind_labels, section_listing
from cms_pages.publishing.models import PublishedItem, TranslationState
from cms_pages.registry import publication_types
from cms_pages.translation import translation_state

if TYPE_CHECKING:
    from django.utils.safestring import SafeString
    from wagtail.documents.models import AbstractDocument

    from cms_pages.contracts import Publishable

register = template.Library()


@register.filter
def language_tag(code: str) -> str:
    """A language code as HTML wants it (BCP 47): ``sr-latn`` is ``sr-Latn``."""
    language, _, rest = code.partition("-")
    return f"{language}-{rest.title() if len(rest) == 4 else rest.upper()}" if rest else language


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
def type_label(name: str) -> str:
    known = publication_types.get(name)
    return str(known.label) if known else name


@register.filter
def kind_label(value: str) -> str:
    return kind_labels().get(value, value)


@register.filter
def body_name(page: Publishable) -> str:
    """The body that a page comes from, in the page's language."""
    return page.item_body()[1]


@register.simple_tag(takes_context=True)
def language_links(context: Context, page: Page | None = None) -> list[selectors.LanguageLink]:
    """Where each language of the site continues from a page, or from no page in particular (a 404): its home page."""
    site = _site(context)
    if site is None:
        return []
    return selectors.language_links(site, page if isinstance(page, Page) else site.root_page)


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
def pages_below(context: Context, section: Page) -> list[PublishedItem]:
    """The sections and standard pages directly below a page."""
    site = _site(context)
    return selectors.pages_below(section, site) if site is not None else []


@register.simple_tag(takes_context=True)
def only_in_other_languages(context: Context, section: Page) -> list[selectors.Elsewhere]:
    """The other languages of a section that have publications which this one lacks."""
    site = _site(context)
    return selectors.only_in_other_languages(section, site) if site is not None else []


@register.simple_tag
def publication_labels() -> list[tuple[str, str]]:
    """Name and plural label of each type of publication."""
    known = (publication_types.get(name) for name in selectors.publication_type_names())
    return [(each.name, str(each.label_plural)) for each in known if each is not None]


@register.simple_tag(takes_context=True)
def own_item(context: Context, page: Page) -> PublishedItem | None:
    """The live item of a page."""
    site = _site(context)
    return selectors.item_of(page, site) if site is not None else None


@register.simple_tag(takes_context=True)
def original_item(context: Context, page: Page) -> PublishedItem | None:
    """The live item of what a page is a translation or a copy of."""
    site = _site(context)
    return selectors.source_item(page, site) if site is not None else None


@register.inclusion_tag("cms_pages/includes/translation_notice.html", takes_context=True)
def translation_notice(context: Context, page: Page) -> dict[str, Any]:
    """Says that a page is partly translated or not at all, with a link to the original; else nothing."""
    item = own_item(context, page)
    # A page that is only previewed has no item.
    state = item.translation if item is not None else translation_state(page)
    is_copy = state == TranslationState.ALIAS and content_language(page) != ""
    if not is_copy and state != TranslationState.PARTIAL:
        return {}
    return {"is_copy": is_copy, "is_partial": not is_copy, "original": original_item(context, page)}


@register.simple_tag
def lang_attribute(page: Page) -> SafeString | str:
    """A ``lang`` attribute for the text of a page that is another language's, which screen readers need."""
    code = content_language(page)
    return format_html(' lang="{}"', language_tag(code)) if code else ""


def content_language(page: Page) -> str:
    """The language of a page's text where it is not the page's: of a copy that nobody translated."""
    if page.alias_of_id is None or page.alias_of.locale_id == page.locale_id:
        return ""
    code: str = page.alias_of.locale.language_code
    return code


@register.simple_tag(takes_context=True)
def breadcrumbs(context: Context, page: Page) -> list[Page]:
    """The pages above a page that the public can open, from the home page down."""
    site = _site(context)
    return [each for each in selectors.lineage(page, site)[:-1] if each.live] if site is not None else []


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
