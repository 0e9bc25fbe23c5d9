"""System checks: a project that is set up so that something would leak, or not work, is told when it starts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal, get_args, get_origin

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.module_loading import import_string

from cms_pages.files.forms import DocumentForm
from cms_pages.files.kinds import CHECKS
from cms_pages.files.serving import serve_document, serve_media
from cms_pages.registry import publication_types


def check_languages(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if getattr(settings, "WAGTAIL_I18N_ENABLED", False):
        return []
    return [
        Error(
            "WAGTAIL_I18N_ENABLED is not True.",
            hint="Without it the pages of the other languages have no address, so they are not published.",
            id="cms_pages.E001",
        )
    ]


def check_uploads(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> Iterator[CheckMessage]:
    form = getattr(settings, "WAGTAILDOCS_DOCUMENT_FORM_BASE", "")
    if not form or not issubclass(import_string(form), DocumentForm):
        yield checks.Warning(
            "The content of uploaded documents is not checked.",
            hint='Set WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms_pages.files.forms.DocumentForm", or to a subclass of it.',
            id="cms_pages.W001",
        )
    if not getattr(settings, "WAGTAILDOCS_MAX_UPLOAD_SIZE", None):
        yield checks.Warning(
            "The size of uploaded documents is not limited.",
            hint="Set WAGTAILDOCS_MAX_UPLOAD_SIZE, in bytes.",
            id="cms_pages.W002",
        )
    unknown = {extension.lower() for extension in getattr(settings, "WAGTAILDOCS_EXTENSIONS", ())} - set(CHECKS)
    if unknown:
        yield checks.Warning(
            f"WAGTAILDOCS_EXTENSIONS allows kinds whose content cannot be checked: {', '.join(sorted(unknown))}.",
            hint=f"They are refused when uploaded. Possible are: {', '.join(CHECKS)}.",
            id="cms_pages.W003",
        )


def check_serving(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> Iterator[CheckMessage]:
    if getattr(settings, "WAGTAILDOCS_SERVE_METHOD", None) == "direct":
        yield Error(
            'WAGTAILDOCS_SERVE_METHOD is "direct": documents would be served to everybody, published or not.',
            hint='Set it to "serve_view".',
            id="cms_pages.E002",
        )
    try:
        document = reverse("wagtaildocs_serve", args=[1, "a.pdf"])
    except NoReverseMatch:
        document = ""
    if not document or resolve(document).func is not serve_document:
        yield checks.Warning(
            "Documents are not served by cms_pages, so caches may keep those that are no longer published.",
            hint='Use path("documents/", include(cms_pages.files.urls.documents)) in place of wagtail.documents.urls.',
            id="cms_pages.W004",
        )
    if not _is_served_by_us(f"{settings.MEDIA_URL}images/a.jpg"):
        yield checks.Warning(
            "Pictures are not served by cms_pages, so those that are no longer published may still be.",
            hint="Include cms_pages.files.urls.media at the path of MEDIA_URL, and let no web server serve MEDIA_ROOT.",
            id="cms_pages.W005",
        )


def check_types(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    return [
        Error(
            f'The schema {known.schema.__name__} does not say that the "type" of its items is {known.name!r}.',
            hint=f'Give it the field: type: Literal["{known.name}"]',
            obj=known.model,
            id="cms_pages.E003",
        )
        for known in publication_types
        if not _is_literal(known.schema.model_fields["type"].annotation, known.name)
    ]


def _is_served_by_us(address: str) -> bool:
    try:
        return resolve(address).func is serve_media
    except Resolver404:
        return False


def _is_literal(annotation: Any, value: str) -> bool:
    return get_origin(annotation) is Literal and get_args(annotation) == (value,)


def connect() -> None:
    """Register every check. Called when all models are loaded."""
    for check in (check_languages, check_uploads, check_serving, check_types):
        checks.register(check)
