"""A site's colours as a small sheet of its own, linked after site.css: a strict policy allows no inline styles.

Its address names its content, so that browsers keep it for good and still see a change at once.
"""

from __future__ import annotations

from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.models import Site

from municipality.colours import stylesheet
from municipality.models import MunicipalitySettings

FOR_GOOD = "public, max-age=31536000, immutable"


def theme_url(settings: MunicipalitySettings) -> str:
    """Where the sheet of a site is; empty where it has no colours of its own."""
    css = stylesheet(settings.brand_colour, settings.accent_colour)
    return reverse("theme", args=[_digest(css)]) if css else ""


@require_safe
def theme(request: HttpRequest, digest: str) -> HttpResponse:
    """The sheet of the request's site as it is now, also for the address that a kept page has of an earlier one."""
    settings = MunicipalitySettings.objects.filter(site=Site.find_for_request(request)).first()
    css = stylesheet(settings.brand_colour, settings.accent_colour) if settings else ""
    if not css:
        raise Http404
    response = HttpResponse(css, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = FOR_GOOD if digest == _digest(css) else "no-cache"
    return response


def _digest(css: str) -> str:
    return sha256(css.encode()).hexdigest()[:16]
