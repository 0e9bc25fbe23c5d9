"""Whether a report is on the site, and who may see and publish it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Site
from wagtail.permission_policies.sites import SitePermissionPolicy

from activity_report.models import ActivityReport

PUBLISH, WITHDRAW = "activity_report.publish", "activity_report.withdraw"

permission_policy = SitePermissionPolicy(ActivityReport)


def published_years(site: Site) -> list[int]:
    """The years whose reports are on a site, the last one first."""
    shown = ActivityReport.objects.filter(site=site, published_at__isnull=False)
    return list(shown.order_by("-year").values_list("year", flat=True))


def is_published(site: Site, year: int) -> bool:
    return ActivityReport.objects.filter(site=site, year=year, published_at__isnull=False).exists()


def publish(site: Site, year: int, user: Any = None) -> bool:
    """Show a report on its site. Returns whether it was not there before."""
    return _set(site, year, user, shown=True)


def withdraw(site: Site, year: int, user: Any = None) -> bool:
    """Take a report off its site. Returns whether it was there."""
    return _set(site, year, user, shown=False)


def _set(site: Site, year: int, user: Any, *, shown: bool) -> bool:
    with transaction.atomic():
        ActivityReport.objects.get_or_create(site=site, year=year)
        row = ActivityReport.objects.select_for_update().get(site=site, year=year)
        if (row.published_at is not None) == shown:
            return False
        row.published_at = timezone.now() if shown else None
        row.save(update_fields=["published_at"])
        log(row, PUBLISH if shown else WITHDRAW, user=user)
    return True
