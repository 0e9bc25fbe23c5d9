"""A proxy before a real server, which can be told to misbehave as networks and overloaded servers do."""

import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Literal
from urllib.parse import urlsplit

from tools.ports import LOOPBACK

Mode = Literal["pass", "hang", "trickle", "cut", "garbage", "busy", "refuse"]
_HEAD = (
    "HTTP/1.1 {status}\r\nX-Elastic-Product: Elasticsearch\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n"
)
BUSY = b'{"error":{"type":"es_rejected_execution_exception","reason":"rejected execution: queue is full"},"status":429}'


class Proxy:
    """Passes requests on to ``upstream``, one connection for each, and does with the answers what ``mode`` says.

    ``hang`` and ``trickle``: nothing, or a byte now and then. ``cut``: half of it, and then the connection ends.
    ``garbage``: something that is not of the server's making. ``busy``: 429. ``refuse``: no connection is taken.
    Requests longer than ``longest`` bytes are answered with 413. ``requests`` counts what came.
    """

    def __init__(self, upstream: str) -> None:
        address = urlsplit(upstream)
        self._upstream = (str(address.hostname), int(address.port or 80))
        self.mode: Mode = "pass"
        self.longest = 1_000_000_000
        self.requests = 0
        self._over = threading.Event()
        self._listener = socket.create_server((LOOPBACK, 0))
        self.url = f"http://{LOOPBACK}:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        self._over.set()
        self._listener.close()

    def _listen(self) -> None:
        while not self._over.is_set():
            readable, _, _ = select.select([self._listener], [], [], 0.1)
            if readable:
                with suppress(OSError):
                    connection, _address = self._listener.accept()
                    threading.Thread(target=self._serve, args=[connection], daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, suppress(OSError):
            while request := _message(client):
                self.requests += 1
                answer = self._answer(request)
                if self.mode == "hang":
                    self._over.wait(60)
                    return
                if self.mode == "trickle":
                    for byte in answer:
                        client.sendall(bytes([byte]))
                        if self._over.wait(0.3):
                            return
                if self.mode == "cut":
                    client.sendall(answer[: len(answer) // 2])
                    return
                client.sendall(answer)

    def _answer(self, request: bytes) -> bytes:
        if self.mode == "refuse":
            raise ConnectionError
        if self.mode == "busy":
            return _made("429 Too Many Requests", BUSY)
        if self.mode == "garbage":
            return _made("200 OK", b'{"took": 1}')
        if len(request) > self.longest:
            return _made("413 Request Entity Too Large", b"<h1>413 Request Entity Too Large</h1>", "text/html")
        with socket.create_connection(self._upstream) as upstream:
            upstream.sendall(request)
            return _message(upstream, is_head=request.startswith(b"HEAD"))


def _made(status: str, body: bytes, kind: str = "application/vnd.elasticsearch+json;compatible-with=9") -> bytes:
    return _HEAD.format(status=status, kind=kind, length=len(body)).encode() + body


def _message(connection: socket.socket, *, is_head: bool = False) -> bytes:
    """One HTTP message, with its head; empty where the other side has closed."""
    data = b""
    while b"\r\n\r\n" not in data:
        if not (more := connection.recv(65536)):
            return b""
        data += more
    head = data.partition(b"\r\n\r\n")[0].lower()
    length = 0
    for line in head.split(b"\r\n"):
        if line.startswith(b"content-length:"):
            length = int(line.partition(b":")[2])
    if is_head:
        return data
    if b"transfer-encoding: chunked" in head:
        while not data.endswith(b"0\r\n\r\n"):
            data += connection.recv(65536)
        return data
    while len(data) < len(head) + 4 + length:
        data += connection.recv(65536)
    return data


@contextmanager
def proxy(upstream: str) -> Iterator[Proxy]:
    one = Proxy(upstream)
    try:
        yield one
    finally:
        one.close()
