"""Deletes what is needed no longer: personal data first of all."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from alerts.links import CONFIRM_WITHIN
from alerts.models import Announcement, Delivery, DeliveryState, Letter, Subscriber, Subscription, TextMatch

#: how long what was sent, or not, is remembered
KEPT = timedelta(days=30)
#: who could not be reached for so long is forgotten
SUSPENDED_KEPT = timedelta(days=90)


def clean() -> int:
    """Returns how many subscribers were forgotten."""
    now = timezone.now()
    Subscription.objects.filter(confirmed_at=None, created_at__lt=now - CONFIRM_WITHIN).delete()
    unconfirmed = Q(confirmed_at=None, created_at__lt=now - CONFIRM_WITHIN, subscriptions=None)
    unreachable = Q(suspended_at__lt=now - SUSPENDED_KEPT)
    forgotten = Subscriber.objects.filter(unconfirmed | unreachable).distinct()
    count = forgotten.count()
    Subscriber.objects.filter(pk__in=list(forgotten.values_list("pk", flat=True))).delete()
    Letter.objects.filter(closed_at__lt=now - KEPT).delete()
    Delivery.objects.filter(created_at__lt=now - KEPT).exclude(state=DeliveryState.WAITING).delete()
    old = Announcement.objects.filter(number__isnull=False, announced_at__lt=now - KEPT)
    TextMatch.objects.filter(announcement__in=old).delete()
    return count
