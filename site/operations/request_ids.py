"""One name for a request in every log it leaves a line in: the web server's in front, and ours."""

from __future__ import annotations

import re
import uuid

HEADER = "X-Request-ID"
#: what may be one: anybody can send the header, and it is written into logs
_VALID = re.compile(r"[A-Za-z0-9._-]{8,128}")


def request_id(given: str | None) -> str:
    """The name that a proxy gave the request, where it can be one; else a new one."""
    return given if given and _VALID.fullmatch(given) else uuid.uuid4().hex
