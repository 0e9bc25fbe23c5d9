"""A real HTTP server on this machine that speaks LibreTranslate's API. Its translations count the texts.

Source: https://docs.libretranslate.com/api/operations/translate/
"""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tools.ports import LOOPBACK


@dataclass
class LibreTranslateServer:
    """Where it listens, what it was asked, and how it misbehaves."""

    url: str = ""
    key: str = ""
    delay: float = 0
    #: instead of an answer: a status and a body
    instead: tuple[int, bytes] | None = None
    asked: list[dict[str, Any]] = field(default_factory=list)

    def answer(self, question: dict[str, Any]) -> tuple[int, bytes]:
        self.asked.append(question)
        time.sleep(self.delay)
        if self.instead is not None:
            return self.instead
        if self.key and question.get("api_key") != self.key:
            return 403, json.dumps({"error": "Invalid API key"}).encode()
        if question["target"] not in {"sq", "sr", "en"} or question["format"] not in {"text", "html"}:
            return 400, json.dumps({"error": f"{question['target']} is not supported"}).encode()
        words = "одлука" if question["target"] == "sr" else "word"
        texts = [f"{words} {number}" for number in range(len(question["q"]))]
        return 200, json.dumps({"translatedText": texts}).encode()


@pytest.fixture
def libretranslate() -> Iterator[LibreTranslateServer]:
    known = LibreTranslateServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status, body = known.answer(question) if self.path == "/translate" else (404, b"")
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            """Not on the screen."""

    server = ThreadingHTTPServer((LOOPBACK, 0), Handler)
    known.url = f"http://{LOOPBACK}:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield known
    server.shutdown()
    thread.join()
    server.server_close()
