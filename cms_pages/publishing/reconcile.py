"""Compares every page with its item and repairs what differs: bulk updates, a restored backup."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Max, Q, QuerySet
from django.utils import timezone
from wagtail.models import Page, Site

from cms_pages.publishing.models import GoneReason, LogMark, LogState, PublishedItem, State
from cms_pages.publishing.projector import project_pages
from cms_pages.publishing.together import read_together
from cms_pages.publishing.view import PublicView, public_view
from cms_pages.registry import publication_types

BATCH = 20
#: how long a tombstone is kept: a client that was away for longer starts again
TOMBSTONES_KEPT = timedelta(days=90)


def pages_of_the_log() -> QuerySet[Page]:
    models = [known.model for known in publication_types]
    pages: QuerySet[Page] = Page.objects.type(*models)
    return pages


def reconcile() -> Iterator[tuple[int, Counter[str]]]:
    """Check and repair in batches; yields how many pages were checked and all that was wrong so far.

    What is wrong is counted as ``missing``, ``outdated`` or ``leaked``: live in the log, but not on the site.
    Writes the findings to ``LogState`` at the end.
    """
    found: Counter[str] = Counter()
    page_ids = list(pages_of_the_log().order_by("pk").values_list("pk", flat=True))
    in_log = PublishedItem.objects.live().values_list("page_id", flat=True)
    page_ids += sorted(set(in_log) - set(page_ids))
    for start in range(0, len(page_ids), BATCH):
        batch = page_ids[start : start + BATCH]
        wrong = dict(_compare(batch))
        found.update(wrong.values())
        project_pages(wrong)
        yield len(batch), found
    LogState.current()
    LogState.objects.filter(pk=1).update(reconciled_at=timezone.now(), repairs=dict(found))


def _compare(page_ids: list[int]) -> Iterator[tuple[int, str]]:
    Site.clear_site_root_paths_cache()  # see the projector
    pages = {page.pk: page for page in Page.objects.filter(pk__in=page_ids).specific()}
    together = read_together(pages.values())
    items: dict[int, list[PublishedItem]] = {}
    live_items = PublishedItem.objects.live().filter(page_id__in=page_ids)
    for item in live_items.only("page_id", "item_id", "site_id", "digest", "expires_at", "changes_at"):
        items.setdefault(item.page_id, []).append(item)
    for page_id in page_ids:
        page = pages.get(page_id)
        view = public_view(page, together) if page is not None else None
        live = items.get(page_id, [])
        if not isinstance(view, PublicView):
            if live:
                yield page_id, "leaked"
        elif not any((item.item_id, item.site_id) == (view.item_id, view.site_id) for item in live):
            yield page_id, "missing"
        elif len(live) > 1 or _says(live[0]) != _says(view):
            yield page_id, "outdated"


def _says(one: PublishedItem | PublicView) -> tuple[str, datetime | None, datetime | None]:
    return one.digest, one.expires_at, one.changes_at


def sweep_tombstones() -> int:
    """Remove tombstones older than ``TOMBSTONES_KEPT``. Returns how many."""
    # What was withdrawn says so for ever.
    withdrawn = Q(reason=GoneReason.WITHDRAWN)
    old = PublishedItem.objects.filter(~withdrawn, state=State.GONE, changed_at__lt=timezone.now() - TOMBSTONES_KEPT)
    highest = old.aggregate(highest=Max("sequence"))["highest"]
    if highest is None:
        return 0
    # First the mark, then the deletion: a client must never be served a gap as if it were complete.
    LogState.objects.filter(pk=1, swept__lt=highest).update(swept=highest)
    # Who stands before a tombstone that is gone has to start again anyway.
    LogMark.objects.filter(sequence__lt=highest).delete()
    return old.filter(sequence__lte=highest).delete()[0]
