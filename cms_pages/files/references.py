"""Files, images and bodies as the content API names them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cms_pages.files.facts import facts_of

if TYPE_CHECKING:
    from wagtail.documents.models import AbstractDocument
    from wagtail.images.models import AbstractImage
    from wagtail.models import Locale, Page

    from cms_pages.models.body import Body


def file_reference(document: AbstractDocument, page: Page, title: str = "") -> dict[str, Any]:
    """A document that a page offers: the shape of ``cms_pages.api.schemas.File``."""
    facts = facts_of(document)
    return {
        "title": title or document.title,
        "url": _on_site_of(page, document.url),
        "filename": document.filename,
        "media_type": document.content_type,
        "size": facts.size,
        "sha256": facts.sha256,
    }


def image_reference(image: AbstractImage, page: Page) -> dict[str, Any]:
    """An image that a page shows, fitted into 1200 pixels: the shape of ``cms_pages.api.schemas.Image``."""
    rendition = image.get_rendition("max-1200x1200")
    return {
        "url": _on_site_of(page, rendition.url),
        "width": rendition.width,
        "height": rendition.height,
        "alt": image.default_alt_text,
    }


def body_reference(body: Body, locale: Locale) -> dict[str, str]:
    """The shape of ``cms_pages.api.schemas.BodyRef``."""
    return {"key": body.key, "name": body.name_in(locale)}


def _on_site_of(page: Page, url: str) -> str:
    """The whole address of what the page's own site serves. An address elsewhere (an object store) stays as it is."""
    site = page.get_site() if url.startswith("/") else None
    return f"{site.root_url}{url}" if site is not None else url
