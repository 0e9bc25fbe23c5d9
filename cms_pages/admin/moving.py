"""Pages are moved as a whole, also where others move them, and stay in the language that they are written in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions.move import MoveBulkAction
from wagtail.admin.views.pages.move import MoveConfirmView
from wagtail.models import Page

from cms_pages.admin.saving import GoneMeanwhileError, as_a_whole, wait_for_others


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
            moved: HttpResponse = super(MovePageView, self).post(request, *args, **kwargs)
            return moved

        try:
            return as_a_whole(request, move)
        except GoneMeanwhileError:
            return _say_one_is_gone(request)


class MoveSeveral(MoveBulkAction):
    """The same for several at once."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return as_a_whole(self.request, lambda: super(MoveSeveral, self).form_valid(form))
        except GoneMeanwhileError:
            return _say_one_is_gone(self.request)

    @classmethod
    def execute_action(cls, objects: Sequence[Page], destination: Page | None = None, **kwargs: Any) -> Any:
        if destination is not None:
            wait_for_others(*objects, destination)
        return super().execute_action(objects, destination=destination, **kwargs)


def _say_one_is_gone(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("Somebody else deleted one of these pages in the meantime. Nothing was moved."))
    return redirect("wagtailadmin_explore_root")
