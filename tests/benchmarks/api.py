"""The content API beside a plain Wagtail API v2 and a bare Django view."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.report import say, say_ratio
from tests.benchmarks.servers import Load, environment, gunicorn, load, read
from tools.postgres import cluster

PAGES = 10_000
DEEP = 450
ITEMS = "/api/content/items/?type=decision&limit=20"
#: at least so many times the requests per second of the plain Wagtail API v2, and so much of the bare view's
PLAIN_GOAL, BARE_GOAL = 30, 0.6
#: page 450 costs what the first does; the rest is what two measurements of one thing differ by
DEEP_GOAL = 0.9


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="kuvendi-benchmark-") as folder:
        measure("SQLite", f"sqlite:///{folder}/benchmark.sqlite3", Path(folder))
    with tempfile.TemporaryDirectory(prefix="kuvendi-benchmark-") as folder, cluster() as url:
        measure("PostgreSQL", url, Path(folder))


def measure(database: str, database_url: str, folder: Path) -> None:
    env = environment(database_url, folder)
    started = time.monotonic()
    subprocess.run([sys.executable, "-m", "tests.benchmarks.seed", str(PAGES)], env=env, check=True)
    say(f"\n{database}: {PAGES} decisions, written in {time.monotonic() - started:.0f} s")
    with gunicorn(env | {"BENCHMARK_BODY": __file__}) as base:
        first = read(base + ITEMS)
        deep = _deep(base)
    Path(env["BENCHMARK_BODY"]).write_bytes(first)
    item = json.loads(first)["items"][0]["id"]
    say(f"a page of the list has {len(first)} bytes")
    addresses = {
        "items, first page": ITEMS,
        f"items, page {DEEP}": deep,
        "one item": f"/api/content/items/{item}/",
        "sync, 100 changes": "/api/content/sync/",
        "bare Django view, same bytes": "/benchmark/bare/",
        "Wagtail API v2, ours": "/api/v2/pages/?type=publications.DecisionPage&fields=*&limit=20",
        "Wagtail API v2, plain": "/benchmark/plain/pages/?type=publications.DecisionPage&fields=*&limit=20",
    }
    loads: dict[str, Load] = {}
    with gunicorn(env) as base:
        for name, address in addresses.items():
            loads[name] = load(base + address)
            say(f"{name:32} {loads[name].requests_per_second:8.1f} requests/s   99 % within {loads[name].latency}")
    rate = {name: done.requests_per_second for name, done in loads.items()}
    items = rate["items, first page"]
    say_ratio("items / plain Wagtail API v2", items / rate["Wagtail API v2, plain"], PLAIN_GOAL)
    say_ratio("items / bare view", items / rate["bare Django view, same bytes"], BARE_GOAL)
    say_ratio(f"page {DEEP} / first page", rate[f"items, page {DEEP}"] / items, DEEP_GOAL)


def _deep(base: str) -> str:
    """The address of the 450th page: its cursor, as a client comes to it."""
    cursor = ""
    for _ in range(DEEP - 1):
        cursor = json.loads(read(f"{base}{ITEMS}&cursor={cursor}" if cursor else base + ITEMS))["next"]
    return f"{ITEMS}&cursor={cursor}"


if __name__ == "__main__":
    main()
