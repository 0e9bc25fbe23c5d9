from __future__ import annotations

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry

from activity_report.admin import DownloadView, PublicationsView, PublishView, ReportView, may_see
from activity_report.publishing import PUBLISH, WITHDRAW


class ReportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_see(request.user)


def menu_item() -> MenuItem:
    return ReportMenuItem(
        _("Activity report"), reverse("activity_report"), name="activity-report", icon_name="table", order=680
    )


def admin_urls() -> list[URLPattern]:
    root = "reports/activity-report/"
    return [
        path(root, ReportView.as_view(), name="activity_report"),
        path(f"{root}publications/", PublicationsView.as_view(), name="activity_report_list"),
        path(f"{root}publish/", PublishView.as_view(), name="activity_report_publish"),
        path(f"{root}withdraw/", PublishView.as_view(shows=False), name="activity_report_withdraw"),
        path(f"{root}file.<slug:extension>", DownloadView.as_view(), name="activity_report_file"),
    ]


def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(PUBLISH, _("Publish on the site"), _("Published on the site"))
    actions.register_action(WITHDRAW, _("Withdraw from the site"), _("Withdrawn from the site"))


def permissions() -> QuerySet[Permission]:
    """For the form of a group: of all sites at once."""
    return Permission.objects.filter(content_type__app_label="activity_report")


hooks.register("register_reports_menu_item", menu_item)
hooks.register("register_admin_urls", admin_urls)
hooks.register("register_log_actions", register_log_actions)
hooks.register("register_permissions", permissions)
