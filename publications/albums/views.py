"""The files of published albums, from what the publication log says of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.http import require_safe
from wagtail.images import get_image_model
from wagtail.images.models import SourceImageIOError
from wagtail.models import Site
from zipstream.ng import ZipStream

from cms_pages.files.private import in_private_collections
from cms_pages.files.ranges import CHUNK
from cms_pages.files.serving import PUBLIC, file_response
from cms_pages.publishing.models import PublishedItem
from cms_pages.selectors import item_at
from publications.albums.references import SIZES


@require_safe
def album_file(request: HttpRequest, item_id: str, image_id: int, name: str) -> HttpResponseBase:
    """A picture of an album: ``small.jpg``, ``large.jpg``, or by its own name as it was uploaded."""
    _item, album = _album(request, item_id)
    if image_id not in {picture["id"] for picture in album["pictures"]}:
        raise Http404
    return _picture(request, image_id, name)


@require_safe
def album_cover(request: HttpRequest, item_id: str) -> HttpResponseBase:
    """The first picture of an album, small."""
    _item, album = _album(request, item_id)
    if not album["pictures"]:
        raise Http404
    return _picture(request, album["pictures"][0]["id"], "small.jpg")


@require_safe
def press_kit(request: HttpRequest, item_id: str) -> HttpResponseBase:
    """All pictures of an album as they were uploaded, and a text with their captions and credits, in one ZIP archive.

    It is packed while it is sent, one file after the other: memory stays the same however large it is.
    """
    item, album = _album(request, item_id)
    ids = [picture["id"] for picture in album["pictures"]]
    model = get_image_model()
    images, private = model.objects.in_bulk(ids), in_private_collections(model, ids)
    archive = ZipStream(sized=True)
    names = []
    for number, picture in enumerate(album["pictures"], 1):
        image = images.get(picture["id"]) if picture["id"] not in private else None
        if image is None or not image.file.storage.exists(image.file.name):
            continue
        name = f"{number:03}-{PurePath(image.filename).name}"
        archive.add(_content(image), name, size=image.file.size)
        names.append((name, picture))
    with translation.override(item.locale):
        text = render_to_string("publications/press_kit.txt", {"album": album, "pictures": names})
    archive.add(text.encode("utf-8-sig"), "README.txt")
    response = StreamingHttpResponse(archive, content_type="application/zip")
    response["Content-Length"] = len(archive)
    response["Content-Disposition"] = f'attachment; filename="{PurePath(album["url"]).name or "album"}.zip"'
    response["Cache-Control"] = PUBLIC
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _album(request: HttpRequest, item_id: str) -> tuple[PublishedItem, dict[str, Any]]:
    """The item of an album that is published on this site, and what it says. Raises Http404."""
    item = item_at(Site.find_for_request(request), "album", item_id)
    return item, json.loads(item.payload)


def _picture(request: HttpRequest, image_id: int, name: str) -> HttpResponseBase:
    # Also until the worker has got to what the log says.
    if in_private_collections(get_image_model(), [image_id]):
        raise Http404
    image = get_object_or_404(get_image_model(), pk=image_id)
    if name not in SIZES:
        if name != image.filename:
            raise Http404
        storage, stored, etag = image.file.storage, image.file.name, image.file_hash or f"{image.pk}"
        return file_response(request, storage, stored, etag=etag, is_public=True, as_attachment=True)
    try:
        rendition = image.get_rendition(SIZES[name])
    except SourceImageIOError:
        raise Http404 from None
    return file_response(request, rendition.file.storage, rendition.file.name, etag=f"{rendition.pk}", is_public=True)


def _content(image: Any) -> Iterator[bytes]:
    with image.file.storage.open(image.file.name) as file:
        yield from file.chunks(CHUNK)
