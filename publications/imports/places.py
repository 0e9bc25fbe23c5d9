"""Finds the pages below which an import puts what it makes, by their addresses or numbers."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Collection, Locale, Page, Site


def page_at(address: str) -> Page:
    """The page with an address as people see it (with or without the host), or a number. Raises ValidationError."""
    if address.isascii() and address.isdigit():
        found = Page.objects.filter(pk=int(address)).first()
    else:
        try:
            parts = urlsplit(address)
        except ValueError:  # http://[section]
            parts = urlsplit("")
        path = f"/{parts.path.strip('/')}/"
        # The slug of a home page is not in its address.
        homes = Site.objects.values("root_page__translation_key")
        is_candidate = Q(slug=path.strip("/").rpartition("/")[2]) | Q(translation_key__in=homes)
        candidates = Page.objects.filter(is_candidate, alias_of=None)
        found = next((page for page in candidates if _is_at(page, parts.netloc, path)), None)
    if found is None:
        raise ValidationError(_("There is no page at %(address)s.") % {"address": address})
    return found.specific


def in_language(page: Page, locale: Locale) -> Page:
    """A page in another language. Raises ValidationError where it is not there."""
    if page.locale_id == locale.pk:
        return page
    translated = page.get_translation_or_none(locale)
    if translated is None or translated.alias_of_id is not None:
        raise ValidationError(
            _("The section “%(title)s” is not there in %(language)s. Translate and publish it first.")
            % {"title": page.title, "language": locale}
        )
    return translated


def collection_named(name: str) -> Collection:
    """The collection with a name, or the root of all where it is empty. Raises ValidationError."""
    if not name:
        return Collection.get_first_root_node()
    found = Collection.objects.filter(name=name).first()
    if found is None:
        raise ValidationError(_("There is no collection “%(name)s”.") % {"name": name})
    return found


def _is_at(page: Page, host: str, path: str) -> bool:
    address = urlsplit(page.full_url or "")
    return address.path == path and host in {"", address.netloc}
