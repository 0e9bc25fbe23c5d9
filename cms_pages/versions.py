"""Items of the publication log by their ids, as a search reads them."""

from __future__ import annotations

import json
from collections.abc import Collection

from django.db import connection
from django.utils import timezone

from cms_pages.publishing.models import PublishedItem, State
from cms_pages.publishing.prepared import read_prepared
from cms_pages.selectors import LISTED

_READ = {"id", *LISTED, "sequence", "payload"}
# In the model's order, in which Django takes a row.
_COLUMNS = [field.attname for field in PublishedItem._meta.concrete_fields if field.attname in _READ]
# Written out, as for the lists (``cms_pages.api.log``): putting it together and planning it took longer than reading.
_LIVE = (
    f"SELECT {', '.join(_COLUMNS)} FROM {PublishedItem._meta.db_table} "  # noqa: S608 - constants
    "WHERE site_id = %s AND state = %s AND (expires_at IS NULL OR expires_at > %s) AND item_id {among}"
)


def live_versions(site_id: int, item_ids: Collection[str]) -> list[PublishedItem]:
    """Those of a site's items that are live, without their long texts, in one query."""
    values = [site_id, State.LIVE.value, connection.ops.adapt_datetimefield_value(timezone.now())]
    if connection.vendor == "postgresql":
        rows = read_prepared(_LIVE.format(among="= ANY(%s)"), [*values, list(item_ids)])
        return [PublishedItem.from_db(connection.alias, _COLUMNS, row) for row in rows]
    statement = _LIVE.format(among="IN (SELECT value FROM json_each(%s))")
    return list(PublishedItem.objects.raw(statement, [*values, json.dumps(list(item_ids))]))
