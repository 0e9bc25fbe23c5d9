"""The content API beside a plain Wagtail API v2 and a bare Django view, at 10,000 pages."""

from __future__ import annotations

import json
import statistics
import tempfile
from pathlib import Path

from tests.benchmarks.figures import Figure, record, say
from tests.benchmarks.servers import Load, environment, etag_of, gunicorn, load, prepare, read, seed
from tools.postgres import cluster

PAGES = 10_000
#: pages of the list, which has fewer than 250
DEPTH = 200
#: the middle one of so many measurements counts
ROUNDS = 5
ITEMS = "/api/content/items/?type=decision"
V2 = "pages/?type=publications.DecisionPage&fields=*&limit=20"
#: at least so many times the requests per second of the plain Wagtail API v2
PLAIN_GOAL = 30
#: and so much of those of the bare view, which asks no database
BARE_GOAL = 0.6
#: the last page costs what the first does; the rest is what two measurements of one thing differ by
DEPTH_GOAL = 0.9


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="kuvendi-benchmark-") as folder:
        measure("SQLite", f"sqlite:///{folder}/benchmark.sqlite3", Path(folder))
    with tempfile.TemporaryDirectory(prefix="kuvendi-benchmark-") as folder, cluster() as url:
        measure("PostgreSQL", url, Path(folder))


def measure(database: str, database_url: str, folder: Path) -> None:
    env = environment(database_url, folder)
    prepare(env)
    seed(env, PAGES)
    with gunicorn(env) as server:
        pages = _walk(server.base)
        first = read(server.base + pages[0])
        item = f"/api/content/items/{json.loads(first)['items'][0]['id']}/"
        (folder / "list").write_bytes(first)
        (folder / "item").write_bytes(read(server.base + item))
        packed = read(server.base + pages[0], {"Accept-Encoding": "gzip"})
        say(f"{database}: a page of the list has {len(first)} bytes, {len(packed)} compressed")
        known = f"If-None-Match: {etag_of(server.base + pages[0])}"
        asked: dict[str, tuple[list[str], str]] = {
            "items": (pages[:1], ""),
            "items, compressed": (pages[:1], "Accept-Encoding: gzip"),
            "items, 304": (pages[:1], known),
            "items, first half in turn": (_in_turn(pages[: DEPTH // 2]), ""),
            "items, second half in turn": (_in_turn(pages[DEPTH // 2 :]), ""),
            "one item": ([item], ""),
            "sync": (["/api/content/sync/"], ""),
            "bare, list": (["/benchmark/bare/list/"], ""),
            "bare, item": (["/benchmark/bare/item/"], ""),
            "Wagtail API v2, ours": ([f"/api/v2/{V2}"], ""),
            "Wagtail API v2, plain": ([f"/benchmark/plain/{V2}"], ""),
        }
        # One after the other, and again: what else the machine does slows all of them.
        rounds = [{name: load(server.base, *what) for name, what in asked.items()} for _ in range(ROUNDS)]
    for name in asked:
        rate = statistics.median(one[name].requests_per_second for one in rounds)
        record(Figure("api", database, name, rate, unit="requests/s"))
    for name, other, goal in (
        ("items", "Wagtail API v2, plain", PLAIN_GOAL),
        ("items, first half in turn", "Wagtail API v2, plain", PLAIN_GOAL),
        ("items", "bare, list", BARE_GOAL),
        ("items, compressed", "bare, list", BARE_GOAL),
        ("one item", "bare, item", BARE_GOAL),
        ("items, second half in turn", "items, first half in turn", DEPTH_GOAL),
        ("items, 304", "items", 1.0),
    ):
        record(Figure("api", database, f"{name} / {other}", _ratio(rounds, name, other), goal))


def _ratio(rounds: list[dict[str, Load]], name: str, other: str) -> float:
    return statistics.median(one[name].requests_per_second / one[other].requests_per_second for one in rounds)


def _walk(base: str) -> list[str]:
    """The addresses of the first pages of the list, as a client comes to them."""
    address = f"{ITEMS}&limit=20"
    addresses = [address]
    for _ in range(DEPTH - 1):
        addresses.append(f"{address}&cursor={json.loads(read(base + addresses[-1]))['next']}")
    return addresses


def _in_turn(addresses: list[str]) -> list[str]:
    """Of each page four lengths, so that there are more than the API keeps: each is read and made anew."""
    return [address.replace("limit=20", f"limit={limit}") for limit in (17, 18, 19, 20) for address in addresses]
