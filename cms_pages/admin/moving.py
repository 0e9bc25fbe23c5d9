"""Pages are moved as a whole, also where others move them, and stay in the language that they are written in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions.move import MoveBulkAction
from wagtail.admin.views.pages.move import MoveConfirmView
from wagtail.models import Page

from cms_pages.admin.saving import GoneMeanwhileError, as_a_whole, wait_for_others
from cms_pages.admin.tree import ChangesSeveral, say_one_is_gone
from cms_pages.models.place import lock_branches


def keep_language(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """For Wagtail's hook ``before_move_page``.

    Wagtail refuses else, and says only that one may not.
    """
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


class MovePageView(MoveConfirmView):
    """Wagtail moves from and to where the pages were when it read them: both may be elsewhere by then, or gone."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        def move() -> HttpResponse:
            wait_for_others(*self.pages_to_move, self.destination)
            lock_branches(*self.pages_to_move)
            moved: HttpResponse = super(MovePageView, self).post(request, *args, **kwargs)
            return moved

        try:
            return as_a_whole(request, move)
        except GoneMeanwhileError:
            return say_one_is_gone(request)


class MoveSeveral(ChangesSeveral, MoveBulkAction):
    """The same for several at once."""
