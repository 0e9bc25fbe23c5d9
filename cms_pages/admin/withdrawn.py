"""No translation is published while its original is not: what was withdrawn must not come back in another language."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page, Task

from cms_pages.originals import unpublished_original


def refuse_to_publish(request: HttpRequest, page: Page) -> HttpResponse | None:
    """For Wagtail's hook ``before_edit_page``; wagtail-localize's editor names its buttons otherwise than Wagtail's."""
    wants_to = request.method == "POST" and (
        request.POST.get("action") == "publish" or "action-publish" in request.POST or _is_last_approval(request, page)
    )
    if not wants_to or unpublished_original(page) is None:
        return None
    messages.error(
        request,
        _("“%(title)s” cannot be published, since its original is not published. Publish the original first.")
        % {"title": page.get_admin_display_title()},
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


def _is_last_approval(request: HttpRequest, page: Page) -> bool:
    """Whether Wagtail would publish the page now, since no other task of its workflow is left."""
    state, task = page.current_workflow_state, page.current_workflow_task
    if "action-workflow-action" not in request.POST or request.POST.get("workflow-action-name") != "approve":
        return False
    if state is None or task is None:
        return False
    left = Task.objects.filter(workflow_tasks__workflow=state.workflow, active=True).exclude(pk=task.pk)
    return not left.exclude(task_states__in=state.successful_task_states).exists()
