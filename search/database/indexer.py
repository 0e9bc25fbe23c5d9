"""Writes the database engine's entries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cms_pages.publishing.models import LogState, PublishedItem
from search.analysis import analyzer_for, clean
from search.models import SearchEntry
from search.words import identifier_key

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

#: Characters of terms that are kept: PostgreSQL refuses a tsvector of more than 1 MiB, and with these even one in which
#: every word is different stays below.
MOST_SUMMARY = 20_000
MOST_TEXT = 200_000
MOST_DOCUMENTS = 300_000

_COLUMNS = ["identifier", "title", "summary", "text", "documents", "title_words"]
#: what an entry is made of; a payload can be larger than all the rest
ITEM_COLUMNS = ["sequence", "state", "locale", "identifier", "title", "summary", "text", "documents_text"]


class DatabaseReader:
    """Keeps the entries up to date. Entries serve where there is no Elasticsearch, and while it does not answer."""

    name: ClassVar[str] = "search-database"
    label: ClassVar[_StrPromise | str] = _("Search in the database")
    batch_size: ClassVar[int] = 100

    def handle(self, items: Sequence[PublishedItem]) -> None:
        entries = [entry_of(item) for item in items if item.is_live]
        with transaction.atomic():
            # What changed since it was read comes again; another worker may have handled that already.
            LogState.lock()
            unchanged = PublishedItem.objects.filter(sequence__in=[item.sequence for item in items])
            current = set(unchanged.values_list("pk", flat=True))
            _write([entry for entry in entries if entry.pk in current], current)


def _write(entries: Iterable[SearchEntry], items: Iterable[int]) -> None:
    """Write entries, and remove those of all other ``items``."""
    entries = list(entries)
    SearchEntry.objects.filter(pk__in=set(items) - {entry.pk for entry in entries}).delete()
    SearchEntry.objects.bulk_create(
        entries, update_conflicts=True, unique_fields=["item"], update_fields=_COLUMNS, batch_size=50
    )


def entry_of(item: PublishedItem) -> SearchEntry:
    analyzer = analyzer_for(item.locale)
    title = clean(f"{item.title} {item.identifier}")
    # Of long documents it matters whether a word is in them, not how often.
    documents = dict.fromkeys(analyzer.terms(clean(item.documents_text)))
    return SearchEntry(
        item_id=item.pk,
        identifier=identifier_key(item.identifier),
        title=" ".join(analyzer.terms(title)),
        summary=_cut(analyzer.terms(clean(item.summary)), MOST_SUMMARY),
        text=_cut(analyzer.terms(clean(item.text)), MOST_TEXT),
        documents=_cut(documents, MOST_DOCUMENTS),
        title_words=" ".join(analyzer.folded(clean(item.title))),
    )


def _cut(terms: Iterable[str], most: int) -> str:
    text = " ".join(terms)
    return text if len(text) <= most else text[:most].rpartition(" ")[0]


def rebuild_entries(progress: Callable[[int], object], chunk: int = 50) -> None:
    """Write all entries anew, in the log's order, while they serve. ``progress`` gets the number of items done each
    time.
    """
    sequence = 0
    while True:
        with transaction.atomic():
            # Held for one chunk, so that no newer state of an item is overwritten with what was read before it.
            LogState.lock()
            log = PublishedItem.objects.filter(sequence__gt=sequence).order_by("sequence")
            items = list(log.only(*ITEM_COLUMNS)[:chunk])
            _write([entry_of(item) for item in items if item.is_live], [item.pk for item in items])
        if not items:
            break
        sequence = items[-1].sequence
        progress(len(items))
    SearchEntry.objects.exclude(item__in=PublishedItem.objects.live()).delete()
