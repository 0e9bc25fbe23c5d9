"""Tells endpoints what changed in the log: each change in its order, at least once, and only what is public now."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable
from datetime import timedelta

from cryptography.fernet import InvalidToken
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from alerts.models import Delivery, DeliveryState, Endpoint, Failure
from alerts.webhooks.signing import signed_headers
from alerts.webhooks.transport import NotDeliveredError, post
from cms_pages.api.sync import change_of
from cms_pages.clock import is_past
from cms_pages.publishing.models import LogState, PublishedItem, State

logger = logging.getLogger(__name__)

#: changes that are queued, and that are sent, before another endpoint has its turn
BATCH = 200
LEASE = timedelta(seconds=60)
SHORTEST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(hours=1)
#: for how long a server that is busy may ask to be left alone
LONGEST_ASKED = timedelta(days=1)
BUSY = {429, 503}
#: how often a server may refuse the same change (4xx) before the next one is told
MOST_REFUSALS = 6
REFUSALS_FOR_NOW = {408, 409, 425, 429}
GONE = 410
_USER_AGENT = "Kuvendi-Webhooks"


def is_due() -> bool:
    latest = LogState.current().sequence
    behind = Q(position__lt=latest) | Q(deliveries__state=DeliveryState.WAITING)
    return _ready().filter(behind).exists()


def deliver(is_over: Callable[[], bool] = lambda: False) -> int:
    """Tell all endpoints what is due. Returns how many changes were delivered.

    An endpoint that does not answer waits, with all that follows, and holds up no other. Nor does one that is slow:
    whose turn was longest ago comes first.
    """
    delivered = 0
    for endpoint in _ready():
        lease = uuid.uuid4()
        if is_over() or not _take(endpoint, lease):
            continue
        try:
            while queue(endpoint):
                if is_over():
                    break
            delivered += _deliver_to(endpoint, lease, is_over)
        finally:
            Endpoint.objects.filter(pk=endpoint.pk, lease=lease).update(lease=None, leased_until=timezone.now())
    return delivered


def _ready() -> QuerySet[Endpoint]:
    due = Q(retry_at=None) | is_past("retry_at", LONGEST_ASKED)
    ready = Endpoint.objects.filter(_free(), due, is_active=True).select_related("site")
    return ready.order_by(F("leased_until").asc(nulls_first=True), "pk")


def _take(endpoint: Endpoint, lease: uuid.UUID) -> bool:
    """Whether this process tells the endpoint, from now on or still."""
    free = Endpoint.objects.filter(_free() | Q(lease=lease), pk=endpoint.pk, is_active=True)
    return bool(free.update(lease=lease, leased_until=timezone.now() + LEASE))


def _free() -> Q:
    return Q(lease=None) | is_past("leased_until", LEASE)


def queue(endpoint: Endpoint) -> bool:
    """Queue the next changes that an endpoint wants to know. Returns whether there may be more.

    The rows and the position are written together: nothing is left out, and nothing twice.
    """
    with transaction.atomic():
        row = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
        # Read before the items: all up to here are visible.
        end = LogState.current().sequence
        changes = PublishedItem.objects.filter(site_id=row.site_id, sequence__gt=row.position, sequence__lte=end)
        if row.types:
            changes = changes.filter(type__in=row.types)
        if row.locales:
            changes = changes.filter(locale__in=row.locales)
        found = list(changes.order_by("sequence").values_list("sequence", "item_id")[:BATCH])
        rows = [Delivery(endpoint=row, sequence=sequence, item_id=item_id) for sequence, item_id in found]
        Delivery.objects.bulk_create(rows, ignore_conflicts=True)
        position = found[-1][0] if len(found) == BATCH else max(end, row.position)
        if position != row.position:
            Endpoint.objects.filter(pk=row.pk).update(position=position)
    return len(found) == BATCH


def _deliver_to(endpoint: Endpoint, lease: uuid.UUID, is_over: Callable[[], bool]) -> int:
    delivered = 0
    waiting = endpoint.deliveries.filter(state=DeliveryState.WAITING).order_by("sequence")[:BATCH]
    for delivery in waiting:
        # Between two of them the endpoint may have been switched off, or taken by another process.
        if is_over() or not _take(endpoint, lease):
            break
        body = body_of(delivery, endpoint)
        if body is None:
            _close(delivery, DeliveryState.SUPERSEDED)
        elif not _send(endpoint, delivery, body):
            break
        else:
            delivered += 1
    return delivered


def body_of(delivery: Delivery, endpoint: Endpoint) -> bytes | None:
    """The message as Standard Webhooks has it, with the change as ``sync/`` sends it; None where it was overtaken.

    What is gone by now is not told, although nobody may have got to burying it.
    """
    now_public = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
    current = PublishedItem.objects.filter(now_public, site_id=endpoint.site_id, sequence=delivery.sequence).first()
    if current is None:
        return None
    kind = "item.upsert" if current.state == State.LIVE else "item.gone"
    changed = current.changed_at.isoformat()
    return f'{{"type":"{kind}","timestamp":"{changed}","data":{change_of(current)}}}'.encode()


def message_id(delivery: Delivery) -> str:
    """The same for each attempt, so that a receiver can tell what it has had already."""
    return f"msg_{delivery.endpoint_id}_{delivery.sequence}"


def _send(endpoint: Endpoint, delivery: Delivery, body: bytes) -> bool:
    """Send one change. Returns whether to go on with the next."""
    started = time.monotonic()
    status, asked, failure, reason = None, None, "", ""
    try:
        status, asked = post(endpoint.url, body, _headers(endpoint, delivery, body))
    except NotDeliveredError as error:
        failure, reason = error.failure.value, error.detail
    attempts = delivery.attempts + 1
    said = {
        "attempts": attempts,
        "tried_at": timezone.now(),
        "status": status,
        "failure": failure,
        "reason": reason,
        "took_ms": round((time.monotonic() - started) * 1000),
    }
    Delivery.objects.filter(pk=delivery.pk).update(**said)
    if status is not None and 200 <= status < 300:
        _close(delivery, DeliveryState.DELIVERED)
        Endpoint.objects.filter(pk=endpoint.pk).update(failures=0, failing_since=None, retry_at=None)
        return True
    if status == GONE:
        Endpoint.objects.filter(pk=endpoint.pk).update(is_active=False)
    is_refusal = status is not None and 400 <= status < 500 and status not in REFUSALS_FOR_NOW
    if is_refusal and attempts >= MOST_REFUSALS:
        _close(delivery, DeliveryState.FAILED)
    _back_off(endpoint, asked if status in BUSY else None)
    told = {"endpoint": endpoint.pk, "status": status, "attempts": attempts}
    logger.warning("Webhook %s was not taken: %s", endpoint.pk, status or f"{failure} {reason}".rstrip(), extra=told)
    return False


def _headers(endpoint: Endpoint, delivery: Delivery, body: bytes) -> dict[str, str]:
    """Raises NotDeliveredError where the message cannot be signed."""
    try:
        secret = endpoint.secret
    except InvalidToken:
        raise NotDeliveredError(Failure.NO_SECRET) from None
    return {
        "Content-Type": "application/json",
        "User-Agent": _USER_AGENT,
        **signed_headers(secret, message_id(delivery), int(time.time()), body),
    }


def _close(delivery: Delivery, state: DeliveryState) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(state=state)


def _back_off(endpoint: Endpoint, asked: timedelta | None) -> None:
    """Leave a server alone for a while that grows; for as long as it ``asked`` for, where it did."""
    now = timezone.now()
    pause = min(SHORTEST_PAUSE * 2 ** min(endpoint.failures, 12), LONGEST_PAUSE)
    if asked is not None:
        pause = min(max(asked, SHORTEST_PAUSE), LONGEST_ASKED)
    Endpoint.objects.filter(pk=endpoint.pk).update(
        failures=F("failures") + 1, failing_since=endpoint.failing_since or now, retry_at=now + pause
    )


def send_again(delivery: Delivery) -> None:
    """Tell a change once more, with the same id, unless it has been overtaken."""
    Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.WAITING, attempts=0)
    _try_now(delivery.endpoint_id)


def send_again_from(endpoint: Endpoint, sequence: int) -> None:
    """Tell all changes from a sequence on once more; 0 is all that is published."""
    with transaction.atomic():
        Endpoint.objects.filter(pk=endpoint.pk).update(position=max(0, sequence - 1))
        again = endpoint.deliveries.filter(sequence__gte=sequence)
        again.update(state=DeliveryState.WAITING, attempts=0)
    _try_now(endpoint.pk)


def _try_now(endpoint_id: int) -> None:
    Endpoint.objects.filter(pk=endpoint_id).update(retry_at=None)
