"""Sends documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from elasticsearch import ApiError, Elasticsearch
from elasticsearch.helpers import BulkIndexError, streaming_bulk

from cms_pages.publishing.models import PublishedItem
from search.elasticsearch.documents import action_of, erasure_of

_MOST_BYTES = 10 * 1024 * 1024
_CONFLICT, _TOO_LARGE, _BAD_REQUEST = 409, 413, 400
_LONGEST_REASON = 300
#: what is answered with 400 although nothing is wrong with the document
_OF_THE_INDEX = "index_closed_exception"


def write_items(
    client: Elasticsearch,
    items: Sequence[PublishedItem],
    index_of: Callable[[PublishedItem], str],
    *,
    require_alias: bool = False,
) -> dict[int, str]:
    """Write items and tombstones into their indices. Returns the items that Elasticsearch refused, and why, by ``pk``.

    Of such an item nothing older is left: it is found by its facts, title and summary where the fault is in its long
    texts, else not at all. Raises BulkIndexError where a tombstone is refused, and what ``write`` raises.
    """
    known = {f"{item.site_id}.{item.item_id}": item for item in items}

    def attempt(ids: Iterable[str], make: Callable[[PublishedItem, str], dict[str, Any]]) -> dict[str, str]:
        tried = [known[one] for one in ids]
        return write(client, [make(item, index_of(item)) for item in tried], require_alias=require_alias)

    refused = attempt(known, action_of)
    without_texts = attempt(refused, lambda item, index: action_of(item, index, texts=False)) if refused else {}
    erased = attempt(without_texts, erasure_of) if without_texts else {}
    if erased or any(not known[one].is_live for one in refused):
        raise BulkIndexError(f"A tombstone was refused: {next(iter(refused.values()))}", [])
    return {known[one].pk: reason for one, reason in refused.items()}


def write(client: Elasticsearch, actions: Sequence[dict[str, Any]], *, require_alias: bool = False) -> dict[str, str]:
    """Carry out bulk actions. A conflict is fine: the index has something newer.

    Returns what was refused for what it is, and why, by ``_id``. Raises elasticsearch's errors, and BulkIndexError for
    whatever else is wrong: all of it is to be tried again later.
    """
    refused, too_large = _send(client, actions, 500, require_alias=require_alias)
    if too_large:
        # Somebody on the way takes less at once: one by one, then.
        alone = [action for action in actions if action["_id"] in too_large]
        more, too_large = _send(client, alone, 1, require_alias=require_alias)
        refused |= more | too_large
    return refused


def _send(
    client: Elasticsearch, actions: Sequence[dict[str, Any]], at_once: int, *, require_alias: bool
) -> tuple[dict[str, str], dict[str, str]]:
    """What was refused, and what was in a request that was too large: ``_id`` and why."""
    results = streaming_bulk(
        client,
        actions,
        chunk_size=at_once,
        max_chunk_bytes=_MOST_BYTES,
        raise_on_error=False,
        raise_on_exception=False,
        # Elasticsearch is busy: the caller tries again later, with all of it.
        retry_on_status=(),
        require_alias=require_alias,
    )
    refused: dict[str, str] = {}
    too_large: dict[str, str] = {}
    for ok, result in results:
        answer = next(iter(result.values()))
        if ok or answer["status"] == _CONFLICT:
            continue
        error, whole_request = answer["error"], answer.get("exception")
        if answer["status"] == _TOO_LARGE:
            too_large[answer["_id"]] = str(error)
        elif isinstance(whole_request, ApiError):
            raise whole_request
        elif answer["status"] == _BAD_REQUEST and error["type"] != _OF_THE_INDEX:
            refused[answer["_id"]] = _reason(error)
        else:
            raise BulkIndexError(_reason(error), [result])
    return refused, too_large


def _reason(error: dict[str, Any]) -> str:
    """An error of Elasticsearch, and what caused it. Elasticsearch quotes the document at any length; we do not."""
    cause = error.get("caused_by")
    text = f"{error['type']}: {error['reason'][:_LONGEST_REASON]}"
    return f"{text} ({_reason(cause)})" if cause and cause.get("reason") else text
