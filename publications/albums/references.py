"""Where the files of an album are, and how the content API names them.

The addresses have the item's id, which never changes, and are followed only as long as the album is published.
"""

from __future__ import annotations

import mimetypes
from typing import TYPE_CHECKING, Any

from django.urls import NoReverseMatch, reverse
from wagtail.images.models import Filter, SourceImageIOError

from cms_pages.publishing.view import item_id_of

if TYPE_CHECKING:
    from wagtail.images.models import AbstractImage
    from wagtail.models import Page

#: by the names that they have in addresses
SIZES = {"small.jpg": Filter("max-640x640|format-jpeg"), "large.jpg": Filter("max-1600x1600|format-jpeg")}


def original_reference(image: AbstractImage, page: Page) -> dict[str, Any]:
    """A picture as it was uploaded: the shape of ``publications.api.schemas.AlbumPicture`` but for its texts."""
    name = image.filename
    return {
        "id": image.pk,
        "url": _address(page, "publications_album_file", image.pk, "large.jpg"),
        "thumbnail": _address(page, "publications_album_file", image.pk, "small.jpg"),
        "original": {
            "url": _address(page, "publications_album_file", image.pk, name),
            "filename": name,
            "media_type": mimetypes.guess_type(name)[0] or "application/octet-stream",
            "size": _size(image),
            "width": image.width,
            "height": image.height,
        },
    }


def _size(image: AbstractImage) -> int:
    """In bytes; 0 where the file is missing."""
    try:
        return int(image.get_file_size())
    except SourceImageIOError:
        return 0


def press_kit_address(page: Page) -> str:
    return _address(page, "publications_press_kit")


def _address(page: Page, view: str, *arguments: object) -> str:
    """The whole address; empty where the project does not mount this package's."""
    # Not ``get_site()``, which asks the database for each page.
    parts = page.get_url_parts()
    try:
        path = reverse(view, args=[item_id_of(page), *arguments])
    except NoReverseMatch:
        return ""
    return f"{parts[1]}{path}" if parts is not None else path
