"""Fills new indices from the log while the old ones serve, and puts them in their place."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import transaction
from elasticsearch import Elasticsearch

from cms_pages.publishing.models import LogState, PublishedItem, PublishedItemQuerySet
from search.elasticsearch.bulk import write
from search.elasticsearch.client import ERRORS
from search.elasticsearch.documents import ITEM_COLUMNS, action_of
from search.elasticsearch.indices import create_index, open_index, remove_unused, swap
from search.lease import rebuild_lease

_CHUNK = 200
#: so few changes may be left when publishing is held up for the swap
_FEW = 20
#: seconds for which publishing is held up at most
_SWAP_TIMEOUT = 5.0


def rebuild_indices(
    client: Elasticsearch, locales: Iterable[str], progress: Callable[[int], object] = lambda done: None
) -> None:
    """Make the indices of these languages anew. ``progress`` gets the number of items written each time.

    Raises RebuildUnderWay where another rebuild runs. Where it fails or is interrupted, the old indices go on serving
    and the new ones are removed.
    """
    languages = sorted(locales)
    with rebuild_lease() as renew:
        remove_unused(client, languages)

        def go_on(done: int) -> None:
            renew()
            progress(done)

        try:
            _fill(client, {locale: create_index(client, locale) for locale in languages}, go_on)
        finally:
            # After a swap these are the old ones, else the new ones. What cannot be removed now, the next rebuild
            # removes.
            with contextlib.suppress(*ERRORS):
                remove_unused(client, languages)


def _fill(client: Elasticsearch, indices: dict[str, str], progress: Callable[[int], object]) -> None:
    sequence = _copy(client, indices, 0, progress)
    while _changes(indices, sequence).count() > _FEW:
        sequence = _copy(client, indices, sequence, progress)
    for name in indices.values():
        open_index(client, name)
    # Nothing is numbered while the log is locked: what the reader has written to the old indices until the swap is
    # copied here, and what comes later it writes to the new ones.
    with transaction.atomic():
        LogState.lock()
        quick = client.options(request_timeout=_SWAP_TIMEOUT)
        _copy(quick, indices, sequence, progress)
        swap(quick, indices)


def _copy(client: Elasticsearch, indices: dict[str, str], after: int, progress: Callable[[int], object]) -> int:
    """Write what changed after a sequence number, in the log's order. Returns the last one's number."""
    reached = after

    def actions() -> Iterator[dict[str, Any]]:
        nonlocal reached
        while chunk := list(_changes(indices, reached).only(*ITEM_COLUMNS)[:_CHUNK]):
            for item in chunk:
                yield action_of(item, indices[item.locale])
            reached = chunk[-1].sequence
            progress(len(chunk))

    write(client, actions())
    return reached


def _changes(locales: Iterable[str], after: int) -> PublishedItemQuerySet:
    return PublishedItem.objects.filter(sequence__gt=after, locale__in=list(locales)).order_by("sequence")
