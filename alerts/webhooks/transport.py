"""One POST to somebody else's server: to the address that was checked, without redirects, within a time."""

from __future__ import annotations

import datetime
import socket
import ssl
import threading
from contextlib import suppress
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException
from typing import NamedTuple
from urllib.parse import urlsplit

from django.utils import timezone

from alerts.webhooks.destinations import DestinationRefusedError, is_anywhere, resolve

#: seconds for each step, and for all of them: a server that sends a byte now and then must not hold up the others
STEP_TIMEOUT, TOTAL_TIMEOUT = 5.0, 10.0


class Answer(NamedTuple):
    """``retry_after``: for how long the server asks not to be told anything; None where it does not say."""

    status: int
    retry_after: datetime.timedelta | None = None


class NotDeliveredError(Exception):
    """There was no answer, and why, in a few words."""


class _CheckedConnection(HTTPConnection):
    """Connects to one address, whatever the name means by then, and asks for the name's certificate."""

    def __init__(self, host: str, port: int, address: str, context: ssl.SSLContext | None) -> None:
        super().__init__(host, port, timeout=STEP_TIMEOUT)
        self._address, self._context = address, context

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._context is not None:
            self.sock = self._context.wrap_socket(self.sock, server_hostname=self.host)

    def abort(self) -> None:
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)


def post(url: str, body: bytes, headers: dict[str, str]) -> Answer:
    """Raises NotDeliveredError."""
    parts = urlsplit(url)
    is_https = parts.scheme == "https"
    if not is_https and not is_anywhere():
        raise NotDeliveredError("not https")
    host, port = parts.hostname or "", parts.port or (443 if is_https else 80)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        context = ssl.create_default_context() if is_https else None
        connection = _CheckedConnection(host, port, resolve(host, port), context)
        limit = threading.Timer(TOTAL_TIMEOUT, connection.abort)
        limit.daemon = True
        limit.start()
        try:
            connection.request("POST", path, body, headers)
            # What else it says is not read.
            response = connection.getresponse()
            return Answer(response.status, retry_after(response.getheader("Retry-After", "")))
        finally:
            limit.cancel()
            connection.close()
    except DestinationRefusedError as error:
        raise NotDeliveredError(str(error)) from None
    except (OSError, HTTPException, ValueError) as error:
        raise NotDeliveredError(f"{type(error).__name__}: {error}"[:200]) from None


def retry_after(said: str) -> datetime.timedelta | None:
    """What ``Retry-After`` says: seconds, or a moment. None where it cannot be read.

    Source: RFC 9110, section 10.2.3
    """
    said = said.strip()
    try:
        if said.isascii() and said.isdigit():
            return datetime.timedelta(seconds=int(said))
        return max(parsedate_to_datetime(said) - timezone.now(), datetime.timedelta())
    except (ValueError, TypeError, OverflowError):  # no date, one without a zone, or more than there are days
        return None
