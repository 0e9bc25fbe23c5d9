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
    f"SELECT {', '.join(f'item.{name}' for name in _COLUMNS)} "  # noqa: S608 - constants
    f"FROM {{wanted}} {PublishedItem._meta.db_table} item WHERE item_id {{among}} "
    "AND site_id = %s AND state = %s AND (expires_at IS NULL OR expires_at > %s)"
)


def live_versions(site_id: int, item_ids: Collection[str]) -> list[PublishedItem]:
    """Those of a site's items that are live, without their long texts, in one query."""
    values = [site_id, State.LIVE.value, connection.ops.adapt_datetimefield_value(timezone.now())]
    if connection.vendor == "postgresql":
        rows = read_prepared(_LIVE.format(wanted="", among="= ANY(%s)"), [list(item_ids), *values])
        return [PublishedItem.from_db(connection.alias, _COLUMNS, row) for row in rows]
    # Cross join, and not IN: SQLite would read all that is live on the site.
    statement = _LIVE.format(wanted="json_each(%s) wanted CROSS JOIN", among="= wanted.value")
    return list(PublishedItem.objects.raw(statement, [json.dumps(list(item_ids)), *values]))
