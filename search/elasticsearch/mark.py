"""Which course of the log the indices were written from: see ``LogMark``.

One document, in an index of its own. Nothing is in the indices that the log did not have by the mark. A log that has
never been where the mark says was restored from a backup: versions in the indices may be ahead of it, and what it no
longer has may be in them.
"""

from __future__ import annotations

from elasticsearch import Elasticsearch

from cms_pages.publishing.models import LogMark, LogState
from search.elasticsearch.indices import alias_of

_ID = "mark"


def is_of_this_log(client: Elasticsearch) -> bool:
    """Whether the indices were written from the log as it is, or as it was earlier."""
    answer = client.options(ignore_status=404).get(index=_index(), id=_ID)
    if answer.meta.status == 404:
        return False
    sequence, token = answer["_source"]["sequence"], answer["_source"]["token"]
    return bool(sequence <= LogState.current().sequence and token == LogMark.token_at(sequence))


def write_mark(client: Elasticsearch) -> None:
    """Say that the indices are of the log as it is now. Called before anything newer is written into them."""
    if not client.indices.exists(index=_index()):
        # Two workers may both find that it is missing.
        client.options(ignore_status=400).indices.create(
            index=_index(), settings={"number_of_shards": 1, "auto_expand_replicas": "0-1"}
        )
    sequence = LogState.current().sequence
    client.index(index=_index(), id=_ID, document={"sequence": sequence, "token": LogMark.token_at(sequence)})


def _index() -> str:
    return alias_of("log")
