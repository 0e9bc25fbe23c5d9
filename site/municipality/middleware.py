"""Which language a request is answered in, and where an old address leads."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware as DjangoLocaleMiddleware
from django.utils.translation import get_language
from wagtail.contrib.redirects.middleware import RedirectMiddleware as WagtailRedirectMiddleware
from wagtail.contrib.redirects.models import Redirect

#: where no pages are: what is missing there is missing in every language
NOT_PAGES = ("/admin/", "/api/", "/documents/", settings.MEDIA_URL, settings.STATIC_URL)


class LocaleMiddleware(DjangoLocaleMiddleware):
    """Django's, which sends an address without a language on to one with it, wherever a page might answer there."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.status_code == 404 and request.path_info.startswith(NOT_PAGES):
            response.headers.setdefault("Content-Language", get_language() or settings.LANGUAGE_CODE)
            return response
        return super().process_response(request, response)


class RedirectMiddleware(WagtailRedirectMiddleware):
    """Wagtail's, but sends nobody in a circle.

    A page that was moved and moved back has a redirect to itself, which is followed once the page is withdrawn.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        answer: HttpResponseBase = super().process_response(request, response)
        if answer is response:
            return response
        leads = urlsplit(request.build_absolute_uri(answer.headers["Location"]))
        back = leads.netloc == request.get_host() and _path(leads.path) == _path(request.path)
        return response if back else answer


def _path(path: str) -> str:
    return str(Redirect.normalise_path(path))
