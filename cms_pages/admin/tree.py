"""What changes the tree does so with the pages as they are by then, also where others move or delete them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions.delete import DeleteBulkAction
from wagtail.admin.views.pages.bulk_actions.unpublish import UnpublishBulkAction
from wagtail.models import Page

from cms_pages.admin.saving import GoneMeanwhileError, as_a_whole, wait_for_others
from cms_pages.models.place import lock_branches, locked_pages

View = Callable[..., HttpResponse]

if TYPE_CHECKING:
    from wagtail.admin.views.bulk_action import BulkAction as _Action
else:
    _Action = object


def holding(view: View, *, with_siblings: bool) -> View:
    """A view of Wagtail's that reads a page and then changes the tree: nobody else changes that part of it in between.

    The page is named in the address, and where a copy of it goes in the form. Only what puts siblings in order has to
    hold them all.
    """

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)

        def change() -> HttpResponse:
            destination = request.POST.get("new_parent_page", "")
            pages = _held(*kwargs.values(), *([int(destination)] if destination.isdecimal() else []))
            changed = [page for page in pages if page.pk in kwargs.values()]
            lock_branches(*(page.get_parent() or page for page in changed) if with_siblings else changed)
            return view(request, *args, **kwargs)

        try:
            return as_a_whole(request, change)
        except GoneMeanwhileError:
            return say_one_is_gone(request)

    return answer


def _held(*page_ids: int) -> list[Page]:
    """These pages, which nobody else changes before the transaction ends."""
    pages = list(locked_pages(*page_ids).order_by("pk"))
    if len(pages) < len(set(page_ids)):
        raise GoneMeanwhileError
    return pages


class ChangesSeveral(_Action):
    """A bulk action of Wagtail's, which reads the pages before its transaction begins."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return as_a_whole(self.request, lambda: super(ChangesSeveral, self).form_valid(form))
        except GoneMeanwhileError:
            return say_one_is_gone(self.request)

    @classmethod
    def execute_action(cls, objects: Sequence[Page], **kwargs: Any) -> Any:
        destination: Page | None = kwargs.get("destination")
        wait_for_others(*objects, *([destination] if destination else []))
        lock_branches(*objects)
        return super().execute_action(objects, **kwargs)


class DeleteSeveral(ChangesSeveral, DeleteBulkAction):
    pass


class UnpublishSeveral(ChangesSeveral, UnpublishBulkAction):
    pass


def say_one_is_gone(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("Somebody else deleted one of these pages in the meantime. Nothing was changed."))
    return redirect("wagtailadmin_explore_root")
