"""Texts of a translation that come back in a PO file."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail_localize.views import edit_translation


def upload_po_file(request: HttpRequest, translation_id: int) -> HttpResponse:
    """wagtail-localize's view, in which no file, or a PO file that was not downloaded here, is a server error."""
    try:
        with transaction.atomic():
            answer: HttpResponse = edit_translation.upload_pofile(request, translation_id)
    except KeyError:
        said = _("No text was taken over. Choose the PO file that you downloaded from this translation.")
        messages.error(request, said)
        return redirect(get_valid_next_url_from_request(request) or "wagtailadmin_home")
    return answer
