"""Which language a request is answered in."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware as DjangoLocaleMiddleware
from django.utils.translation import get_language

#: where no pages are: what is missing there is missing in every language
NOT_PAGES = ("/admin/", "/api/", "/documents/", settings.MEDIA_URL, settings.STATIC_URL)


class LocaleMiddleware(DjangoLocaleMiddleware):
    """Django's, which sends an address without a language on to one with it, wherever a page might answer there."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.status_code == 404 and request.path_info.startswith(NOT_PAGES):
            response.headers.setdefault("Content-Language", get_language() or settings.LANGUAGE_CODE)
            return response
        return super().process_response(request, response)
