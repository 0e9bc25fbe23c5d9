"""``manage.py rotate_alert_keys``: after a new key was put first."""

from __future__ import annotations

from typing import Any

from cryptography.fernet import InvalidToken
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from alerts.models import Endpoint, Subscriber


class Command(BaseCommand):
    help = "Encrypts addresses and secrets anew with the first of ALERTS_KEYS. Safe to repeat; then drop the old keys."

    def handle(self, *args: Any, **options: Any) -> None:
        addresses = [_rotated(Subscriber, pk) for pk in _keys_of(Subscriber)]
        secrets = [_rotated(Endpoint, pk) for pk in _keys_of(Endpoint)]
        self.stdout.write(f"{addresses.count(True)} addresses.")
        if left := (addresses + secrets).count(False):
            raise CommandError(
                _("%(count)d could not be read with any of ALERTS_KEYS. Add the key that wrote them; drop none yet.")
                % {"count": left}
            )


def _keys_of(model: type[Subscriber | Endpoint]) -> list[int]:
    return list(model.objects.order_by("pk").values_list("pk", flat=True))


def _rotated(model: type[Subscriber | Endpoint], pk: int) -> bool | None:
    """Encrypt a row anew. False where no key reads it: that holds up no other. None where it was deleted meanwhile."""
    with transaction.atomic():
        row = model.objects.select_for_update().filter(pk=pk).first()
        if row is None:
            return None
        try:
            if isinstance(row, Subscriber):
                row.address = row.address
                row.save(update_fields=["encrypted_address", "fingerprint"])
            else:
                row.secret = row.secret
                row.save(update_fields=["encrypted_secret"])
        except InvalidToken:
            return False
    return True
