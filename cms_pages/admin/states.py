"""The states of a page that editors ask for, in lists and on the dashboard."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import CharField, Exists, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision, WorkflowState, get_default_page_content_type

M = TypeVar("M", bound=Model)

LIVE, CHANGED, DRAFT, REVIEW, SCHEDULED, EXPIRING = "live", "changed", "draft", "review", "scheduled", "expiring"

#: a page can be in several of them
STATES = [
    (LIVE, _("Published")),
    (CHANGED, _("Published, with changes that are not")),
    (DRAFT, _("Draft")),
    (REVIEW, _("In review")),
    (SCHEDULED, _("To be published at a set time")),
    (EXPIRING, _("To be withdrawn at a set time")),
]


def in_state(pages: QuerySet[M], state: str) -> QuerySet[M]:
    """The pages that are in one of ``STATES`` now."""
    as_text = Cast(OuterRef("pk"), CharField())
    conditions = {
        LIVE: Q(live=True),
        CHANGED: Q(live=True, has_unpublished_changes=True),
        DRAFT: Q(live=False),
        EXPIRING: Q(live=True, expire_at__gt=timezone.now()),
        REVIEW: Exists(
            WorkflowState.objects.active().filter(base_content_type=get_default_page_content_type(), object_id=as_text)
        ),
        SCHEDULED: Exists(Revision.page_revisions.filter(approved_go_live_at__isnull=False, object_id=as_text)),
    }
    return pages.filter(conditions[state])
