from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActivityReportConfig(AppConfig):
    name = "activity_report"
    label = "activity_report"
    verbose_name = _("Activity report")

    def ready(self) -> None:
        from activity_report.publishing import in_sitemap
        from cms_pages.registry import register_role_settings, reserve_slugs
        from municipality.sitemaps import views

        views.register("activity_report", in_sitemap)
        register_role_settings("coordinator", "activity_report.view_activityreport")
        register_role_settings(
            "director", "activity_report.view_activityreport", "activity_report.publish_activityreport"
        )
        # Its addresses are activity_report.urls.language_patterns.
        reserve_slugs("activity-report")
