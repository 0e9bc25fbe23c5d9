"""``sync/``: every change since a cursor, for who keeps a copy."""

from __future__ import annotations

import json
from typing import Annotated, Any

from django.db.models import Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Query, Router
from pydantic import Field

from cms_pages.api.cursors import decode_cursor, encode_cursor
from cms_pages.api.http import json_response, log_etag, not_modified
from cms_pages.api.log import SiteLog, log_for
from cms_pages.api.parameters import CursorText, LocaleCode, StrictQuery, TypeName
from cms_pages.api.problems import Problem, cursor_expired
from cms_pages.api.schemas import changes
from cms_pages.publishing.models import PublishedItem, State

ENDPOINT = "sync"
LIMIT_MAX = 500
COLUMNS = ("state", "sequence", "payload", "item_id", "type", "locale", "reason", "changed_at")


class SyncQuery(StrictQuery):
    """Which changes, and how many at once."""

    type: list[TypeName] = Field([])
    locale: list[LocaleCode] = Field([])
    limit: Annotated[int, Field(ge=1, le=LIMIT_MAX, description="How many changes at most.")] = 100
    cursor: CursorText = ""


def sync_router() -> Router:
    """The router of ``sync/``. Made when all types are registered, since its description names them."""
    router = Router()
    router.get("", response={200: changes(), 410: Problem, 422: Problem}, summary="Follow changes")(sync)
    return router


def sync(request: HttpRequest, query: Query[SyncQuery]) -> HttpResponseBase:
    """What changed since the cursor, oldest change first; without a cursor, all that is published.

    Apply what comes in its order, keep `cursor`, and ask again: at once while `more` is true, later when it is not. An
    item that changes while you read comes (again) later. After a 410, start again without a cursor, and drop what you
    have and do not get again.
    """
    log = log_for(request)
    filters = query.filters()
    # A client that starts at ``start`` has nothing yet, so it need not hear of what was gone by then.
    position, start = _position(log, filters, query.cursor) if query.cursor else (0, log.sequence)
    complete_from = max(position, start)
    if complete_from < log.swept:
        raise cursor_expired()
    etag = log_etag(log)
    if unchanged := not_modified(request, etag):
        return unchanged
    items = PublishedItem.objects.filter(
        Q(state=State.LIVE) | Q(sequence__gt=start),
        # What is numbered later than this may not all be visible yet.
        sequence__lte=log.sequence,
        sequence__gt=position,
        site_id=log.site_id,
    )
    for column in ("type", "locale"):
        if filters[column]:
            items = items.filter(**{f"{column}__in": filters[column]})
    rows = list(items.order_by("sequence").values_list(*COLUMNS, named=True)[: query.limit + 1])
    if log_for(request).swept > complete_from:  # tombstones were removed while we read
        raise cursor_expired()
    more = len(rows) > query.limit
    position = rows[query.limit - 1].sequence if more else log.sequence
    cursor = encode_cursor(log, ENDPOINT, filters, [position, start, log.sequence, log.token])
    body = ",".join(map(change_of, rows[: query.limit]))
    return json_response(f'{{"items":[{body}],"cursor":"{cursor}","more":{json.dumps(more)}}}', etag)


def _position(log: SiteLog, filters: dict[str, Any], cursor: str) -> tuple[int, int]:
    """Up to where a client has read, and where it started.

    Raises the 410 where the log, when the client last read it, was where this one has never been: a backup was restored
    since, so that what the client has may have been lost, and what it has not may have been before its position.
    """
    position, start, end, token = decode_cursor(log, ENDPOINT, filters, cursor)
    if not log.goes_on_from(end, token):
        raise cursor_expired()
    return position, start


def change_of(item: Any) -> str:
    """An item, or its tombstone, as ``sync/`` sends it: one JSON object."""
    if item.state == State.LIVE:
        return f'{{"op":"upsert",{item.payload.removeprefix("{")}'
    gone = {
        "op": "gone",
        "id": item.item_id,
        "type": item.type,
        "locale": item.locale,
        "reason": item.reason,
        "withdrawal": json.loads(item.payload) if item.payload else None,
        "sequence": item.sequence,
        "changed_at": item.changed_at.isoformat(),
    }
    return json.dumps(gone)
