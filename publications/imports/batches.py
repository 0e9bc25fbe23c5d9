"""Has Wagtail index together what an import saves in one transaction."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, task_backends
from django_tasks.backends.immediate import ImmediateBackend
from modelsearch.backends import get_search_backends
from modelsearch.tasks import insert_or_update_object_task
from wagtail.models import Page, ReferenceIndex
from wagtail.tasks import update_reference_index_task

from cms_pages.child_rows import read_rows

logger = logging.getLogger(__name__)


@contextmanager
def indexed_together() -> Iterator[None]:
    """At its end what was saved in it is indexed, each thing once. To be used within a transaction.

    Wagtail's database search looks through its whole index for each thing that is saved: the more acts were imported,
    the longer the next one would take.
    """
    immediate = task_backends[DEFAULT_TASK_BACKEND_ALIAS]
    if not isinstance(immediate, ImmediateBackend):  # a queue: done later in any case
        yield
        return
    later = _Later(immediate)
    task_backends[DEFAULT_TASK_BACKEND_ALIAS] = later
    try:
        yield
    finally:
        task_backends[DEFAULT_TASK_BACKEND_ALIAS] = immediate
    later.index()


class _Later(ImmediateBackend):
    """Keeps what Wagtail wants indexed while one thread saves; every other task is done at once."""

    def __init__(self, immediate: ImmediateBackend) -> None:
        super().__init__(immediate.alias, {})
        self._immediate = immediate
        self._references: defaultdict[type[Any], set[str]] = defaultdict(set)
        self._searched: defaultdict[type[Any], set[str]] = defaultdict(set)

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        if task.func is update_reference_index_task.func:
            # Rows are saved with what they belong to, and what they refer to is of its references.
            if ReferenceIndex.is_indexed(model := apps.get_model(*args[:2])):
                self._references[model].add(args[2])
        elif task.func is insert_or_update_object_task.func and (model := apps.get_model(*args[:2])) is not Page:
            self._searched[model].add(args[2])
        else:
            return self._immediate.enqueue(task, args, kwargs)
        return None

    def index(self) -> None:
        for model, keys in self._references.items():
            # What is gone again was rolled back.
            things = list(model._default_manager.filter(pk__in=keys))
            read_rows(things)
            for thing in things:
                ReferenceIndex.create_or_update_for_object(thing)
        for model, keys in self._searched.items():
            things = list(model.get_indexed_objects().filter(pk__in=keys))
            for backend in get_search_backends(with_auto_update=True):
                try:
                    backend.add_bulk(model, things)
                except Exception:
                    logger.exception("What was imported could not be indexed for the search of the admin.")
                    if not backend.catch_indexing_errors:
                        raise
