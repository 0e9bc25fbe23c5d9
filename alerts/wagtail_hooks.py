from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from alerts.admin.report import AlertsView
from alerts.admin.webhooks import EndpointViewSet, webhook_urls
from cms_pages.admin.dashboard import may_see_publication_log


class AlertsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        user: Any = request.user
        return may_see_publication_log(user)


def admin_urls() -> list[URLPattern]:
    return [path("reports/alerts/", AlertsView.as_view(), name="alerts_report"), *webhook_urls()]


def alerts_menu_item() -> MenuItem:
    return AlertsMenuItem(_("Alerts"), reverse("alerts_report"), name="alerts", icon_name="mail", order=710)


hooks.register("register_admin_urls", admin_urls)
hooks.register("register_reports_menu_item", alerts_menu_item)
hooks.register("register_admin_viewset", lambda: EndpointViewSet("alerts_webhooks"))
