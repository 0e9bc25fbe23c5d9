"""The files of open data at the largest size: how fast they come, and that memory stays what it is."""

from __future__ import annotations

import time
import urllib.request

from tests.benchmarks.figures import Figure, record, say
from tests.benchmarks.servers import Server

#: rows a second
ROWS_GOAL = 5000
MEMORY_GOAL = 1.1
LANGUAGES = ("sq", "sr-latn", "en")


def files(name: str, server: Server) -> None:
    """Downloads all decisions in both formats, uncompressed, as fast as one client takes them."""
    for extension in ("jsonl", "csv"):
        before, started = server.memory(), time.perf_counter()
        lines, received = 0, 0
        for locale in LANGUAGES:
            with urllib.request.urlopen(f"{server.base}/data/decision.{locale}.{extension}") as response:
                while part := response.read(1 << 16):
                    lines += part.count(b"\n")
                    received += len(part)
        took = time.perf_counter() - started
        say(f"{lines:,} lines of {extension} in {received / 1e6:.0f} MB")
        record(Figure("sizes", name, f"open data as {extension}", lines / took, ROWS_GOAL, unit="rows/s"))
        grown = server.memory() / before
        record(Figure("sizes", name, f"memory after all of {extension} / before", grown, MEMORY_GOAL, at_most=True))
