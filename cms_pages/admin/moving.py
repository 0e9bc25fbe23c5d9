"""Pages stay in the language that they are written in: Wagtail refuses else, and says only that one may not."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page


def keep_language(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """For Wagtail's hook ``before_move_page``."""
    # Home pages of all languages are below the root.
    if destination.is_root() or destination.locale_id == page.locale_id:
        return None
    said = {"title": page.get_admin_display_title(), "language": page.locale.get_display_name()}
    messages.error(
        request,
        _(
            "“%(title)s” is written in %(language)s and can be moved only below pages in that language. "
            "To have it in another one, translate it."
        )
        % said,
    )
    return redirect("wagtailadmin_pages:move", page.pk)
