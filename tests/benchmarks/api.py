"""The content API beside a plain Wagtail API v2 and a bare Django view."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.report import say, say_ratio
from tests.benchmarks.servers import environment, gunicorn, load, read
from tools.postgres import cluster

DECISIONS = 10_000
DEPTH = 450
#: the middle one of so many measurements counts
ROUNDS = 5
ITEMS = "/api/content/items/?type=decision"
V2 = "pages/?type=publications.DecisionPage&fields=*&limit=20"
#: at least so many times the requests per second of the plain Wagtail API v2
PLAIN_GOAL = 30
#: and so much of those of the bare view, which asks no database
BARE_GOAL = 0.6
#: page 450 costs what the first does; the rest is what two measurements of one thing differ by
DEPTH_GOAL = 0.9


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="kuvendi-benchmark-") as folder:
        measure("SQLite", f"sqlite:///{folder}/benchmark.sqlite3", Path(folder))
    with tempfile.TemporaryDirectory(prefix="kuvendi-benchmark-") as folder, cluster() as url:
        measure("PostgreSQL", url, Path(folder))


def measure(database: str, database_url: str, folder: Path) -> None:
    env = environment(database_url, folder)
    started = time.monotonic()
    subprocess.run([sys.executable, "-m", "tests.benchmarks.seed", str(DECISIONS)], env=env, check=True)
    say(f"\n{database}: {DECISIONS} decisions, written in {time.monotonic() - started:.0f} s")
    first, pages = _walk(env)
    Path(env["BENCHMARK_BODY"]).write_bytes(first)
    item = json.loads(first)["items"][0]["id"]
    say(f"a page of the list has {len(first)} bytes")
    addresses = {
        "items": pages[:1],
        "items, pages 1-225 in turn": _in_turn(pages[: DEPTH // 2]),
        "items, pages 226-450 in turn": _in_turn(pages[DEPTH // 2 :]),
        "one item": [f"/api/content/items/{item}/"],
        "sync": ["/api/content/sync/"],
        "bare Django view, same bytes": ["/benchmark/bare/"],
        "Wagtail API v2, ours": [f"/api/v2/{V2}"],
        "Wagtail API v2, plain": [f"/benchmark/plain/{V2}"],
    }
    with gunicorn(env) as base:
        # One after the other, and again: what else the machine does slows all of them.
        rounds = [{name: load(base, asked) for name, asked in addresses.items()} for _ in range(ROUNDS)]
    rate: dict[str, float] = {}
    for name in addresses:
        middle = sorted((one[name] for one in rounds), key=lambda found: found.requests_per_second)[ROUNDS // 2]
        rate[name] = middle.requests_per_second
        say(f"{name:34} {rate[name]:8.1f} requests/s   99 % within {middle.latency}")
    plain, bare = rate["Wagtail API v2, plain"], rate["bare Django view, same bytes"]
    early, late = rate["items, pages 1-225 in turn"], rate["items, pages 226-450 in turn"]
    say_ratio("items / plain Wagtail API v2", rate["items"] / plain, PLAIN_GOAL)
    say_ratio("pages in turn / plain Wagtail API v2", early / plain, PLAIN_GOAL)
    say_ratio("items / bare view", rate["items"] / bare, BARE_GOAL)
    say_ratio("pages 226-450 / pages 1-225", late / early, DEPTH_GOAL)


def _walk(env: dict[str, str]) -> tuple[bytes, list[str]]:
    """The first page of the list, and the addresses of the first 450, as a client comes to them."""
    address = f"{ITEMS}&limit=20"
    addresses, bodies = [address], []
    with gunicorn(env | {"BENCHMARK_BODY": __file__}) as base:
        for _ in range(DEPTH - 1):
            bodies.append(read(base + addresses[-1]))
            addresses.append(f"{address}&cursor={json.loads(bodies[-1])['next']}")
    return bodies[0], addresses


def _in_turn(addresses: list[str]) -> list[str]:
    """Of each page four lengths, so that there are more than the API keeps: each is read and made anew."""
    return [address.replace("limit=20", f"limit={limit}") for limit in (17, 18, 19, 20) for address in addresses]


if __name__ == "__main__":
    main()
