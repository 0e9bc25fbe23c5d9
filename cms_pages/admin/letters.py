"""Wagtail's letters to editors: what waits for them, what was approved or sent back, what is commented on."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.dispatch import Signal
from django.utils.translation import override
from wagtail.admin import signal_handlers as own
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

Notifier = Callable[..., Any]
#: the signals after which Wagtail writes, who sends them, what writes, and by what name Wagtail connects it
WRITTEN: list[tuple[Signal, type[Any], Notifier, str]] = [
    (
        task_submitted,
        TaskState,
        own.task_submission_email_notifier,
        "group_approval_task_submitted_email_notification",
    ),
    (
        workflow_submitted,
        WorkflowState,
        own.workflow_submission_email_notifier,
        "workflow_state_submitted_email_notification",
    ),
    (
        workflow_rejected,
        WorkflowState,
        own.workflow_rejection_email_notifier,
        "workflow_state_rejected_email_notification",
    ),
    (
        workflow_approved,
        WorkflowState,
        own.workflow_approval_email_notifier,
        "workflow_state_approved_email_notification",
    ),
]


def in_language_of_reader(write: Notifier) -> Notifier:
    """Who has chosen no language is written to in the active one: of the site, and not of who happens to submit."""

    @wraps(write)
    def written(*args: Any, **kwargs: Any) -> Any:
        with override(settings.LANGUAGE_CODE):
            return write(*args, **kwargs)

    return written


def connect() -> None:
    """Connect each in the place of Wagtail's, under its name. Called when all models are loaded."""
    for signal, sender, notifier, name in WRITTEN:
        signal.disconnect(sender=sender, dispatch_uid=name)
        signal.connect(in_language_of_reader(notifier), sender=sender, dispatch_uid=name, weak=False)
