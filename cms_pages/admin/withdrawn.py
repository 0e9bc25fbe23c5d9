"""What a person may not publish now is refused with the reason, whichever way they publish it.

No translation is published while its original is not: what was withdrawn must not come back in another language.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.unpublish import UnpublishView
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page, Task, TaskState

from cms_pages.admin.editing import EditPageView, say_it_is_decided
from cms_pages.admin.moving import MovePageView
from cms_pages.admin.saving import AddPageView
from cms_pages.admin.tree import holding
from cms_pages.models import PublishablePage
from cms_pages.models.place import locked_pages
from cms_pages.originals import unpublished_original
from cms_pages.publishing.scheduled import reason
from cms_pages.registry import publication_types
from cms_pages.translation import translations_into

#: Wagtail's views that read the page, and do what changes the tree or would be of a page that is no more
CHANGE_THE_TREE = frozenset({"convert_alias", "copy", "delete", "set_page_position", "unpublish"})


def why_not(page: Page) -> str:
    """Why a person must not publish the newest version of a page now; empty where they may."""
    if unpublished_original(page) is not None:
        return _("Its original is not published. Publish the original first.")
    page = page.specific
    if isinstance(page, PublishablePage):
        draft = page.get_latest_revision_as_object()
        try:
            # What is scheduled is saved later, and would be refused only then.
            draft.full_clean()
            draft.check_publishing()
        except ValidationError as error:
            return reason(error, type(page))
    return ""


def refuse_to_publish(request: HttpRequest, page: Page) -> HttpResponse | None:
    """For Wagtail's hook ``before_edit_page``; wagtail-localize's editor names its buttons otherwise than Wagtail's.

    What a page's own form refuses is left to it: nothing that was typed is lost there.
    """
    if request.method != "POST":
        return None
    in_translation_editor = request.POST.get("action") == "publish"
    if in_translation_editor and page.alias_of_id is None and not translations_into(page).filter(enabled=True).exists():
        # There is no form that could be sent from there.
        say_why_not(request, page, _("Somebody has stopped its translation meanwhile, or deleted its original."))
        return redirect("wagtailadmin_pages:edit", page.pk)
    wants_to = in_translation_editor or "action-publish" in request.POST or _approves_last(request, page)
    if not wants_to or unpublished_original(page) is None:
        return None
    say_why_not(request, page, why_not(page))
    return redirect("wagtailadmin_pages:edit", page.pk)


def say_why_not(request: HttpRequest, page: Page, why: str) -> None:
    said = {"title": page.get_admin_display_title(), "why": why}
    messages.error(request, _("“%(title)s” cannot be published. %(why)s") % said)


def _approves_last(request: HttpRequest, page: Page) -> bool:
    approves = "action-workflow-action" in request.POST and request.POST.get("workflow-action-name") == "approve"
    return approves and is_last_task(page)


def is_last_task(page: Page) -> bool:
    """Whether Wagtail would publish the page once its task is approved, since no other one of its workflow is left."""
    state, task = page.current_workflow_state, page.current_workflow_task
    if state is None or task is None:
        return False
    left = Task.objects.filter(workflow_tasks__workflow=state.workflow, active=True).exclude(pk=task.pk)
    return not left.exclude(task_states__in=state.successful_task_states).exists()


class ApprovalView(WorkflowActionView):
    """Approves without the form, on the first screen or in a dialog: what may not be published stays to be approved."""

    def add_not_in_moderation_error(self) -> None:
        say_it_is_decided(self.request, self.object)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        why = why_not(self.object) if self.action_name == "approve" and is_last_task(self.object) else ""
        if not why:
            try:
                with transaction.atomic():
                    # Who decides in the same moment waits, and is told that it was decided.
                    locked_pages(self.object.pk).get()
                    self.task_state.refresh_from_db()
                    if self.task_state.status != TaskState.STATUS_IN_PROGRESS:
                        self.add_not_in_moderation_error()
                        return redirect(self.redirect_url)
                    answer: HttpResponse = super().post(request, *args, **kwargs)
                return answer
            except ValidationError as error:  # what is refused only where it is saved
                why = reason(error, type(self.object))
        say_why_not(request, self.object, why)
        if self.action_modal and request.headers.get("x-requested-with") == "XMLHttpRequest":
            shown: HttpResponse = self.render_modal_json(request, {"step": "success", "redirect": self.redirect_url})
            return shown
        return redirect(self.redirect_url)


class UnpublishPageView(UnpublishView):
    """Where something else is asked instead (Wagtail's hook ``before_unpublish_page``), does not ask first."""

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        instead: HttpResponse | None = self.run_hook("before_unpublish_page", request, self.object)
        if instead is not None:
            return instead
        asked: HttpResponse = super().get(request, *args, **kwargs)
        return asked


class PublishedPages(PageViewSet):
    """Wagtail's views of a type's pages, but for what saves them, changes the tree, or approves without the form."""

    add_view_class = AddPageView
    edit_view_class = EditPageView
    unpublish_view_class = UnpublishPageView
    workflow_action_view_class = ApprovalView
    move_confirm_view_class = MovePageView

    def get_view_by_name(self, name: str) -> Any:
        view = super().get_view_by_name(name)
        return holding(view, with_siblings=name == "set_page_position") if name in CHANGE_THE_TREE else view


def viewsets() -> list[PageViewSet]:
    """For Wagtail's hook ``register_admin_viewset``: one for each type, since none can be of an abstract model."""
    return [PublishedPages(f"{known.name}_pages", model=known.model) for known in publication_types]
