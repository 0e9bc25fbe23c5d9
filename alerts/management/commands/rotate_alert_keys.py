"""``manage.py rotate_alert_keys``: after a new key was put first."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from alerts.models import Endpoint, Subscriber


class Command(BaseCommand):
    help = "Encrypts addresses and secrets anew with the first of ALERTS_KEYS. Safe to repeat; then drop the old keys."

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for pk in list(Subscriber.objects.order_by("pk").values_list("pk", flat=True)):
            with transaction.atomic():
                subscriber = Subscriber.objects.select_for_update().filter(pk=pk).first()
                if subscriber is not None:
                    subscriber.address = subscriber.address
                    subscriber.save(update_fields=["encrypted_address", "fingerprint"])
                    count += 1
        for endpoint in Endpoint.objects.order_by("pk"):
            endpoint.secret = endpoint.secret
            endpoint.save(update_fields=["encrypted_secret"])
        self.stdout.write(f"{count} addresses.")
