"""Wagtail's and Django's own events after which acts and minutes, or events and news, say something else of each other.

What changes with an item (another title, unpublished) the publication log asks about itself, see ``apps.py``. But by
then a relation that was removed is gone from the database: so whoever it named is marked before.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from wagtail.models import CollectionViewRestriction

from cms_pages.publishing.marking import mark_pages
from publications.events.linked import pages_concerned as pages_of_events
from publications.models import ActPage, AlbumPage, MinutesPage, NewsPage, RecordingPage
from publications.models.archived import ArchivedPage
from publications.relations import pages_concerned


def page_changes(
    sender: type[Any],
    instance: Any,
    created: bool = False,
    raw: bool = False,
    update_fields: Any = None,
    **kwargs: Any,
) -> None:
    # A save of a few fields keeps the rows, and a new page had none. Those of a whole one are written after this.
    if isinstance(instance, ActPage | MinutesPage) and not (raw or created) and update_fields is None:
        mark_pages(pages_concerned({instance.translation_key}))


def event_changes(sender: type[Any], instance: Any, raw: bool = False, **kwargs: Any) -> None:
    # The event that it told of until now: after it is saved, nobody can tell which.
    if isinstance(instance, NewsPage | ArchivedPage) and not raw and instance.pk is not None:
        mark_pages(pages_of_events({instance.translation_key}))


def collection_changes(**kwargs: Any) -> None:
    """A collection became private, or is not any more: albums and recordings show other files."""
    for model in (AlbumPage, RecordingPage):
        mark_pages(model.objects.live().values_list("pk", flat=True))


def connect() -> None:
    """Connect every receiver once. Called when all models are loaded."""
    post_save.connect(page_changes, dispatch_uid="publications.page_saved")
    pre_save.connect(event_changes, dispatch_uid="publications.news_saved")
    pre_delete.connect(event_changes, dispatch_uid="publications.news_deleted")
    pre_delete.connect(page_changes, dispatch_uid="publications.page_deleted")
    for signal, name in ((post_save, "saved"), (post_delete, "deleted")):
        signal.connect(collection_changes, CollectionViewRestriction, dispatch_uid=f"publications.restriction_{name}")
