"""Where the files of an import come from: a folder, an archive, or the documents that are here already."""

from __future__ import annotations

import hashlib
import io
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Protocol

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms_pages.files.kinds import NOT_SUPPORTED, check_content, extension_of

if TYPE_CHECKING:
    from wagtail.documents.models import AbstractDocument
    from wagtail.models import Collection

OUTSIDE = _("“%(name)s” leads out of the folder of files. Write its name as it is below that folder.")
MISSING = _("The file “%(name)s” is missing. Put it among the files, or correct its name.")
TOO_BIG = _("The file “%(name)s” is too big: at most %(megabytes)d MB.")
DAMAGED = _("The file “%(name)s” in the archive is damaged. Pack the archive anew.")


@dataclass(frozen=True)
class FoundFile:
    """A file's name without folders, and what is in it. ``document`` is set where it is a document here already."""

    name: str
    content: bytes
    document: AbstractDocument | None = None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


class Source(Protocol):
    def find(self, name: str) -> FoundFile:
        """The file of this name. Raises ValidationError, which says what to do, where there is none to be had."""


class Folder:
    """The files below a folder, and none outside it, whatever links there are."""

    def __init__(self, path: Path) -> None:
        self._root = path.resolve(strict=True)

    def find(self, name: str) -> FoundFile:
        for spelled in _spellings(safe_name(name)):
            path = (self._root / spelled).resolve()
            if not path.is_relative_to(self._root):
                raise ValidationError(OUTSIDE, params={"name": name})
            try:
                is_there = path.is_file()
            except OSError:  # a name that is too long for one
                is_there = False
            if is_there:
                _check_size(name, path.stat().st_size)
                return FoundFile(PurePosixPath(spelled).name, path.read_bytes())
        raise ValidationError(MISSING, params={"name": name})


class Archive:
    """The files in a ZIP archive. It may claim to unpack to any size: no more is read of a file than it may have."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._members = {
            unicodedata.normalize("NFC", info.filename.replace("\\", "/")): info
            for info in archive.infolist()
            if not info.is_dir()
        }

    def find(self, name: str) -> FoundFile:
        wanted = unicodedata.normalize("NFC", safe_name(name))
        # Most archives hold the folder itself, and not only what is in it.
        found = self._members.get(wanted) or next(
            (info for member, info in self._members.items() if member.partition("/")[2] == wanted), None
        )
        if found is None:
            raise ValidationError(MISSING, params={"name": name})
        _check_size(name, found.file_size)
        try:
            with self._archive.open(found) as file:
                content = file.read(_most_bytes() + 1)
        except Exception:  # on a damaged or crafted archive zipfile raises a great many kinds
            raise ValidationError(DAMAGED, params={"name": name}) from None
        _check_size(name, len(content))
        return FoundFile(PurePosixPath(wanted).name, content)


class Documents:
    """Documents that are in a collection already, by the names of their files."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection

    def find(self, name: str) -> FoundFile:
        from wagtail.documents import get_document_model

        wanted = PurePosixPath(safe_name(name)).name
        documents = get_document_model().objects.filter(collection=self._collection, file__endswith=wanted)
        document = next((one for one in documents.order_by("-pk") if one.filename == wanted), None)
        if document is None:
            raise ValidationError(MISSING, params={"name": name})
        try:
            with document.open_file() as file:
                return FoundFile(wanted, file.read(), document)
        except OSError:
            raise ValidationError(MISSING, params={"name": name}) from None


class Several:
    """The first of several sources that has a file."""

    def __init__(self, *sources: Source) -> None:
        self._sources = sources

    def find(self, name: str) -> FoundFile:
        *others, last = self._sources
        for source in others:
            try:
                return source.find(name)
            except ValidationError as error:
                if error.message is not MISSING:
                    raise
        return last.find(name)


def safe_name(name: str) -> str:
    """A path below the folder of files, with slashes. Raises ValidationError where it leads elsewhere."""
    windows = PureWindowsPath(name)
    path = PurePosixPath(name.replace("\\", "/"))
    if not path.parts or windows.drive or path.is_absolute() or ".." in path.parts or "\0" in name:
        raise ValidationError(OUTSIDE, params={"name": name})
    return str(path)


def _spellings(name: str) -> Iterator[str]:
    """As it is written, and with accents as other systems keep them in names of files."""
    yield from dict.fromkeys((name, unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name)))


def _most_bytes() -> int:
    return int(getattr(settings, "WAGTAILDOCS_MAX_UPLOAD_SIZE", 50 * 1024 * 1024))


def _check_size(name: str, size: int) -> None:
    if size > _most_bytes():
        raise ValidationError(TOO_BIG, params={"name": name, "megabytes": _most_bytes() // 1024**2})


def check_document(found: FoundFile) -> None:
    """Raise ValidationError, which says what to do, where a file could not be uploaded either."""
    extension = extension_of(found.name)
    allowed = getattr(settings, "WAGTAILDOCS_EXTENSIONS", None)
    if allowed and extension not in allowed:
        raise ValidationError(NOT_SUPPORTED, params={"extension": extension})
    check_content(io.BytesIO(found.content), found.name)
