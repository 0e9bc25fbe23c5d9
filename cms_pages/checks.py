"""System checks: a project that is set up so that something would leak, or not work, is told when it starts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal, get_args, get_origin

from django.apps import AppConfig, apps
from django.conf import settings
from django.conf.urls.i18n import is_language_prefix_patterns_used
from django.core import checks
from django.core.checks import CheckMessage, Error
from django.db import connection
from django.middleware.locale import LocaleMiddleware
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.module_loading import import_string
from wagtail.coreutils import get_content_languages
from wagtailmedia.forms import get_media_base_form

from cms_pages.files.forms import DocumentForm
from cms_pages.files.kinds import CHECKS
from cms_pages.files.recordings import RecordingForm
from cms_pages.files.serving import serve_document, serve_media
from cms_pages.registry import publication_types

APPROVAL = "cms_pages.roles.publish.publish_approved"
#: what works without models of its own, so that nothing else says that it is missing
APPS = {
    "wagtail.contrib.table_block": "editors could not fill in tables.",
    "ninja": "the page that documents the content API would load scripts from another company's host.",
}


def check_languages(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if getattr(settings, "WAGTAIL_I18N_ENABLED", False) or len(get_content_languages()) == 1:
        return []
    return [
        Error(
            "WAGTAIL_I18N_ENABLED is not True, and WAGTAIL_CONTENT_LANGUAGES has several languages.",
            hint="Set it: without it the pages of the other languages have no address, so they are not published.",
            id="cms_pages.E001",
        )
    ]


def check_apps(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> Iterator[CheckMessage]:
    for name, what in APPS.items():
        if not apps.is_installed(name):
            yield Error(f'"{name}" is not in INSTALLED_APPS: {what}', hint="Add it.", id="cms_pages.E004")
    if len(get_content_languages()) > 1 and not apps.is_installed("wagtail_localize.locales"):
        yield checks.Warning(
            "Languages cannot be kept in step with each other in the admin.",
            hint='Put "wagtail_localize.locales" into INSTALLED_APPS, in place of "wagtail.locales".',
            id="cms_pages.W009",
        )


def check_addresses(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if len(get_content_languages()) == 1:
        return []
    middleware = map(import_string, settings.MIDDLEWARE)
    reads_language = any(isinstance(one, type) and issubclass(one, LocaleMiddleware) for one in middleware)
    if reads_language and is_language_prefix_patterns_used(settings.ROOT_URLCONF)[0]:
        return []
    return [
        checks.Warning(
            "Addresses do not say the language, so only the pages of one can be opened.",
            hint="Put LocaleMiddleware into MIDDLEWARE after SessionMiddleware, and wagtail.urls into i18n_patterns().",
            id="cms_pages.W010",
        )
    ]


def check_database(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if connection.vendor != "sqlite" or connection.settings_dict["OPTIONS"].get("transaction_mode") == "IMMEDIATE":
        return []
    return [
        checks.Warning(
            "On SQLite, editors and the worker who write at once make each other fail.",
            hint='Set DATABASES["default"]["OPTIONS"] = {"transaction_mode": "IMMEDIATE"}, or use PostgreSQL.',
            id="cms_pages.W007",
        )
    ]


def check_api(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    try:
        reverse("content-api:openapi-json")
    except NoReverseMatch:
        return [
            checks.Warning(
                "The content API has no address.",
                hint='Add path("api/content/", include(content_api_urls())) to the URLconf, before Wagtail\'s pages; '
                "content_api_urls is in cms_pages.api.content.",
                id="cms_pages.W006",
            )
        ]
    return []


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
    media: dict[str, Any] = getattr(settings, "WAGTAILMEDIA", {})
    if media.get("MEDIA_MODEL") != "cms_pages.Recording":
        yield Error(
            "Recordings have no model that keeps them from who may not have them.",
            hint='Set WAGTAILMEDIA = {"MEDIA_MODEL": "cms_pages.Recording", "MEDIA_FORM_BASE": '
            '"cms_pages.files.recordings.RecordingForm"}.',
            id="cms_pages.E005",
        )
    elif not issubclass(get_media_base_form(), RecordingForm):
        yield checks.Warning(
            "The content and the size of uploaded recordings are not checked.",
            hint='Set WAGTAILMEDIA["MEDIA_FORM_BASE"] = "cms_pages.files.recordings.RecordingForm", or to a subclass.',
            id="cms_pages.W012",
        )
    unknown = {extension.lower() for extension in getattr(settings, "WAGTAILDOCS_EXTENSIONS", ())} - set(CHECKS)
    if unknown:
        yield checks.Warning(
            f"WAGTAILDOCS_EXTENSIONS allows kinds whose content cannot be checked: {', '.join(sorted(unknown))}.",
            hint=f"They are refused when uploaded. Possible are: {', '.join(CHECKS)}.",
            id="cms_pages.W003",
        )


def check_embeds(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if any(
        finder.get("class") == "cms_pages.embed_finder" for finder in getattr(settings, "WAGTAILEMBEDS_FINDERS", [])
    ):
        return []
    return [
        checks.Warning(
            "What editors embed is looked up at the provider's, and readers load what it says.",
            hint='Set WAGTAILEMBEDS_FINDERS = [{"class": "cms_pages.embed_finder"}].',
            id="cms_pages.W008",
        )
    ]


def check_approval(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if getattr(settings, "WAGTAIL_FINISH_WORKFLOW_ACTION", "") == APPROVAL:
        return []
    return [
        checks.Warning(
            "Who approves as a second person needs the right to publish alone.",
            hint=f'Set WAGTAIL_FINISH_WORKFLOW_ACTION = "{APPROVAL}".',
            id="cms_pages.W011",
        )
    ]


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
    try:
        reverse("cms_pages_recording", args=[1, "a.mp4"])
    except NoReverseMatch:
        yield checks.Warning(
            "Recordings have no address, so nobody can play them.",
            hint='Use path("recordings/", include(cms_pages.files.urls.recordings)), before the pages of Wagtail.',
            id="cms_pages.W013",
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
    for check in (
        check_languages,
        check_addresses,
        check_apps,
        check_database,
        check_api,
        check_uploads,
        check_embeds,
        check_approval,
        check_serving,
        check_types,
    ):
        checks.register(check)
