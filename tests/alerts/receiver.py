"""A real HTTP server on this machine that receives webhooks, and can misbehave."""

from __future__ import annotations

import json
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tools.ports import LOOPBACK


@dataclass
class Receiver:
    """Where it listens, what it got, and what it answers, after ``rubbish``; ``trickle``: a byte at a time."""

    url: str = ""
    status: int = 204
    location: str = ""
    retry_after: str = ""
    trickle: bool = False
    rubbish: bytes = b""
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def messages(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _headers, body in self.got]


@contextmanager
def receiving(certificate: Path | None = None) -> Iterator[Receiver]:
    """With a ``certificate``, a PEM file with its key, it is asked by https."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            if receiver.trickle:
                while True:
                    self.wfile.write(b"H")
                    self.wfile.flush()
                    time.sleep(0.05)
            self.wfile.write(receiver.rubbish)
            self.send_response(receiver.status)
            if receiver.location:
                self.send_header("Location", receiver.location)
            if receiver.retry_after:
                self.send_header("Retry-After", receiver.retry_after)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_GET(self) -> None:
            self.do_POST()

        def handle(self) -> None:
            try:
                super().handle()
            except OSError:
                """The other side has gone."""

        def log_message(self, *args: Any) -> None:
            """Not on the screen."""

    server = ThreadingHTTPServer((LOOPBACK, 0), Handler)
    scheme = _secure(server, certificate) if certificate else "http"
    receiver.url = f"{scheme}://{LOOPBACK}:{server.server_port}/changes?app=1"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _secure(server: ThreadingHTTPServer, certificate: Path) -> str:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    return "https"
