"""No translation is published while its original is not: what was withdrawn must not come back in another language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page
from wagtail_localize.models import Translation


def unpublished_original(page: Page) -> Page | None:
    """The original of a translation, where it is not published; None too where the link between them was cut."""
    translation = (
        Translation.objects.filter(
            source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
        )
        .select_related("source")
        .first()
    )
    if translation is None:
        return None
    original: Page | None = Page.objects.filter(
        translation_key=page.translation_key, locale_id=translation.source.locale_id, live=False
    ).first()
    return original


def refuse_to_publish(request: HttpRequest, page: Page) -> HttpResponse | None:
    """For Wagtail's hook ``before_edit_page``; wagtail-localize's editor names its buttons otherwise than Wagtail's."""
    wants_to = request.method == "POST" and (
        request.POST.get("action") == "publish" or "action-publish" in request.POST
    )
    return _refuse(request, [page], redirect("wagtailadmin_pages:edit", page.pk)) if wants_to else None


def refuse_to_publish_several(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action_class_instance: Any
) -> HttpResponse | None:
    """For Wagtail's hook ``before_bulk_action``."""
    if action_type != "publish":
        return None
    pages = [page for page in objects if isinstance(page, Page)]
    return _refuse(request, pages, redirect(action_class_instance.next_url))


def _refuse(request: HttpRequest, pages: list[Page], back: HttpResponse) -> HttpResponse | None:
    for page in pages:
        if unpublished_original(page) is not None:
            messages.error(
                request,
                _("“%(title)s” cannot be published, since its original is not published. Publish the original first.")
                % {"title": page.get_admin_display_title()},
            )
            return back
    return None
