"""Where files are kept: a folder, or an object store that only the site itself reads."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage
from storages.utils import clean_name

from cms_pages.files.ranges import CHUNK


class WholeFilesStorage(FileSystemStorage):
    """A folder in which a file has its name only once all of it is there: a full disk leaves no half files."""

    def _save(self, name: str, content: Any) -> str:
        part = str(PurePosixPath(name).with_name(f".{secrets.token_hex(16)}.part"))
        try:
            super()._save(part, content)  # type: ignore[misc] # left out of the stubs
            while not self._reserve(name):
                name = self.get_available_name(name)
            Path(self.path(part)).replace(self.path(name))
        except BaseException:
            Path(self.path(part)).unlink(missing_ok=True)
            raise
        return name

    def _reserve(self, name: str) -> bool:
        """Returns whether the name was free, and is ours now."""
        try:
            os.close(os.open(self.path(name), os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            return False
        return True


class BehindSiteS3Storage(S3Storage):
    """An S3 bucket to which nobody is sent: the address of a file is the site's, which decides who gets it."""

    def url(
        self,
        name: str,
        parameters: dict[str, str] | None = None,
        expire: int | None = None,
        http_method: str | None = None,
    ) -> str:
        return urljoin(settings.MEDIA_URL, filepath_to_uri(name) or "")

    def read_part(self, name: str, start: int, length: int) -> Iterator[bytes]:
        """``length`` bytes of a file from ``start``, which is all that is fetched from the store."""
        stored = self.bucket.Object(self._normalize_name(clean_name(name)))
        body = stored.get(Range=f"bytes={start}-{start + length - 1}")["Body"]
        with closing(body):
            yield from body.iter_chunks(CHUNK)
