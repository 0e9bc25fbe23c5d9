"""Items of the publication log by their ids, as a search reads them."""

from __future__ import annotations

import datetime
import json
from collections.abc import Collection
from operator import attrgetter
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from cms_pages.publishing.models import PublishedItem, State
from cms_pages.publishing.prepared import read_prepared


class LiveVersion(NamedTuple):
    """What is shown of an item that was found, by the names of its columns. No model: making those took as long as
    reading them.
    """

    item_id: str
    locale: str
    type: str
    kind: str
    item_state: str
    changes_at: datetime.datetime | None
    body_name: str
    identifier: str
    date: datetime.date | None
    url: str
    title: str
    summary: str
    sequence: int
    payload: str


_of_item = attrgetter(*LiveVersion._fields)
# Of a document's versions one is shown, and a payload takes as long to unpack as the rest of its row to read.
_PAYLOAD = (
    "CASE WHEN row_number() OVER (PARTITION BY item.translation_key ORDER BY item.locale = %s DESC) = 1 "
    "THEN item.payload ELSE '' END AS payload"
)
_READ = ", ".join([*(f"item.{name}" for name in LiveVersion._fields[:-1]), _PAYLOAD])
# Written out, as for the lists (``cms_pages.api.log``): putting it together and planning it took longer than reading.
_LIVE = (
    f"SELECT {{key}}{_READ} FROM {{wanted}} {PublishedItem._meta.db_table} item "  # noqa: S608 - constants
    "WHERE item_id {among} AND site_id = %s AND state = %s AND (expires_at IS NULL OR expires_at > %s)"
)


def live_versions(site_id: int, item_ids: Collection[str], locale: str) -> list[LiveVersion]:
    """Those of a site's items that are live, in one query.

    Of the versions of a document only the one in ``locale``, or else one of the others, has its payload.
    """
    values = [site_id, State.LIVE.value, connection.ops.adapt_datetimefield_value(timezone.now())]
    if connection.vendor == "postgresql":
        statement = _LIVE.format(key="", wanted="", among="= ANY(%s)")
        return list(map(LiveVersion._make, read_prepared(statement, [locale, list(item_ids), *values])))
    # Cross join, and not IN: SQLite would read all that is live on the site. It has no dates, which models make.
    statement = _LIVE.format(key="item.id, ", wanted="json_each(%s) wanted CROSS JOIN", among="= wanted.value")
    items = PublishedItem.objects.raw(statement, [locale, json.dumps(list(item_ids)), *values])
    return [LiveVersion(*_of_item(item)) for item in items]
