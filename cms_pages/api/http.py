"""What every public API answer has in common: methods, problems, caching and conditional requests."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.log import log_response
from wagtail.models import Site

from cms_pages.api.log import LoggedItem, SiteLog
from cms_pages.api.problems import ProblemError, method_not_allowed, not_found, problem_response, server_error
from cms_pages.conditional import answer_by_etag

METHODS = ("GET", "HEAD", "OPTIONS")
#: may be kept by anyone, and is asked for again each time: what is withdrawn disappears at once, and a 304 is cheap
PUBLIC = "public, max-age=0, must-revalidate"
PRIVATE = "private, no-store"
#: what is no page loads and runs nothing, and stands in no frame. Source: OWASP, "REST Security Cheat Sheet"
NOTHING = "default-src 'none'; frame-ancestors 'none'"
#: part of every ETag that is made from the log: raise it when the same log begins to be sent differently
FORMAT = "1"
#: half of what the highest level takes, for a twentieth more bytes
GZIP_LEVEL = 4
#: shorter bodies fit into one packet anyway
GZIP_FROM = 1000
_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))", re.IGNORECASE)

View = Callable[..., HttpResponseBase]


def site_of(request: HttpRequest) -> Site:
    """The Wagtail site that a request is for. Raises a 404 problem for an unknown host without a default site."""
    site = Site.find_for_request(request)
    if site is None:
        raise not_found()
    return site


def log_etag(log: SiteLog, item: LoggedItem | None = None) -> str:
    """An ETag that changes with the log, or only with one item of it where that is given.

    For answers that follow from nothing but the log, the site and the address. A log that was restored from a backup
    gives sequences anew: a list goes by the token of the last one, an item by its payload, which has its time.
    """
    if item is not None:
        return f'"{FORMAT}-{log.site_id}-{hashlib.sha256(item.payload.encode()).hexdigest()[:32]}"'
    return f'"{FORMAT}-{log.token or log.epoch.hex}-{log.site_id}-{log.sequence}"'


def not_modified(request: HttpRequest, etag: str) -> HttpResponseBase | None:
    """The 304 when the client has what it asks for, else None. Saves the work of making the answer."""
    response = answer_by_etag(request, etag)
    if response is not None:
        response["ETag"] = etag
        response["Content-Security-Policy"] = NOTHING
    return response


def may_compress(request: HttpRequest) -> bool:
    """Whether the body of an answer may be compressed: the client takes it so, and it is one that everybody gets.

    What only some may see is sent as it is: from the length of a compressed body its content can be guessed, where an
    attacker can add to it (BREACH).
    """
    return bool(_GZIP.search(request.headers.get("Accept-Encoding", ""))) and not has_credentials(request)


def compressed(body: bytes) -> bytes:
    """A body as ``Content-Encoding: gzip`` sends it. The same for the same body."""
    return gzip.compress(body, GZIP_LEVEL, mtime=0)


def json_response(body: str | bytes, etag: str = "", *, is_compressed: bool = False) -> HttpResponse:
    """JSON text as it is, or as ``compressed`` made it. Without an ETag, ``public_api`` makes one from the body.

    ``public_api`` compresses what is not yet, where it may.
    """
    response = HttpResponse(body, content_type="application/json")
    if etag:
        response["ETag"] = etag
    if is_compressed:
        response["Content-Encoding"] = "gzip"
    return response


def public_api(view: View) -> View:
    """Decorates each view of a public API.

    GET, HEAD and OPTIONS work, others are a 405 problem; what is raised becomes a problem; an answer without an ETag
    gets one from its body, and is a 304 where the client has it; bodies are compressed for who takes them so; no answer
    to a request with credentials may be kept.
    """

    @wraps(view)
    def decorated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = _answer(view, request, *args, **kwargs)
        except ProblemError as error:
            response = problem_response(error)
        except Http404:
            response = problem_response(not_found())
        except Exception as error:
            if settings.DEBUG:
                raise
            response = _unexpected(request, error)
        if request.method == "HEAD" and response.status_code != 304:
            response = _without_body(response)
        _say_the_rest(request, response)
        return response

    # Nothing is written here, so a POST is a 405 problem and not a page about a missing token.
    decorated.csrf_exempt = True  # type: ignore[attr-defined] # an attribute that Django's middleware looks for
    return decorated


def _say_the_rest(request: HttpRequest, response: HttpResponseBase) -> None:
    """The headers that every answer of an API has."""
    if response.status_code == 405:
        response["Allow"] = ", ".join(METHODS)
    if has_credentials(request):
        response["Cache-Control"] = PRIVATE
    elif "Cache-Control" not in response:
        response["Cache-Control"] = PUBLIC if response.status_code in (200, 304) else "no-store"
    # Another 304 has no type, and may be that of the page about the API.
    if not response.get("Content-Type", "text/html").startswith("text/html"):
        response["Content-Security-Policy"] = NOTHING
    patch_vary_headers(response, ["Accept-Language", "Accept-Encoding"])


def nothing_here(request: HttpRequest) -> HttpResponse:
    """The view for addresses below an API that mean nothing."""
    raise not_found()


def has_credentials(request: HttpRequest) -> bool:
    return "Authorization" in request.headers or settings.SESSION_COOKIE_NAME in request.COOKIES


def _answer(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": ", ".join(METHODS)})
    if request.method not in METHODS:
        raise method_not_allowed()
    is_head, request.method = request.method == "HEAD", "GET"
    try:
        response = view(request, *args, **kwargs)
        if hasattr(response, "render"):
            response.render()
    finally:
        request.method = "HEAD" if is_head else "GET"
    if response.status_code == 200 and isinstance(response, HttpResponse):
        response = _with_etag(request, response)
    if may_compress(request):
        _compress(response)
    return response


def _without_body(response: HttpResponseBase) -> HttpResponseBase:
    """What HEAD gets: the length, where it is known, and nothing else of the body. Not every server leaves it out."""
    if not isinstance(response, HttpResponse):
        response.close()
        return HttpResponse(headers=response.headers)
    length = len(response.content)
    response.content = b""
    response["Content-Length"] = str(length)
    return response


def _compress(response: HttpResponseBase) -> None:
    if "ETag" in response and not response["ETag"].startswith("W/"):
        # As Django does: other bytes with the same meaning.
        response["ETag"] = f"W/{response['ETag']}"
    if response.status_code != 200 or not isinstance(response, HttpResponse) or "Content-Encoding" in response:
        return
    if len(response.content) >= GZIP_FROM:
        response.content = compressed(response.content)
        response["Content-Encoding"] = "gzip"
        if "Content-Length" in response:
            response["Content-Length"] = str(len(response.content))


def _unexpected(request: HttpRequest, error: Exception) -> HttpResponse:
    """The 500, reported as Django reports its own."""
    got_request_exception.send(sender=None, request=request)
    response = problem_response(server_error())
    log_response("%s: %s", response.reason_phrase, request.path, response=response, request=request, exception=error)
    return response


def _with_etag(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    if "ETag" not in response:
        response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    return answer_by_etag(request, response["ETag"], response=response) or response
