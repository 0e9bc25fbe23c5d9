"""Files, images, bodies and signers as the content API names them."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from cms_pages.files.facts import facts_of

if TYPE_CHECKING:
    from wagtail.documents.models import AbstractDocument
    from wagtail.images.models import AbstractImage
    from wagtail.models import Locale, Page

    from cms_pages.models.body import Body
    from cms_pages.models.recording import Recording
    from cms_pages.models.signer import Signer

#: the size in which an image is offered, as Wagtail writes it
IMAGE_FILTER = "max-1200x1200"


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


def recording_reference(recording: Recording, page: Page) -> dict[str, Any]:
    """A recording that a page offers: the shape of ``cms_pages.api.schemas.File``."""
    return {
        "title": page.title,
        "url": _on_site_of(page, recording.url),
        "filename": recording.filename,
        "media_type": recording.media_type,
        "size": recording.file_size,
        "sha256": recording.sha256,
    }


def image_reference(image: AbstractImage, page: Page, alt: str = "") -> dict[str, Any]:
    """An image that a page shows, fitted into 1200 pixels: the shape of ``cms_pages.api.schemas.Image``.

    ``alt`` is the page's own alternative text; without it the image's description stands in.
    """
    rendition = image.get_rendition(IMAGE_FILTER)
    return {
        "url": _on_site_of(page, rendition.url),
        "width": rendition.width,
        "height": rendition.height,
        "alt": alt or image.default_alt_text,
    }


def body_reference(body: Body, locale: Locale, on: datetime.date) -> dict[str, Any]:
    """The shape of ``cms_pages.api.schemas.BodyRef``, with the name that the body had on a day."""
    successor = body.successor
    return {
        "key": body.key,
        "name": body.name_in(locale, on),
        "kind": body.kind,
        "current_name": body.name_in(locale),
        "ended_on": body.ended_on,
        "successor": successor and {"key": successor.key, "name": successor.name_in(locale)},
    }


def signer_reference(signer: Signer, locale: Locale) -> dict[str, str]:
    """The shape of ``cms_pages.api.schemas.SignerRef``."""
    return {"name": signer.name, "post": signer.in_language(locale).post}


def _on_site_of(page: Page, url: str) -> str:
    """The whole address of what the page's own site serves. An address elsewhere (an object store) stays as it is."""
    # Not ``get_site()``, which asks the database for each page.
    parts = page.get_url_parts() if url.startswith("/") else None
    return f"{parts[1]}{url}" if parts is not None else url
