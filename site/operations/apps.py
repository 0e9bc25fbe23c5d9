from __future__ import annotations

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "operations"
    label = "operations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms_pages.contracts import Chore
        from cms_pages.registry import register_chore
        from operations import counters
        from operations.heartbeat import beat, clear_sessions

        register_chore(Chore("heartbeat", every=10, run=beat))
        register_chore(Chore("clear_sessions", every=24 * 3600, run=clear_sessions))
        counters.connect()
