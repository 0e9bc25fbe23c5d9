"""Gives out documents and pictures. The web server and the object store give out nothing themselves, so that a file is
gone as soon as the page that used it is.
"""

from __future__ import annotations

import mimetypes
import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.core.files.base import File
from django.core.files.storage import Storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header, quote_etag
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.documents import get_document_model
from wagtail.documents.models import document_served
from wagtail.images import get_image_model
from wagtail.users.models import UserProfile
from wagtailmedia import get_media_model

from cms_pages.conditional import answer_by_etag
from cms_pages.files.access import is_editor, is_public_document, is_public_image, is_public_recording, may_use
from cms_pages.files.facts import facts_of
from cms_pages.files.ranges import CHUNK, Part, UnsatisfiableError, asked_part

if TYPE_CHECKING:
    from wagtail.documents.models import AbstractDocument

#: everybody may keep it, and must ask each time whether it is still there
PUBLIC = "public, no-cache"
NOT_PUBLIC = "private, no-store"


def hide_document(document: AbstractDocument, request: HttpRequest) -> None:
    """Raise Http404 for a document that nothing published uses, except to its editors: nobody else learns of it.

    A hook of Wagtail's (``before_serve_document``), so that a project that mounts Wagtail's own view hides them too.
    """
    if not is_public_document(document.pk) and not may_use(request.user, document):
        raise Http404


@require_safe
def serve_document(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponseBase:
    """A document, by its number and file name, as Wagtail's view does; and so that no cache keeps it."""
    document = get_object_or_404(get_document_model(), pk=document_id)
    if document.filename != document_filename:
        raise Http404
    for hook in hooks.get_hooks("before_serve_document"):
        response = hook(document, request)
        if isinstance(response, HttpResponseBase):
            return response
    document_served.send(sender=type(document), instance=document, request=request)
    try:
        etag = facts_of(document).sha256
    except OSError:
        raise Http404 from None
    return file_response(
        request,
        document.file.storage,
        document.file.name,
        etag=etag,
        is_public=is_public_document(document.pk),
        content_type=document.content_type,
        as_attachment=document.content_disposition != "inline",
    )


@require_safe
def serve_recording(request: HttpRequest, recording_id: int, filename: str) -> HttpResponseBase:
    """A recording, by its number and file name: to everybody where something published uses it, else to editors."""
    recording: Any = get_object_or_404(get_media_model(), pk=recording_id)
    is_public = is_public_recording(recording.pk)
    if recording.filename != filename or not (is_public or may_use(request.user, recording)):
        raise Http404
    return file_response(
        request,
        recording.file.storage,
        recording.file.name,
        etag=recording.sha256,
        is_public=is_public,
        content_type=recording.media_type,
    )


@require_safe
def serve_media(request: HttpRequest, name: str) -> HttpResponseBase:
    """A file of the default storage, by its name: a rendition of a picture that is used, or an editor's portrait.

    Originals of pictures, documents and recordings are never given out here.
    """
    if "\x00" in name:  # which PostgreSQL cannot be asked for
        raise Http404
    renditions: Any = get_image_model().get_rendition_model().objects
    rendition = renditions.filter(file=name).select_related("image__collection").first()
    if rendition is None:
        return _serve_portrait(request, name)
    is_public = is_public_image(rendition.image_id)
    if not is_public and not may_use(request.user, rendition.image):
        raise Http404
    return file_response(request, rendition.file.storage, name, etag=f"{rendition.pk}", is_public=is_public)


def _serve_portrait(request: HttpRequest, name: str) -> HttpResponseBase:
    profile = UserProfile.objects.filter(avatar=name).first()
    if profile is None or not is_editor(request.user):
        raise Http404
    return file_response(request, profile.avatar.storage, name, etag=name, is_public=False)


def file_response(
    request: HttpRequest,
    storage: Storage,
    name: str,
    *,
    etag: str,
    is_public: bool,
    content_type: str | None = None,
    as_attachment: bool = False,
) -> HttpResponseBase:
    """A file of a storage by its name, as this site gives out all of them. Raises Http404 where it is missing."""
    quoted = quote_etag(etag)
    response = answer_by_etag(request, quoted)
    if response is None:
        try:
            file = storage.open(name)
        except FileNotFoundError:
            raise Http404 from None
        response = _content(request, storage, file, quoted)
        response["Content-Type"] = content_type or mimetypes.guess_type(name)[0] or "application/octet-stream"
        disposition = content_disposition_header(as_attachment, posixpath.basename(name))
        if disposition:
            response["Content-Disposition"] = disposition
        response["Accept-Ranges"] = "bytes"
    response["ETag"] = quoted
    response["Cache-Control"] = PUBLIC if is_public else NOT_PUBLIC
    # What it says it is, it is; and nothing in it runs in the site's name. A recording opened by itself is played.
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; media-src 'self'"
    return response


def _content(request: HttpRequest, storage: Storage, file: File[bytes], etag: str) -> HttpResponseBase:
    """An open file, or the part of it that is asked for."""
    size = file.size
    try:
        part = asked_part(request, size, etag)
    except UnsatisfiableError:
        file.close()
        response: HttpResponseBase = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{size}"
        return response
    read_part = getattr(storage, "read_part", None)
    if part is None and read_part is None:
        return FileResponse(file)
    wanted = part or Part(0, size, size)
    if read_part is None:
        response = StreamingHttpResponse(PartOfFile(file, wanted))
    else:
        file.close()
        response = StreamingHttpResponse(read_part(file.name, wanted.start, wanted.length) if size else ())
    response["Content-Length"] = str(wanted.length)
    if part is not None:
        response.status_code = 206
        response["Content-Range"] = part.content_range
    return response


class PartOfFile:
    """A part of an open file, which is closed with the answer also where nothing was read."""

    def __init__(self, file: File[bytes], part: Part) -> None:
        self.file, self.part = file, part

    def __iter__(self) -> Iterator[bytes]:
        self.file.seek(self.part.start)
        left = self.part.length
        while left and (chunk := self.file.read(min(left, CHUNK))):
            left -= len(chunk)
            yield chunk

    def close(self) -> None:
        self.file.close()
