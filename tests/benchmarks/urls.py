"""The site's addresses, and beside them what the content API is compared with."""

import os
from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.urls import path
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet

from config.urls import urlpatterns as site_urlpatterns

plain = WagtailAPIRouter("plain")
plain.register_endpoint("pages", PagesAPIViewSet)


@cache
def body(name: str) -> bytes:
    return (Path(os.environ["BENCHMARK_FOLDER"]) / name).read_bytes()


def bare(request: HttpRequest, name: str) -> HttpResponse:
    """The least a Django view can do to send the same bytes."""
    return HttpResponse(body(name), content_type="application/json")


urlpatterns = [
    path("benchmark/plain/", plain.urls),
    path("benchmark/bare/<slug:name>/", bare),
    *site_urlpatterns,
]
