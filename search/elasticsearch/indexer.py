"""Writes the indices from the log."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from elasticsearch import Elasticsearch

from cms_pages.contracts import ItemsRefused
from cms_pages.publishing.models import PublishedItem, State
from search.elasticsearch.bulk import write, write_items
from search.elasticsearch.client import READER_TIMEOUT, client_of
from search.elasticsearch.indices import READER, alias_of, content_locales, missing_locales
from search.elasticsearch.mark import is_of_this_log, write_mark
from search.elasticsearch.rebuild import rebuild_all, rebuild_indices

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

#: how long an index remembers the version of an item that is gone
TOMBSTONES_KEPT = timedelta(days=7)
_SWEEP_EVERY = 24 * 3600.0


class ElasticsearchReader:
    """Keeps the indices up to date.

    Where one is missing, it is made and filled from the log first; so are all where they are of a log that this one,
    restored from a backup, does not go on from.
    """

    name: ClassVar[str] = READER
    label: ClassVar[_StrPromise | str] = _("Search in Elasticsearch")
    batch_size: ClassVar[int] = 200

    def __init__(self) -> None:
        self._swept_at = float("-inf")

    def handle(self, items: Sequence[PublishedItem]) -> None:
        patient = client_of(settings.ELASTICSEARCH_URL)
        client = patient.options(request_timeout=READER_TIMEOUT)
        if not is_of_this_log(client):
            rebuild_all(patient)
        elif missing := missing_locales(client, content_locales() | {item.locale for item in items}):
            rebuild_indices(patient, missing)
        write_mark(client)
        refused = write_items(client, items, lambda item: alias_of(item.locale), require_alias=True)
        if time.monotonic() - self._swept_at > _SWEEP_EVERY:
            sweep_tombstones(client)
            self._swept_at = time.monotonic()
        if refused:
            raise ItemsRefused(refused)


def sweep_tombstones(client: Elasticsearch, kept: timedelta = TOMBSTONES_KEPT) -> int:
    """Delete tombstones older than ``kept``. Returns how many. An item that is live again meanwhile stays."""
    aliases = [alias_of(locale) for locale in sorted(content_locales())]
    old = {"bool": {"filter": [{"term": {"state": State.GONE}}, {"range": {"gone_at": {"lt": timezone.now() - kept}}}]}}
    swept = 0
    while True:
        client.indices.refresh(index=aliases, ignore_unavailable=True)
        answer = client.search(
            index=aliases, ignore_unavailable=True, query=old, size=1000, source=False, seq_no_primary_term=True
        )
        hits = answer["hits"]["hits"]
        if not hits:
            return swept
        write(client, list(_deletions(hits)))
        swept += len(hits)


def _deletions(hits: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for hit in hits:
        yield {
            "_op_type": "delete",
            "_index": hit["_index"],
            "_id": hit["_id"],
            "if_seq_no": hit["_seq_no"],
            "if_primary_term": hit["_primary_term"],
        }
