"""Fills new indices from the log while the old ones serve, and puts them in their place."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable

from django.db import transaction
from elasticsearch import Elasticsearch

from cms_pages.publishing.models import LogState, PublishedItem, PublishedItemQuerySet
from cms_pages.publishing.refused import retry_refused, set_aside
from search.elasticsearch.bulk import write_items
from search.elasticsearch.client import ERRORS
from search.elasticsearch.documents import ITEM_COLUMNS
from search.elasticsearch.indices import READER, content_locales, create_index, open_index, remove_unused, swap
from search.elasticsearch.mark import write_mark
from search.lease import rebuild_lease

_CHUNK = 200
#: so few changes may be left when publishing is held up for the swap
_FEW = 20
#: seconds for which publishing is held up at most
_SWAP_TIMEOUT = 5.0


def rebuild_all(client: Elasticsearch, progress: Callable[[int], object] = lambda done: None) -> None:
    """Make the indices of all languages anew, and write down that they are of this log: see ``rebuild_indices``."""
    published = PublishedItem.objects.order_by().values_list("locale", flat=True).distinct()
    rebuild_indices(client, content_locales() | set(published), progress)
    write_mark(client)


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
    refused: dict[int, str] = {}

    def copy(client: Elasticsearch, after: int) -> int:
        """Write what changed after a sequence number, in the log's order. Returns the last one's number."""
        while chunk := list(_changes(indices, after).only(*ITEM_COLUMNS)[:_CHUNK]):
            refused.update(write_items(client, chunk, lambda item: indices[item.locale]))
            after = chunk[-1].sequence
            progress(len(chunk))
        return after

    sequence = copy(client, 0)
    while _changes(indices, sequence).count() > _FEW:
        sequence = copy(client, sequence)
    for name in indices.values():
        open_index(client, name)
    # Nothing is numbered while the log is locked: what the reader has written to the old indices until the swap is
    # copied here, and what comes later it writes to the new ones.
    with transaction.atomic():
        LogState.lock()
        quick = client.options(request_timeout=_SWAP_TIMEOUT)
        copy(quick, sequence)
        swap(quick, indices)
    set_aside(READER, (), refused)
    # The new indices may take what the old ones did not.
    retry_refused(READER)


def _changes(locales: Iterable[str], after: int) -> PublishedItemQuerySet:
    return PublishedItem.objects.filter(sequence__gt=after, locale__in=list(locales)).order_by("sequence")
