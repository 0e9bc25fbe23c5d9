"""Sends documents."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import BulkIndexError, streaming_bulk

_MOST_BYTES = 10 * 1024 * 1024
_CONFLICT = 409


def write(client: Elasticsearch, actions: Iterable[dict[str, Any]], *, require_alias: bool = False) -> None:
    """Carry out bulk actions. A conflict is fine: the index has something newer.

    Raises BulkIndexError for whatever else is wrong with a document, and elasticsearch's errors.
    """
    results = streaming_bulk(
        client,
        actions,
        chunk_size=500,
        max_chunk_bytes=_MOST_BYTES,
        raise_on_error=False,
        # Elasticsearch is busy: the caller tries again later, with all of it.
        retry_on_status=(),
        require_alias=require_alias,
    )
    errors = [
        answer for ok, result in results for answer in result.values() if not ok and answer["status"] != _CONFLICT
    ]
    if errors:
        raise BulkIndexError(f"{len(errors)} documents were refused, the first: {errors[0].get('error')}", errors)
