"""What an editor is told where an uploaded file cannot be kept: the disk is full, or the store is not there.

The site needs both: ``UploadFailureMiddleware`` in MIDDLEWARE, after AuthenticationMiddleware and CsrfViewMiddleware,
and ``TemporaryFileUploadHandler`` in FILE_UPLOAD_HANDLERS in the place of Django's.
"""

from __future__ import annotations

import errno
import logging
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.core.files import uploadhandler
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from wagtail.users.models import UserProfile

logger = logging.getLogger(__name__)

#: no room left, more than the account may have, a larger file than may be
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
#: a folder that is not there or may not be written: a disk that was not mounted, or that failed
AWAY = {errno.EACCES, errno.EIO, errno.ENOTDIR, errno.EROFS, errno.ESTALE}
NO_ROOM = _(
    "The file could not be kept: the server has no room for it. What was there before is unchanged. "
    "Tell those who run the server, and upload the file again once they have made room."
)
NO_STORE = _(
    "The file could not be kept: the store for files cannot be reached. What was there before is unchanged. "
    "Upload the file again in a few minutes. If it happens again, tell those who run the server."
)


class TemporaryFileUploadHandler(uploadhandler.TemporaryFileUploadHandler):
    """Where the disk for temporary files is full, leaves the file out and takes the rest of the form.

    The error would otherwise be raised where the form is first read, which is before any view.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        try:
            super().new_file(*args, **kwargs)
        except OSError as error:
            self._failed(error)
            raise uploadhandler.SkipFile from error

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        try:
            return super().receive_data_chunk(raw_data, start)
        except OSError as error:
            self._failed(error)
            raise uploadhandler.SkipFile from error

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        try:
            # Writes what is left in the file's buffer.
            return super().file_complete(file_size)
        except OSError as error:
            self._failed(error)
            return None

    def _failed(self, error: OSError) -> None:
        self.request.upload_error = error  # type: ignore[union-attr] # read below
        # Closing it writes what is left in its buffer, which fails again.
        with suppress(OSError):
            self.upload_interrupted()


class UploadFailureMiddleware:
    """Answers an upload in the admin that failed for want of room (507) or of the store (503).

    Wagtail's forms that send by script (several files at once, choosers) show nothing of an answer that is an error:
    they get what they do show.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *args: Any) -> HttpResponseBase | None:
        error = getattr(request, "upload_error", None)
        return self._answer(request, error) if error else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        return self._answer(request, exception) if request.method == "POST" and request.FILES else None

    def _answer(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        status = _status(error)
        in_admin = request.path_info.startswith(reverse("wagtailadmin_home"))
        if not (status and in_admin and request.user.is_authenticated):
            return None
        logger.error("An uploaded file could not be kept", exc_info=error)
        message = NO_ROOM if status == 507 else NO_STORE
        # Wagtail sets the editor's language only around its views.
        with translation.override(UserProfile.get_for_user(request.user).get_preferred_language()):
            context = {"message": message}
            if request.headers.get("X-Requested-With") != "XMLHttpRequest":
                return render(request, "cms_pages/admin/upload_failed.html", context, status=status)
            html = render_to_string("cms_pages/admin/includes/upload_failed.html", context, request)
            # The first two are for several files at once, the third for choosers.
            return JsonResponse({"success": False, "error_message": escape(message), "html": html})


def _status(error: BaseException) -> int | None:
    if isinstance(error, OSError) and error.errno in FULL | AWAY:
        return 507 if error.errno in FULL else 503
    # Takes half a second to import, and an installation without an object store need not have it.
    botocore = sys.modules.get("botocore.exceptions")
    return 503 if botocore and isinstance(error, (botocore.BotoCoreError, botocore.ClientError)) else None
