"""Files in an object store that only the site itself reads."""

from __future__ import annotations

from urllib.parse import urljoin

from django.conf import settings
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage


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
