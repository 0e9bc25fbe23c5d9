"""Lets the old addresses of a site lead to what was taken over, through Wagtail's redirects."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote, urlsplit

from django.apps import apps
from wagtail.documents import get_document_model
from wagtail.models import Page

from publications.imports.wordpress.export import Item

#: characters of the longest address that a redirect can have
LONGEST = 255


def redirect_page(page: Page, item: Item, address: str) -> None:
    """Lead the addresses of a post, also those by its number, to its page."""
    base = urlsplit(address).path.rstrip("/")
    old = [f"{base}/?p={item.id}", *([f"{base}/?page_id={item.id}"] if item.type == "page" else [])]
    path = _path(item.link)
    # One that stays the same would lead to itself, without an end, when the page is not public.
    if path.strip("/") and unquote(path).strip("/") != unquote(_path(page.full_url or "")).strip("/"):
        old.append(path)
    _redirect(old, page, redirect_page=page)


def _path(address: str) -> str:
    try:
        return urlsplit(address).path
    except ValueError:  # http://[link]
        return ""


def redirect_documents(documents: dict[str, int], near: Page | None) -> None:
    """Lead the addresses of files to the documents they are here. ``documents`` are their numbers by the old paths."""
    site = near.get_site() if near is not None else None
    if site is None:
        return
    here = get_document_model().objects.in_bulk(documents.values())
    for path, number in documents.items():
        if document := here.get(number):
            _redirect([path], near, redirect_link=f"{site.root_url}{document.url}")


def _redirect(old: Iterable[str], near: Page | None, **leads: Any) -> None:
    # A project need not have Wagtail's redirects installed.
    if near is None or not apps.is_installed("wagtail.contrib.redirects"):
        return
    from wagtail.contrib.redirects.models import Redirect

    site = near.get_site()
    for address in old:
        path = Redirect.normalise_path(address)
        if len(path) <= LONGEST:
            Redirect.objects.update_or_create(old_path=path, site=site, defaults={"is_permanent": True, **leads})
