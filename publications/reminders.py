"""Of what editors are reminded: what closes soon or has closed without results, and acts that enter into force soon."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Case, DateTimeField, F, QuerySet, Value, When
from django.utils import timezone

from publications.models import ActPage, NoticePage
from publications.validation import NEED_A_DEADLINE

CLOSES_IN = timedelta(days=3)
#: so long an office needs for results; and after so long nobody waits for them any more
RESULTS_AFTER = timedelta(days=14)
RESULTS_UNTIL = timedelta(days=180)
IN_FORCE_IN = timedelta(days=7)


def closing_soon() -> QuerySet[Any]:
    now = timezone.now()
    notices = NoticePage.objects.live().filter(deadline__gt=now, deadline__lte=now + CLOSES_IN)
    due: QuerySet[Any] = notices.annotate(when=F("deadline"))
    return due


def without_results() -> QuerySet[Any]:
    now = timezone.now()
    calls = NoticePage.objects.live().filter(kind__in=NEED_A_DEADLINE, results_date=None)
    waited_for = calls.filter(deadline__gt=now - RESULTS_UNTIL, deadline__lte=now - RESULTS_AFTER)
    due: QuerySet[Any] = waited_for.annotate(when=F("deadline"))
    return due


def in_force_soon() -> QuerySet[Any]:
    today = timezone.localdate()
    acts = ActPage.objects.live().filter(entry_into_force__gt=today, entry_into_force__lte=today + IN_FORCE_IN)
    # Databases do not agree on the moment at which a day begins here.
    days = acts.order_by().values_list("entry_into_force", flat=True).distinct()
    begins = [
        When(entry_into_force=day, then=Value(timezone.make_aware(datetime.combine(day, time.min)))) for day in days
    ]
    when = Case(*begins, output_field=DateTimeField()) if begins else Value(None, output_field=DateTimeField())
    due: QuerySet[Any] = acts.annotate(when=when)
    return due
