"""Where the translation editor saves a text, or what is there instead of the original's."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDictKeyError
from wagtail_localize.views import edit_translation


def _or_bad_request(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of wagtail-localize, in which a request without the text is a server error."""

    def wrapped(request: HttpRequest, translation_id: int, segment_id: int) -> HttpResponse:
        try:
            return view(request, translation_id, segment_id)
        except MultiValueDictKeyError as error:
            raise BadRequest(str(error)) from error

    return wrapped


#: in the place of wagtail-localize's own, at the same addresses
edit_text = _or_bad_request(edit_translation.edit_string_translation)
edit_override = _or_bad_request(edit_translation.edit_override)
