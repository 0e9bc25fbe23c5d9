"""Two people have the same page open: who saves second is told what became of it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.edit import EditView
from wagtail.models import Page

from cms_pages.admin.letters import in_language_of_reader
from cms_pages.admin.saving import ChangedMeanwhileError, SavesWhole
from cms_pages.models.place import locked_pages


class EditPageView(SavesWhole, EditView):
    """Wagtail asks in the browser before a newer version is covered, where the browser has learnt of it in time."""

    def dispatch(self, request: HttpRequest, page_id: int, **kwargs: Any) -> HttpResponseBase:
        try:
            answer: HttpResponseBase = super().dispatch(request, page_id, **kwargs)
            return answer
        except (ObjectDoesNotExist, IntegrityError):
            if Page.objects.filter(pk=page_id).exists():
                raise
            return self._say_it_is_gone()

    def _say_it_is_gone(self) -> HttpResponseBase:
        why = _("Somebody else deleted this page in the meantime. What you wrote was not saved.")
        if self.expects_json_response:
            answer: HttpResponseBase = self.json_error_response("gone", why)
            return answer
        messages.error(self.request, why)
        return redirect("wagtailadmin_explore_root")

    def wait_for_others(self) -> None:
        now = locked_pages(self.page.pk).get()
        if _state(now) != _state(self.real_page_record):
            raise ChangedMeanwhileError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except ValidationError as error:
            # Of what the form does not have: rows that somebody else entered meanwhile, and that stay.
            form.add_error(None, error.messages)
            refused: HttpResponse = self.form_invalid(form)
            return refused

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.is_out_of_date and not self.expects_json_response:
            # Their version is not the one that this browser saved: it stays in the history.
            posted: Any = request.POST.copy()
            posted.pop("overwrite_revision_id", None)
            request.POST = posted
        answer: HttpResponse = super().post(request, *args, **kwargs)
        return answer

    def save_action(self) -> HttpResponse:
        if "action-workflow-action" not in self.request.POST or self.page.current_workflow_task is not None:
            return self._saved(super().save_action())
        say_it_is_decided(self.request, self.page)
        if not self.has_content_changes:
            return redirect(self.get_edit_url())
        return self._saved(super().save_action())

    def send_commenting_notifications(self, changes: Any) -> None:
        in_language_of_reader(super().send_commenting_notifications)(changes)

    def publish_action(self) -> HttpResponse:
        if "live" in self.request.GET and not self.real_page_record.live:
            messages.warning(
                self.request,
                _(
                    "While you had the page open, it was taken off the site. What you wrote is saved as a draft. "
                    "Publish it only if the page is to come back."
                ),
            )
            return self._saved(super().save_action())
        return self._saved(super().publish_action())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if self.real_page_record.live:
            # So that the form tells what its reader knew.
            context["action_url"] += "?live"
        return context

    def submit_action(self) -> HttpResponse:
        return self._saved(super().submit_action())

    def _saved(self, answer: HttpResponse) -> HttpResponse:
        if self.is_out_of_date and not self.expects_json_response and answer.status_code == 302:
            who, history = self.latest_revision.user, reverse("wagtailadmin_pages:history", args=[self.page.pk])
            messages.warning(
                self.request,
                _("While you had the page open, %(person)s saved it too. Yours is the newest version now.")
                % {"person": who.get_full_name() or who.get_username() if who else _("somebody else")},
                buttons=[messages.button(history, _("Page history"))],
            )
        return answer


def say_it_is_decided(request: HttpRequest, page: Page) -> None:
    messages.warning(
        request,
        _("“%(title)s” waits for nobody’s approval any more: somebody else has decided.")
        % {"title": page.get_admin_display_title()},
    )


def _state(page: Page) -> tuple[object, ...]:
    task = page.current_workflow_task_state
    return page.path, page.live, page.latest_revision_id, page.live_revision_id, task.pk if task else None
