"""Reads stale pages as the public sees them now and writes their items.

Safe to run twice, late, at once in several processes, or again after a crash: the row that numbers the log is locked
before anything is read, so who writes last has read last, and an item whose content did not change keeps its sequence.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Min, Q
from django.utils import timezone
from wagtail.models import Page, Site

from cms_pages.clock import is_past
from cms_pages.models.publishable import PublishablePage
from cms_pages.publishing.marking import mark_pages
from cms_pages.publishing.models import GoneReason, LogMark, LogState, PublishedFile, PublishedItem, StalePage, State
from cms_pages.publishing.together import Together, read_together
from cms_pages.publishing.view import PublicView, public_view
from cms_pages.registry import dependents

logger = logging.getLogger(__name__)

#: pages projected in one transaction: few, because editors' changes wait for its lock
BATCH = 20
LONGEST_PAUSE = timedelta(minutes=5)


def project_stale(limit: int = 200) -> int:
    """Project the pages that were marked longest ago, at most ``limit``. Returns how many were tried."""
    due = StalePage.objects.filter(Q(retry_at=None) | is_past("retry_at", LONGEST_PAUSE))
    page_ids = due.values("page_id").annotate(first=Min("pk")).order_by("first").values_list("page_id", flat=True)
    ids = list(page_ids[:limit])
    project_pages(ids)
    return len(ids)


def project_due() -> int:
    """Bury the items whose time is over, whether or not their pages were unpublished, and project those anew that have
    come to the time at which they change by themselves. Returns how many there were.

    The worker does it all the time; who answers requests from the log does it where a worker has not.
    """
    live, now = PublishedItem.objects.live(), timezone.now()
    # Two questions, since for one with an "or" SQLite would not use the indexes.
    due = {*live.filter(expires_at__lte=now).values_list("page_id", flat=True)}
    due |= {*live.filter(changes_at__lte=now).values_list("page_id", flat=True)}
    project_pages(sorted(due))
    return len(due)


def project_pages(page_ids: Iterable[int]) -> int:
    """Write the items of these pages as they are now. Returns how many items changed.

    A page that cannot be projected does not hold up the others: it stays marked, with the error, and is tried again.
    """
    ids = list(page_ids)
    changed = 0
    for start in range(0, len(ids), BATCH):
        with transaction.atomic():
            changed += _project_batch(ids[start : start + BATCH])
    return changed


def _project_batch(page_ids: Sequence[int]) -> int:
    log = LogState.lock()
    # Wagtail keeps for an hour where sites begin, and other processes do not hear of a new one or another host name.
    Site.clear_site_root_paths_cache()
    # Taken before the pages are read: a mark made later stays, and is projected in its turn.
    marks = list(StalePage.objects.filter(page_id__in=page_ids).values_list("pk", "page_id"))
    pages = {page.pk: page for page in Page.objects.filter(pk__in=page_ids).specific()}
    together = read_together(pages.values())
    before, failed = log.sequence, set()
    for page_id in page_ids:
        sequence = log.sequence
        try:
            with transaction.atomic():
                _project(page_id, pages.get(page_id), together, log)
        except Exception as error:
            logger.exception("Page %s could not be projected.", page_id, extra={"page_id": page_id})
            log.sequence = sequence
            failed.add(page_id)
            _put_off(page_id, error)
    StalePage.objects.filter(pk__in=[pk for pk, page_id in marks if page_id not in failed]).delete()
    log.next_change = next_change()
    log.save(update_fields=["sequence", "next_change"])
    if log.sequence != before:
        LogMark.objects.create(sequence=log.sequence)
        _mark_dependents(before)
    return log.sequence - before


def _mark_dependents(before: int) -> None:
    """Have the pages projected that say something of items that changed after ``before``.

    They may just have been: but then what they read may have been the item as it was. Where nothing that they say
    changed, their items stay as they are, so this ends.
    """
    changed = PublishedItem.objects.filter(sequence__gt=before).values_list("translation_key", flat=True)
    keys = set(changed) if len(dependents) else set()
    for find in dependents:
        mark_pages(find(keys))


def next_change() -> datetime | None:
    """When the first of the live items comes to its end or changes by itself."""
    live = PublishedItem.objects.live()
    # Without the conditions SQLite would look through all items.
    firsts = [
        live.filter(**{f"{column}__isnull": False}).aggregate(first=Min(column))["first"]
        for column in ("expires_at", "changes_at")
    ]
    return min(filter(None, firsts), default=None)


def _put_off(page_id: int, error: Exception) -> None:
    mark = StalePage.objects.filter(page_id=page_id).order_by("-failures").first() or StalePage(page_id=page_id)
    mark.failures += 1
    mark.retry_at = timezone.now() + min(timedelta(seconds=2 ** min(mark.failures, 10)), LONGEST_PAUSE)
    mark.last_error = f"{type(error).__name__}: {error}"[:2000]
    mark.save()
    StalePage.objects.filter(page_id=page_id).exclude(pk=mark.pk).delete()
    # The mark says when to try again, and not every request that finds it due.
    PublishedItem.objects.filter(page_id=page_id, changes_at__lte=timezone.now()).update(changes_at=None)


def _project(page_id: int, page: Page | None, together: Together, log: LogState) -> None:
    view = GoneReason.DELETED if page is None else public_view(page, together)
    words = page.item_withdrawal() if view is GoneReason.WITHDRAWN and isinstance(page, PublishablePage) else None
    known = Q(page_id=page_id, state=State.LIVE)
    if isinstance(view, PublicView):
        known |= Q(item_id=view.item_id, site_id=view.site_id)
    items = {(item.item_id, item.site_id): item for item in PublishedItem.objects.filter(known)}
    if isinstance(view, PublicView):
        item = items.pop((view.item_id, view.site_id), None)
        _write(view, item, page_id, together.parents.get(page_id), log)
        reason = GoneReason.MOVED
    else:
        reason = view or GoneReason.DELETED
    for item in items.values():
        _bury(item, reason, log, words)


def _write(view: PublicView, item: PublishedItem | None, page_id: int, parent_id: int | None, log: LogState) -> None:
    is_new = item is None
    item = item or PublishedItem(item_id=view.item_id, site_id=view.site_id)
    item.page_id, item.parent_page_id = page_id, parent_id
    # Not part of what is sent, so that an end that is put off does not change the item.
    item.expires_at, item.changes_at = view.expires_at, view.changes_at
    if item.is_live and item.digest == view.digest:
        item.save(update_fields=["page_id", "parent_page_id", "expires_at", "changes_at"])
        return
    for column, value in view.columns.items():
        setattr(item, column, value)
    item.state, item.reason, item.digest = State.LIVE, "", view.digest
    _number(item, log)
    item.payload = payload(view.content, item.sequence, item.changed_at)
    item.save()
    if not is_new:
        item.files.all().delete()
    PublishedFile.objects.bulk_create(view.files.rows(item))


def _bury(item: PublishedItem, reason: GoneReason, log: LogState, words: dict[str, Any] | None = None) -> None:
    """Turn an item into its tombstone: its name, type and reason stay, and what is given as its last words."""
    kept = {"id", "item_id", "translation_key", "locale", "site", "page_id", "type"}
    for field in PublishedItem._meta.concrete_fields:
        if field.name not in kept:
            setattr(item, field.name, None if field.null else field.get_default())
    item.state, item.reason = State.GONE, reason
    item.payload = json.dumps(words, ensure_ascii=False) if words else ""
    _number(item, log)
    item.save()
    item.files.all().delete()


def _number(item: PublishedItem, log: LogState) -> None:
    log.sequence += 1
    item.sequence, item.changed_at = log.sequence, timezone.now()


def payload(content: dict[str, object], sequence: int, changed_at: datetime) -> str:
    """An item as the content API sends it: one JSON object, with its sequence and the time it last changed."""
    complete = {**content, "sequence": sequence, "changed_at": changed_at.isoformat()}
    return json.dumps(complete, ensure_ascii=False, separators=(",", ":"))
