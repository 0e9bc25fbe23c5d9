from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.models import Page

from municipality.posters.views import draft_poster
from publications.models import NoticePage


def poster_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(page.specific_deferred, NoticePage) and page.permissions_for_user(user).can_edit():
        url = reverse("municipality_draft_poster", args=[page.pk])
        yield Button(_("Poster (PDF)"), url, icon_name="doc-full-inverse", attrs={"target": "_blank"}, priority=70)


hooks.register("register_page_header_buttons", poster_button)
hooks.register(
    "register_admin_urls",
    lambda: [path("posters/<int:page_id>/", draft_poster, name="municipality_draft_poster")],
)
