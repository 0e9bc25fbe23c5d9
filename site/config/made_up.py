"""What no link, form or browser asks for is refused before a database does so: that would be an error of the server."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import BadRequest
from django.db.models import BigAutoField
from django.http import Http404, HttpRequest, HttpResponseBadRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.datastructures import MultiValueDictKeyError
from wagtail.admin.widgets import BaseChooser
from wagtail.blocks import ChooserBlock

#: the last number that a row can have
LAST = BigAutoField.MAX_BIGINT
#: views of Wagtail's choosers, which ask the database for whatever is in the address
CHOSEN = {"chosen", "chosen_multiple", "wagtailadmin_choose_page_chosen_multiple"}
#: where Wagtail asks the database for whatever a form sends as chosen
ASKS = {BaseChooser.get_instance.__code__, ChooserBlock.value_from_form.__code__}


class MadeUpRequestMiddleware:
    """Refuses NUL (400), which no browser sends and PostgreSQL does not take; finds no row whose number none is (404).

    NUL in cookies and headers of any request, and in addresses of the admin: the public ones answer it each in their
    own way. A web server refuses it in headers, but sees none in a cookie in quotes, where it is written as \\000.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if any("\x00" in value for value in _values(request)):
            return HttpResponseBadRequest("NUL in a cookie, a header or an address.", content_type="text/plain")
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        numbers = [value for value in kwargs.values() if isinstance(value, int)]
        match = request.resolver_match
        if match is not None and match.url_name in CHOSEN:
            numbers += [_number(value) for value in (*request.GET.getlist("id"), *kwargs.values())]
        if any(number > LAST for number in numbers):
            raise Http404

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        """What a list of registers cannot be narrowed by is not there; what is sent without what its view reads,
        as to wagtail-localize's editor, or has chosen what is no number, is refused.
        """
        if isinstance(error, IncorrectLookupParameters):
            raise Http404 from error
        if isinstance(error, MultiValueDictKeyError):
            raise BadRequest(str(error)) from error
        if isinstance(error, ValueError) and _is_of_a_chooser(error):
            raise BadRequest("What was chosen is no number.") from error


def _values(request: HttpRequest) -> Iterable[str]:
    yield from request.COOKIES.values()
    yield from request.headers.values()
    if request.path_info.startswith(reverse("wagtailadmin_home")):
        yield request.path_info
        for name, values in request.GET.lists():
            yield from (name, *values)


def _is_of_a_chooser(error: ValueError) -> bool:
    return any(frame.f_code in ASKS for frame, _line in traceback.walk_tb(error.__traceback__))


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 20):
        raise Http404
    return int(text)
