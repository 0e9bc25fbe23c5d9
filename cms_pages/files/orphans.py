"""Files that nobody refers to: a process that was killed between keeping a file and committing its row leaves one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import PurePosixPath

from django.apps import apps
from django.core.files.storage import Storage, default_storage
from django.db.models import FileField
from django.utils import timezone


def orphaned_files(older_than: timedelta, storage: Storage = default_storage) -> Iterator[str]:
    """The names of files that no row of the database names, in their order.

    What is younger may be that of an upload whose row is not committed yet. Every file below the storage's root counts.
    """
    # Before the names are read: who is committed meanwhile is young.
    latest = timezone.now() - older_than
    named = named_files(storage)
    for name in _files_in(storage):
        if name not in named and storage.get_modified_time(name) < latest:
            yield name


def named_files(storage: Storage = default_storage) -> set[str]:
    """The names of the files that rows of the database name."""
    named: set[str] = set()
    for field in _file_fields(storage):
        named.update(field.model._base_manager.values_list(field.name, flat=True))
    return named - {""}


def _file_fields(storage: Storage) -> Iterator[FileField]:
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, FileField) and field.storage == storage:
                yield field


def _files_in(storage: Storage, folder: str = "") -> Iterator[str]:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:  # nothing was ever kept
        return
    yield from (str(PurePosixPath(folder, name)) for name in sorted(filter(None, files)))
    for below in sorted(filter(None, folders)):
        yield from _files_in(storage, str(PurePosixPath(folder, below)))
