"""Says which pages' items may be out of date. Writes nothing else, so it is safe inside any transaction."""

from __future__ import annotations

import threading
from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from wagtail.models import Page, ReferenceIndex, TranslatableMixin

from cms_pages.publishing.models import PublishedItem, StalePage

#: so many pages are projected by the process that changed them; what is above waits for the worker
AT_ONCE = 20


class _Marked(threading.local):
    """The pages that a thread has marked, and not projected yet."""

    def __init__(self) -> None:
        self.ids: set[int] = set()


_marked = _Marked()


def mark_pages(page_ids: Iterable[int]) -> None:
    """Mark pages as stale, and have them projected once the change is committed: all of one transaction together."""
    ids = sorted(set(page_ids))
    if not ids:
        return
    StalePage.objects.bulk_create([StalePage(page_id=page_id) for page_id in ids], batch_size=1000)
    if len(ids) <= AT_ONCE:
        _marked.ids.update(ids)
        transaction.on_commit(_project_marked, robust=True)


def _project_marked() -> None:
    from cms_pages.publishing.projector import project_pages  # the projector reads page models, which import this

    page_ids, _marked.ids = _marked.ids, set()
    if not page_ids:
        return
    # What was rolled back is marked no more; and whoever projected a page since the commit took its marks away.
    still_marked = StalePage.objects.filter(page_id__in=page_ids).values_list("page_id", flat=True)
    project_pages(sorted(set(still_marked)))


def mark_tree(page: Page) -> None:
    """Mark a page and all below it."""
    mark_pages(Page.objects.descendant_of(page, inclusive=True).values_list("pk", flat=True))


def mark_site_pages(site_id: int) -> None:
    """Mark every page that has a live item on a site: its address, or the site itself, has changed."""
    mark_pages(PublishedItem.objects.live().filter(site_id=site_id).values_list("page_id", flat=True))


def pages_using(thing: models.Model) -> set[int]:
    """The ids of pages that refer to a snippet, image, document or page, in any of its languages."""
    versions: list[models.Model] = [thing]
    if isinstance(thing, TranslatableMixin) and not isinstance(thing, Page):
        versions = list(thing.get_translations(inclusive=True))
    page_type = ContentType.objects.get_for_model(Page).pk
    ids: set[int] = set()
    for version in versions:
        # Which are pages is asked here: as a condition, SQLite would look through the references of all pages.
        references = ReferenceIndex.get_references_to(version).values_list("base_content_type_id", "object_id")
        ids.update(int(object_id) for type_id, object_id in references if type_id == page_type)
    return ids
