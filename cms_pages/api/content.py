"""The content API, ``/api/content/``: what the packages registered, described by OpenAPI."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, re_path
from ninja import NinjaAPI, Swagger
from ninja.errors import ValidationError
from ninja.openapi.schema import OpenAPISchema
from wagtail.utils.urlpatterns import decorate_urlpatterns

from cms_pages.api.http import nothing_here, public_api
from cms_pages.api.items import items_router
from cms_pages.api.problems import MEDIA_TYPE, validation_problem
from cms_pages.api.sync import sync_router
from cms_pages.registry import api_routers

DESCRIPTION = """\
Everything the municipality publishes, as JSON. Reading needs no key.

Lists are read page by page: send `next` back as `cursor` until it is `null`. An app that keeps a copy follows `sync/`.
Unknown parameters are refused (422). Errors are problem documents (RFC 9457) in the language of `Accept-Language`.
Every answer has an `ETag`: send it back in `If-None-Match` and get a 304 while nothing has changed.
Search is limited per address: after a 429, wait for as many seconds as `Retry-After` says.
"""
RETRY_AFTER = {"description": "Seconds after which to ask again.", "schema": {"type": "integer", "minimum": 1}}


class ContentAPI(NinjaAPI):
    """Django Ninja's API whose errors are problem documents."""

    _description: OpenAPISchema | None = None

    def on_exception(self, request: HttpRequest, exc: Any) -> HttpResponse:
        if isinstance(exc, ValidationError):
            return validation_problem(exc)
        raise exc  # ``public_api`` turns problems into answers; what is unexpected is Django's to report

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        # Ninja makes it anew for each request.
        if self._description is not None:
            return self._description
        self._description = schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, answer in operation["responses"].items():
                    content = answer.get("content", {})
                    if int(status) >= 400 and "application/json" in content:
                        content[MEDIA_TYPE] = content.pop("application/json")
                    if int(status) == 429:
                        answer["headers"] = {"Retry-After": RETRY_AFTER}
        return schema


def content_api_urls() -> tuple[list[URLPattern | URLResolver], str]:
    """The patterns to ``include()`` under ``api/content/``. Called by a URLconf, when all packages have registered."""
    api = ContentAPI(
        title="Kuvendi content API",
        version="1.0.0",
        description=DESCRIPTION,
        urls_namespace="content-api",
        # Without a validator: the page loads nothing from other hosts.
        docs=Swagger({"validatorUrl": None}),
    )
    own = {"items": items_router, "sync": sync_router}
    for prefix, make_router in [*own.items(), *api_routers.items()]:
        api.add_router(f"/{prefix}/", make_router(), tags=[prefix])
    patterns, _app_name, namespace = api.urls
    # Only what ends in a slash, so that Django still adds a missing one.
    patterns.append(re_path(r"^(?:[\s\S]*/)?$", nothing_here))
    decorate_urlpatterns(patterns, public_api)
    return patterns, namespace
