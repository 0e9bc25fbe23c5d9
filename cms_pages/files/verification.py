"""Whether the files that are public are still those that were published: each is read, and compared with its checksum.

Nothing is repaired: a file that differs is a matter for people, who restore it from a backup or ask who was there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtailmedia import get_media_model

from cms_pages.clock import TOLERANCE
from cms_pages.files.facts import DocumentFacts
from cms_pages.publishing.models import PublishedFile, PublishedItem

if TYPE_CHECKING:
    from django.core.files.storage import Storage

MISSING, CHANGED, UNREADABLE = "missing", "changed", "unreadable"
#: bytes that are read at once
CHUNK = 1024 * 1024
BATCH = 100
END = object()
#: a worker verifies where nobody else (the timer of the system) has for so long
DUE_AFTER = timedelta(hours=26)
ABANDONED_AFTER = timedelta(hours=6)


class FileVerification(models.Model):
    """The one row with what the last verification found. ``problems`` are those of ``Problem``, as dictionaries."""

    begun_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    checked = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)

    objects: models.Manager[FileVerification]

    def __str__(self) -> str:
        return f"{self.checked} files, {len(self.problems)} problems"

    @classmethod
    def last(cls) -> FileVerification:
        return cls.objects.get_or_create(pk=1)[0]


@dataclass(frozen=True)
class Problem:
    """A public file that is not what it was. ``problem`` is ``missing``, ``changed`` or ``unreadable``.

    ``kind`` is ``document``, ``image`` or ``recording``, ``id`` its number, ``name`` the file's in its storage.
    ``used_in`` are the addresses of the pages that offer it.
    """

    kind: str
    id: int
    name: str
    problem: str
    used_in: list[str]


def count_public_files() -> int:
    return sum(len(_ids(kind)) for kind in RECORDED)


def verify_files() -> Iterator[Problem | None]:
    """Read every public file; yields for each what is wrong with it, or None. Writes what was found at the end."""
    FileVerification.last()
    FileVerification.objects.filter(pk=1).update(begun_at=timezone.now())
    problems: list[Problem] = []
    checked = 0
    for problem in _verify_all():
        checked += 1
        if problem is not None:
            problems.append(problem)
        yield problem
    FileVerification.objects.filter(pk=1).update(
        finished_at=timezone.now(), checked=checked, problems=[asdict(problem) for problem in problems]
    )


def _ids(kind: str) -> list[int]:
    column = f"{kind}_id"
    files = PublishedFile.objects.filter(**{f"{column}__isnull": False}, item__in=PublishedItem.objects.live())
    return sorted(set(files.values_list(column, flat=True)))


def _verify_all() -> Iterator[Problem | None]:
    models_of = {"document": get_document_model(), "image": get_image_model(), "recording": get_media_model()}
    for kind, recorded_of in RECORDED.items():
        ids, model = _ids(kind), models_of[kind]
        for start in range(0, len(ids), BATCH):
            batch = ids[start : start + BATCH]
            recorded = recorded_of(batch)
            files = model._default_manager.in_bulk(batch)
            for pk in batch:
                problem = _verify(files[pk], recorded.get(pk, ())) if pk in files else None
                name = files[pk].file.name if pk in files else ""
                yield Problem(kind, pk, name, problem, _used_in(kind, pk)) if problem else None


def _recorded_documents(ids: list[int]) -> dict[int, tuple[str, str]]:
    rows = DocumentFacts.objects.filter(document__in=ids).values_list("document_id", "file_name", "sha256")
    return {pk: (file_name, sha256) for pk, file_name, sha256 in rows}


def _recorded_recordings(ids: list[int]) -> dict[int, tuple[str, str]]:
    rows = get_media_model().objects.filter(pk__in=ids).values_list("pk", "file", "sha256")
    return {pk: (file_name, sha256) for pk, file_name, sha256 in rows}


#: for each kind, the names and the SHA-256 of files, as they were when it was worked out
RECORDED: dict[str, Callable[[list[int]], dict[int, tuple[str, str]]]] = {
    "document": _recorded_documents,
    "image": lambda ids: {},
    "recording": _recorded_recordings,
}


def _verify(file: Any, recorded: tuple[str, str] | tuple[()]) -> str:
    """What is wrong with the file of a document, image or recording; empty if nothing is."""
    try:
        sha256, sha1 = _checksums(file.file.storage, file.file.name)
    except FileNotFoundError:
        return MISSING
    except Exception:  # each storage raises its own kinds
        return UNREADABLE
    # Of recordings only the SHA-256 is kept.
    file_hash = getattr(file, "file_hash", sha1)
    if not file_hash:
        # Made by code. From now on it is known.
        type(file)._default_manager.filter(pk=file.pk, file=file.file.name, file_hash="").update(file_hash=sha1)
    # Wagtail's own is made when a file is uploaded, and is the only one of a picture.
    elif file_hash != sha1:
        return CHANGED
    if recorded and recorded[0] == file.file.name and recorded[1] != sha256:
        return CHANGED
    return ""


def _checksums(storage: Storage, name: str) -> tuple[str, str]:
    sha256, sha1 = hashlib.sha256(), hashlib.sha1(usedforsecurity=False)
    with storage.open(name) as file:
        while chunk := file.read(CHUNK):
            sha256.update(chunk)
            sha1.update(chunk)
    return sha256.hexdigest(), sha1.hexdigest()


def _used_in(kind: str, pk: int) -> list[str]:
    items = PublishedItem.objects.live().filter(**{f"files__{kind}_id": pk})
    return sorted(set(items.values_list("url", flat=True)))


class Nightly:
    """The worker's verification: a file at a time, since what is published must not wait for it."""

    def __init__(self) -> None:
        self._under_way: Iterator[Problem | None] | None = None

    def step(self) -> None:
        if self._under_way is None and self._is_ours(timezone.now()):
            self._under_way = verify_files()
        if self._under_way is not None and next(self._under_way, END) is END:
            self._under_way = None

    def _is_ours(self, now: datetime) -> bool:
        """Whether it is due; then nobody else is told so."""
        FileVerification.last()
        never, long_ago = Q(begun_at=None), Q(begun_at__lt=now - DUE_AFTER)
        # Whoever began it was stopped.
        unfinished = Q(finished_at=None) | Q(finished_at__lt=F("begun_at"))
        abandoned = unfinished & Q(begun_at__lt=now - ABANDONED_AFTER)
        by_a_wrong_clock = Q(begun_at__gt=now + TOLERANCE)
        due = FileVerification.objects.filter(never | long_ago | abandoned | by_a_wrong_clock, pk=1)
        return bool(due.update(begun_at=now))
