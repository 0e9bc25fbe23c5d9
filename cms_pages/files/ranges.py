"""Which part of a file a request asks for, so that a video can be played from its middle and a download goes on.

Source: RFC 9110, 13.1.5 (If-Range) and 14 (Range Requests).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.http import HttpRequest

# Several parts at once may be answered with all of the file (RFC 9110, 14.2), and no player asks for them.
_ONE_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})", re.ASCII)
#: bytes that are read at once
CHUNK = 256 * 1024


class UnsatisfiableError(Exception):
    """The file has nothing of what is asked for."""


@dataclass(frozen=True)
class Part:
    """``length`` bytes from ``start`` (the first is 0) of a file that has ``size``."""

    start: int
    length: int
    size: int

    @property
    def content_range(self) -> str:
        return f"bytes {self.start}-{self.start + self.length - 1}/{self.size}"


def asked_part(request: HttpRequest, size: int, etag: str) -> Part | None:
    """The part that is asked for; None where all of it is to be sent. ``etag`` is as in the header, with its quotes.

    Raises UnsatisfiableError.
    """
    match = _ONE_RANGE.fullmatch(request.headers.get("Range", "").strip().lower())
    if request.method != "GET" or match is None or request.headers.get("If-Range", etag).strip() != etag:
        return None
    first, last = match.groups()
    if not first:
        if not last:
            return None
        length = min(int(last), size)
        if not length:
            raise UnsatisfiableError
        return Part(size - length, length, size)
    start, end = int(first), min(int(last), size - 1) if last else size - 1
    if last and int(last) < start:
        return None
    if start >= size:
        raise UnsatisfiableError
    return Part(start, end - start + 1, size)
