"""Whether a report is on the site, and who may see and publish it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Site
from wagtail.permission_policies.sites import SitePermissionPolicy

from activity_report.models import ActivityReport
from municipality.sitemaps import View

PUBLISH, WITHDRAW = "activity_report.publish", "activity_report.withdraw"

permission_policy = SitePermissionPolicy(ActivityReport)


def published_years(site: Site) -> list[int]:
    """The years whose reports are on a site, the last one first."""
    shown = ActivityReport.objects.filter(site=site, published_at__isnull=False)
    return list(shown.order_by("-year").values_list("year", flat=True))


def in_sitemap(site: Site) -> Iterator[View]:
    """The pages of the published reports, and of their list where there is one."""
    reports = ActivityReport.objects.filter(site=site).order_by("year")
    published = [(report.year, report.published_at) for report in reports if report.published_at is not None]
    if published:
        yield View("activity-reports", (), max(moment for _year, moment in published))
    for year, moment in published:
        yield View("activity-report", (year,), moment)


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
