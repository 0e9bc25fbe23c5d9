"""What an editor's form has accepted is saved as a whole or not at all, also where others save in the same moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from wagtail.admin.views.pages.create import CreateView

from cms_pages.deadlocks import is_deadlock

#: how often a form is tried in all, where one save after the other comes before it
TRIES = 4
_TRIED = "cms_pages.tried"

if TYPE_CHECKING:
    from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin as _View
else:
    _View = object


class ChangedMeanwhileError(Exception):
    """Somebody else changed the page after it was read for this request."""


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
        tried = self.request.META.get(_TRIED, 1)
        try:
            with transaction.atomic():
                self.wait_for_others()
                done: HttpResponse = super().form_valid(form)
            return done
        except (ValidationError, IntegrityError, OperationalError, ChangedMeanwhileError) as error:
            if isinstance(error, OperationalError) and not is_deadlock(error):
                raise
            match = self.request.resolver_match
            if match is None or tried == TRIES:
                raise
            self.request.META[_TRIED] = tried + 1
            again: HttpResponse = match.func(self.request, *match.args, **match.kwargs)
            return again


class AddPageView(SavesWhole, CreateView):
    pass
