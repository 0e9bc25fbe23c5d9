"""One POST to somebody else's server: to the address that was checked, without redirects, within a time."""

from __future__ import annotations

import datetime
import socket
import ssl
import threading
from contextlib import suppress
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, InvalidURL
from typing import NamedTuple
from urllib.parse import urlsplit

from django.utils import timezone

from alerts.models import Failure
from alerts.webhooks.destinations import DestinationRefusedError, is_anywhere, resolve
from cms_pages.text import one_line

#: seconds for each step, and for all of them: a server that sends a byte now and then must not hold up the others
STEP_TIMEOUT, TOTAL_TIMEOUT = 5.0, 10.0


class Answer(NamedTuple):
    """``retry_after``: for how long the server asks not to be told anything; None where it does not say."""

    status: int
    retry_after: datetime.timedelta | None = None


class NotDeliveredError(Exception):
    """There was no answer, and why. ``detail`` is what the computer says of it, for who understands it."""

    def __init__(self, failure: Failure, detail: str = "") -> None:
        super().__init__(f"{failure.value} {detail}".strip())
        # It repeats what the server sent, which can be anything: PostgreSQL refuses NUL.
        self.failure, self.detail = failure, one_line(detail)[:200]


class _CheckedConnection(HTTPConnection):
    """Connects to one address, whatever the name means by then, and asks for the name's certificate."""

    def __init__(self, host: str, port: int, address: str, context: ssl.SSLContext | None) -> None:
        super().__init__(host, port, timeout=STEP_TIMEOUT)
        self._address, self._context = address, context
        self.was_aborted = False

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._context is not None:
            self.sock = self._context.wrap_socket(self.sock, server_hostname=self.host)

    def abort(self) -> None:
        self.was_aborted = True
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)


def post(url: str, body: bytes, headers: dict[str, str]) -> Answer:
    """Raises NotDeliveredError."""
    parts = urlsplit(url)
    is_https = parts.scheme == "https"
    if not is_https and not is_anywhere():
        raise NotDeliveredError(Failure.NOT_HTTPS)
    host, port = parts.hostname or "", parts.port or (443 if is_https else 80)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = None
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
    except DestinationRefusedError:
        raise NotDeliveredError(Failure.PRIVATE) from None
    except (OSError, HTTPException, ValueError) as error:
        is_over = connection is not None and connection.was_aborted
        failure = Failure.TOO_LONG if is_over else _failure_of(error)
        raise NotDeliveredError(failure, f"{type(error).__name__}: {error}") from None


def _failure_of(error: Exception) -> Failure:
    # Some of them are kinds of others: the narrower come first.
    match error:
        case ssl.SSLCertVerificationError():
            return Failure.CERTIFICATE
        case socket.gaierror() | InvalidURL() | ValueError():
            return Failure.NO_SERVER
        case ssl.SSLError():
            return Failure.ENCRYPTION
        case TimeoutError():
            return Failure.TOO_LONG
        case HTTPException() | ConnectionResetError() | BrokenPipeError():
            return Failure.NO_ANSWER
        case _:
            return Failure.UNREACHABLE


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
