from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from cms_pages.registry import require_apps


class AlertsConfig(AppConfig):
    name = "alerts"
    label = "alerts"
    verbose_name = _("Alerts")
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        require_apps(self.name, "cms_pages")
        super().import_models()

    def ready(self) -> None:
        from alerts import checks
        from alerts.background import Background
        from alerts.cleaning import clean
        from alerts.reader import AnnouncementReader
        from alerts.sending import is_due, send_alerts
        from alerts.webhooks import delivering
        from cms_pages.contracts import Chore
        from cms_pages.registry import register_chore, register_reader, register_role_permissions, reserve_slugs

        register_reader(AnnouncementReader())
        register_chore(Chore("send_alerts", every=1, run=Background("alerts", is_due, send_alerts).start_if_due))
        webhooks = Background("webhooks", delivering.is_due, delivering.deliver)
        register_chore(Chore("send_webhooks", every=1, run=webhooks.start_if_due))
        register_chore(Chore("clean_alerts", every=3600, run=clean))
        changes = (f"alerts.{action}_endpoint" for action in ("add", "change", "delete"))
        register_role_permissions("webmaster", *changes, alone=True)
        # The addresses are alerts.urls'.
        reserve_slugs("alerts")
        checks.connect()
