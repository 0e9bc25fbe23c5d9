"""Conditional requests for what has an ETag, and no time at which it was changed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response


def answer_by_etag(request: HttpRequest, etag: str, response: HttpResponse | None = None) -> HttpResponseBase | None:
    """The 304 or 412 that a client's conditions ask for, else ``response``.

    Source: RFC 9110, section 13.1.4: without a time of change If-Unmodified-Since is to be ignored. Django answers 412.
    """
    request.META.pop("HTTP_IF_UNMODIFIED_SINCE", None)
    answer: HttpResponseBase | None = get_conditional_response(request, etag=etag, response=response)
    return answer
