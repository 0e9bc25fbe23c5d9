"""Publishes and withdraws what has a set time, one by one: what cannot be published does not hold up the others."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import NON_FIELD_ERRORS, FieldDoesNotExist, ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.text import capfirst
from wagtail.models import DraftStateMixin, Page, Revision

from cms_pages.clock import is_waited_for
from cms_pages.publishing.models import FailedSchedule, ScheduledAction

logger = logging.getLogger(__name__)

LONGEST_PAUSE = timedelta(minutes=5)


@dataclass(frozen=True)
class Due:
    """Something whose time has come. ``revision`` is the one to publish; None where it is to be withdrawn."""

    content_type: ContentType
    object_id: str
    title: str
    revision: int | None = None
    model: type[models.Model] | None = None

    @property
    def action(self) -> ScheduledAction:
        return ScheduledAction.PUBLISH if self.revision else ScheduledAction.WITHDRAW


def publish_due(*, now_all: bool = False) -> list[FailedSchedule]:
    """Withdraw what is over and publish what is due. Returns what could not be: it is noted, and tried again later.

    Each in a transaction of its own, so nothing is half published. What failed is tried again after a pause that grows;
    with ``now_all`` it is tried at once.
    """
    failed = {(row.content_type_id, row.object_id, row.action): row for row in FailedSchedule.objects.all()}
    left = []
    for due in [*_over(), *_to_be_published()]:
        failure = failed.pop((due.content_type.pk, due.object_id, due.action), None)
        if now_all or failure is None or not is_waited_for(failure.retry_at, LONGEST_PAUSE):
            failure = _try(due, failure)
        if failure:
            left.append(failure)
    # Somebody gave them another time, published them or deleted them.
    FailedSchedule.objects.filter(pk__in=[failure.pk for failure in failed.values()]).delete()
    return left


def reason(error: Exception, model: type[models.Model] | None = None) -> str:
    """What an exception says, for people: what a page of ``model`` lacks, or else the error with its kind."""
    if not isinstance(error, ValidationError):
        return f"{type(error).__name__}: {error}"
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    return " ".join(f"{_label(model, name)}{' '.join(said)}" for name, said in error.message_dict.items())


def _label(model: type[models.Model] | None, field: str) -> str:
    if model is None or field == NON_FIELD_ERRORS:
        return ""
    try:
        return f"{capfirst(str(getattr(model._meta.get_field(field), 'verbose_name', field)))}: "
    except FieldDoesNotExist:
        return ""


def _over() -> Iterator[Due]:
    drafted = [model for model in apps.get_models() if issubclass(model, DraftStateMixin)]
    for model in [Page, *(model for model in drafted if not issubclass(model, Page))]:
        over: Any = model._default_manager.filter(live=True, expire_at__lt=timezone.now()).order_by("expire_at")
        for thing in list(over):
            yield Due(ContentType.objects.get_for_model(model), str(thing.pk), str(thing))


def _to_be_published() -> Iterator[Due]:
    due = Revision.objects.filter(approved_go_live_at__lt=timezone.now()).order_by("approved_go_live_at")
    for revision in list(due.select_related("base_content_type", "content_type").defer("content")):
        model = revision.content_type.model_class()
        yield Due(revision.base_content_type, revision.object_id, revision.object_str, revision.pk, model)


def _try(due: Due, failure: FailedSchedule | None) -> FailedSchedule | None:
    try:
        with transaction.atomic():
            _do(due)
    except Exception as error:
        # What a page's own rules refuse is no fault of the program: where in it that was helps nobody.
        logger.error(
            "“%s” could not be changed at its set time (%s): %s",
            *(due.title, due.action.value, reason(error, due.model)),
            exc_info=not isinstance(error, ValidationError),
        )
        failure = failure or FailedSchedule(content_type=due.content_type, object_id=due.object_id, action=due.action)
        failure.failures += 1
        failure.title, failure.reason = due.title[:255], reason(error, due.model)[:2000]
        failure.retry_at = timezone.now() + min(timedelta(seconds=2 ** min(failure.failures + 4, 10)), LONGEST_PAUSE)
        failure.save()
        return failure
    if failure:
        failure.delete()
    return None


def _do(due: Due) -> None:
    model = due.content_type.model_class()
    if model is None:
        raise LookupError(f"There is no {due.content_type}.")
    # Another worker may have been faster; and the editor's own publishing locks the same row.
    locked: Any = model._base_manager.select_for_update().get(pk=due.object_id)
    if isinstance(locked, Page):
        # What a kind of page does when it is withdrawn is in its own class.
        locked = locked.specific
    if due.revision is None:
        if locked.live and locked.expire_at and locked.expire_at < timezone.now():
            locked.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    else:
        revision = Revision.objects.filter(pk=due.revision, approved_go_live_at__lt=timezone.now()).first()
        if revision:
            revision.publish(log_action="wagtail.publish.scheduled")
