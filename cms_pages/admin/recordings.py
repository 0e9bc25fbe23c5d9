"""What wagtailmedia's admin does not do by itself."""

from __future__ import annotations

from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtailmedia.views import media


def delete_recording(request: HttpRequest, media_id: int) -> HttpResponse:
    """As wagtailmedia's, and says so where a page has the recording, with where that is."""
    try:
        response: HttpResponse = media.delete(request, media_id)
    except ProtectedError:
        messages.error(request, _("This recording cannot be deleted: a page has it. Take it out there first."))
        return redirect("wagtailmedia:media_usage", media_id)
    return response


def recording_urls() -> list[URLPattern]:
    # Under the address that wagtailmedia's own has, which comes later.
    return [path("media/delete/<int:media_id>/", delete_recording)]
