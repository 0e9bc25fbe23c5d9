"""What happens when a workflow is over. Wagtail imports this while it loads its own models, which are used later."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser
    from wagtail.models import WorkflowState


def publish_approved(workflow_state: WorkflowState, user: AbstractUser | None = None) -> None:
    """For ``WAGTAIL_FINISH_WORKFLOW_ACTION``: as Wagtail's own, but who approves as a second person may publish so.

    Else they would need the right to publish alone.
    """
    from cms_pages.models.approval import TwoPersonApprovalTask

    approved_by_second = isinstance(workflow_state.current_task_state.task.specific, TwoPersonApprovalTask)
    revision = workflow_state.content_object.get_latest_revision()
    revision.publish(user=user, skip_permission_checks=approved_by_second)
