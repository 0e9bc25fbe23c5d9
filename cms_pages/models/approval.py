from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, Page, TaskState


class TwoPersonApprovalTask(AbstractGroupApprovalTask):
    """Approval by a member of a group who neither submitted what is approved nor wrote its newest version.

    This holds for superusers too. Who may publish without approval still can, by publishing.
    """

    class Meta:
        verbose_name = _("approval by a second person")
        verbose_name_plural = _("approvals by a second person")

    @classmethod
    def get_description(cls) -> Any:
        return _("Members of the chosen groups approve what others have submitted and written")

    def get_actions(self, obj: Page, user: AbstractUser) -> list[tuple[str, str, bool]]:
        actions: list[tuple[str, str, bool]] = super().get_actions(obj, user)
        return [] if is_own(obj, user) else actions

    def get_task_states_user_can_moderate(self, user: AbstractUser, **kwargs: Any) -> Any:
        states = super().get_task_states_user_can_moderate(user, **kwargs)
        return states.exclude(Q(workflow_state__requested_by=user) | Q(revision__user=user))

    def on_action(self, task_state: TaskState, user: AbstractUser, action_name: str, **kwargs: Any) -> Any:
        # What was changed in the form with which somebody approves is their own, and already saved.
        if action_name == "approve" and is_own(task_state.workflow_state.content_object, user):
            return None
        return super().on_action(task_state, user, action_name, **kwargs)


def is_own(page: Page, user: AbstractUser) -> bool:
    """Whether somebody submitted what is in review of a page, or wrote its newest version."""
    state, revision = page.current_workflow_state, page.get_latest_revision()
    requested = state is not None and state.requested_by_id == user.pk
    return requested or (revision is not None and revision.user_id == user.pk)
