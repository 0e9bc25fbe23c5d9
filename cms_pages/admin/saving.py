"""What an editor's form has accepted is saved as a whole or not at all, also where others save in the same moment."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.create import CreateView
from wagtail.models import Page

from cms_pages.deadlocks import is_deadlock
from cms_pages.models.place import locked_pages

#: how often a form is tried in all, where one save after the other comes before it
TRIES = 4
_TRIED = "cms_pages.tried"

if TYPE_CHECKING:
    from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin as _View
else:
    _View = object


class ChangedMeanwhileError(Exception):
    """Somebody else changed the page after it was read for this request."""


class GoneMeanwhileError(Exception):
    """Somebody else deleted the page, or the one above, after it was read for this request."""


def wait_for_others(*pages: Page) -> None:
    """Have nobody else move these pages, save or delete them, before the transaction ends.

    Raises ChangedMeanwhileError where one is not where it was when it was read: what is written of its place would
    damage the tree; and GoneMeanwhileError where one was deleted.
    """
    rows = locked_pages(*(page.pk for page in pages)).order_by("pk")
    now = dict(rows.values_list("pk", "path"))
    if not now.keys() >= {page.pk for page in pages}:
        raise GoneMeanwhileError
    if any(now[page.pk] != page.path for page in pages):
        raise ChangedMeanwhileError


def as_a_whole(request: HttpRequest, save: Callable[[], HttpResponse]) -> HttpResponse:
    """Save in one transaction. Where somebody else saved in between, the request is answered anew."""
    tried = request.META.get(_TRIED, 1)
    try:
        with transaction.atomic():
            return save()
    except (ValidationError, IntegrityError, OperationalError, ChangedMeanwhileError) as error:
        if isinstance(error, OperationalError) and not is_deadlock(error):
            raise
        match = request.resolver_match
        if match is None or tried == TRIES:
            raise
        request.META[_TRIED] = tried + 1
        again: HttpResponse = match.func(request, *match.args, **match.kwargs)
        return again


class SavesWhole(_View):
    """Wagtail saves the page, its revision and what is published one after the other, each on its own.

    Where the page is refused although its form was not, somebody else saved in between: took its number (then the form,
    filled in again, says so at its field), or its place in the tree (then it gets the next one). It is also tried again
    where the database ended it, since it and somebody else each waited for what the other had locked.
    """

    request: HttpRequest

    def wait_for_others(self) -> None:
        """Have nobody else save it until it is saved; raises ChangedMeanwhileError where somebody just did."""

    def form_valid(self, form: Any) -> HttpResponse:
        def save() -> HttpResponse:
            self.wait_for_others()
            done: HttpResponse = super(SavesWhole, self).form_valid(form)
            return done

        return as_a_whole(self.request, save)


class AddPageView(SavesWhole, CreateView):
    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except GoneMeanwhileError:
            messages.error(
                self.request,
                _("Somebody else deleted the page above in the meantime. What you wrote was not saved."),
            )
            return redirect("wagtailadmin_explore_root")

    def wait_for_others(self) -> None:
        wait_for_others(self.parent_page)
