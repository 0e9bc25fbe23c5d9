"""``items/``: the list of what is published, newest first, and one item of it."""

from __future__ import annotations

import datetime
import json
import re
from functools import lru_cache
from typing import Annotated

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Path, Query, Router
from pydantic import Field

from cms_pages.api.cursors import decode_cursor, encode_cursor
from cms_pages.api.http import compressed, json_response, log_etag, may_compress, not_modified
from cms_pages.api.kept import KeptBodies
from cms_pages.api.log import Selection, SiteLog, log_and_item, log_for
from cms_pages.api.parameters import (
    STATE,
    BodyKey,
    CursorText,
    DatesQuery,
    ItemState,
    Kind,
    Licence,
    Limit,
    LocaleCode,
    Place,
    TypeName,
    Year,
)
from cms_pages.api.problems import Problem, item_gone, not_found
from cms_pages.api.schemas import any_item, item_list
from cms_pages.publishing.models import State
from cms_pages.selectors import COLUMNS

ENDPOINT = "items"
_pages = KeptBodies()
_ITEM_ID = re.compile(r"^[0-9a-f-]{36}\.[a-z0-9-]{2,16}$")
# Described and not declared: what is no id names nothing, which is a 404 and no wrong parameter.
ItemId = Annotated[str, Field(json_schema_extra={"pattern": _ITEM_ID.pattern})]


class ItemsQuery(DatesQuery):
    """Which items, and how many at once. Values of one filter are joined by "or", filters by "and"."""

    type: list[TypeName] = Field([])
    kind: list[Kind] = Field([])
    state: list[ItemState] = Field([], description=STATE)
    year: list[Year] = Field([], description="The year of the item's `date`.")
    body: list[BodyKey] = Field([], description="The key of the body that took or issued it.")
    place: list[Place] = Field([], description="The whole `place` of an album or a recording, as it is written there.")
    licence: list[Licence] = Field([], description="The `id` of the licence of an album or a recording.")
    locale: list[LocaleCode] = Field([])
    limit: Limit = 20
    cursor: CursorText = ""


@lru_cache(maxsize=512)
def _total(log: SiteLog, selection: Selection) -> int:
    """How many items a list has. Counted once for each state of the log: while that is the same, so is the number."""
    return selection.count()


def items_router() -> Router:
    """The router of ``items/``. Made when all types are registered, since its description names them."""
    router = Router()
    router.get("", response={200: item_list(), 410: Problem, 422: Problem}, summary="List items")(list_items)
    router.get("{item_id}/", response={200: any_item(), 404: Problem, 410: Problem}, summary="Get an item")(get_item)
    return router


def list_items(request: HttpRequest, query: Query[ItemsQuery]) -> HttpResponseBase:
    """Published items with all their fields, newest first."""
    log = log_for(request)
    filters = query.filters()
    chosen = query.model_dump(include={"type", "kind", "state", "year", "body", "place", "licence", "locale"})
    columns = {COLUMNS.get(name, name): values for name, values in chosen.items()}
    selection = Selection.of(log.site_id, columns, query.date_from, query.date_to)
    after = None
    if query.cursor:
        date, pk = decode_cursor(log, ENDPOINT, filters, query.cursor)
        after = datetime.date.fromisoformat(date), pk
    etag = log_etag(log)
    if unchanged := not_modified(request, etag):
        return unchanged

    def body() -> bytes:
        rows = selection.page(query.limit + 1, after)
        cursor = "null"
        if len(rows) > query.limit:
            _payload, last_date, last_pk = rows[query.limit - 1]
            cursor = f'"{encode_cursor(log, ENDPOINT, filters, [last_date.isoformat(), last_pk])}"'
        # The items are JSON already, and are never parsed on their way out.
        payloads = ",".join(row[0] for row in rows[: query.limit])
        made = f'{{"items":[{payloads}],"total":{_total(log, selection)},"next":{cursor}}}'.encode()
        return compressed(made) if is_compressed else made

    is_compressed = may_compress(request)
    kept = _pages.get((log, selection, query.limit, after, is_compressed), body)
    return json_response(kept, etag, is_compressed=is_compressed)


def get_item(request: HttpRequest, item_id: Path[ItemId]) -> HttpResponseBase:
    """One item by its `id`. 410, with the reason, when it is no longer published."""
    if not _ITEM_ID.fullmatch(item_id):
        raise not_found()
    log, item = log_and_item(request, item_id)
    if item is None:
        raise not_found()
    if item.state == State.GONE:
        raise item_gone(item.reason, json.loads(item.payload) if item.payload else None)
    etag = log_etag(log, item)
    return not_modified(request, etag) or json_response(item.payload, etag)
