"""What the webmaster reads of a delivery that did not succeed: what happened, and what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _

from alerts.models import Delivery, Failure
from alerts.webhooks.delivering import BUSY, GONE, REFUSALS_FOR_NOW


def explanation(delivery: Delivery) -> str:
    """A sentence or two, in the active language; empty for one that was taken, or was not tried yet."""
    if delivery.failure in Failure.values:
        return str(Failure(delivery.failure).label)
    return "" if delivery.status is None else _of_answer(delivery.status)


def _of_answer(status: int) -> str:
    if 200 <= status < 300:
        return ""
    if status == GONE:
        return _("The server wants no more messages, so the webhook was switched off. Ask who runs the server.")
    if status in BUSY | REFUSALS_FOR_NOW:
        return _("The server cannot take it at the moment. It is tried again.")
    if status == 404:
        return _("The server has nothing at this address. Check how the address of the webhook is written.")
    if status >= 500:
        return _("The server has a fault. It is tried again; if this lasts, ask who runs the server.")
    if status < 400:
        return _("The server names another address, which is not followed. Enter that one in the webhook.")
    return _("The server refused the message. Ask who runs it why; then send it again.")
