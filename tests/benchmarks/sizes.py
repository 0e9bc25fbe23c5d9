"""1,000, 10,000 and 100,000 pages: what grows with them, and what must not. SQLite, and PostgreSQL with Elasticsearch.

A cost is what a request takes, in units of what the bare view takes beside it; compared are costs at two sizes.
"""

from __future__ import annotations

import gzip
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

from tests.benchmarks.activity import years
from tests.benchmarks.bulk import files
from tests.benchmarks.figures import Figure, record, say
from tests.benchmarks.servers import ROOT, Server, environment, gunicorn, load, memory, prepare, read, seed
from tools.postgres import cluster
from tools.searchnode import SearchNode

SIZES = [int(size) for size in os.environ.get("BENCHMARK_SIZES", "1000 10000 100000").split()]
ROUNDS = 3
#: of searches before anything is measured: for thousands of them Elasticsearch gets faster, at whatever size
WARMING_ROUNDS = 10
PUBLISHED = 15
#: ten times as many pages cost at most so many times as much
GROWTH_GOAL = 1.3
#: milliseconds until the first byte of a page, at the middle size
FIRST_BYTE_GOAL = 50
SYNC_GOAL = 60
#: pages of a list of decisions that are asked for, in each language
LIST_PAGES = 5
WEB_GOAL, WORKER_GOAL = 250, 300
#: of memory between the first and the last round
LEAK_GOAL = 1.05
SECTION = "/sq/benchmark-decisions-sq/"
WORDS = ("buxheti", "rruga", "uji", "transporti", "vendim prona", "kuvendi i komunes", "odluka", "budget decision")


def main() -> None:
    with ExitStack() as stack:
        folders = [Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kuvendi-benchmark-"))) for _ in "ab"]
        node = stack.enter_context(SearchNode(folders[1] / "elasticsearch"))
        databases = {
            "SQLite": environment(f"sqlite:///{folders[0]}/benchmark.sqlite3", folders[0]),
            "PostgreSQL, Elasticsearch": environment(stack.enter_context(cluster()), folders[1])
            | {"ELASTICSEARCH_URL": node.url},
        }
        costs: dict[str, list[dict[str, float]]] = {name: [] for name in databases}
        pages = 0
        for size in SIZES:
            say(f"{size:,} pages ...")
            started = time.monotonic()
            for env in databases.values() if not pages else ():
                prepare(env)
            with ThreadPoolExecutor() as pool:
                list(pool.map(lambda env: seed(env, size - pages), databases.values()))  # noqa: B023 - waited for here
            say(f"written on both in {time.monotonic() - started:.0f} s")
            pages = size
            for name, env in databases.items():
                costs[name].append(measure(name, env, size))
        for name, found in costs.items():
            for less, more, size in zip(found, found[1:], SIZES[1:], strict=False):
                for what in more:
                    grown = f"{what}: cost at {size:,} / at {SIZES[SIZES.index(size) - 1]:,}"
                    record(Figure("sizes", name, grown, more[what] / less[what], GROWTH_GOAL, at_most=True))
        for name, env in databases.items():
            worker(name, env)


def measure(name: str, env: dict[str, str], size: int) -> dict[str, float]:
    """The costs at one size, by what is asked for."""
    with gunicorn(env, workers=1) as server:
        asked = _addresses(server.base)
        (Path(env["BENCHMARK_FOLDER"]) / "list").write_bytes(read(server.base + asked["list"][0]))
        for _ in range(WARMING_ROUNDS):
            load(server.base, asked["search"], connections=1)
        rounds, sizes = [], []
        for _ in range(ROUNDS):
            rounds.append(
                {what: 1 / load(server.base, paths, connections=1).requests_per_second for what, paths in asked.items()}
            )
            sizes.append(server.memory())
        costs = {
            what: statistics.median(one[what] / one["bare view"] for one in rounds)
            for what in asked
            if what != "bare view"
        }
        record(Figure("sizes", name, f"memory of the web process, {size:,}", sizes[-1], WEB_GOAL, True, "MiB"))
        if len(SIZES) < 2 or size == SIZES[1]:
            first_bytes(name, server, asked, size)
        if size == SIZES[-1]:
            record(
                Figure("sizes", name, "memory after the last round / the first", sizes[-1] / sizes[0], LEAK_GOAL, True)
            )
            sync(name, server, size)
            files(name, server)
            years(name, env, size)
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.publish", str(PUBLISHED)],
        env=env, cwd=ROOT, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    costs["publishing a page"] = float(done.stdout)
    return costs


def _addresses(base: str) -> dict[str, list[str]]:
    """What is asked for, in turn: at each size as many different ones, of the lists more than the process keeps."""
    lists, found = list[str](), list[dict[str, str]]()
    for locale in ("sq", "sr-latn", "en"):
        path = f"/api/content/items/?type=decision&locale={locale}&limit=20"
        for _page in range(LIST_PAGES):
            page = json.loads(read(base + path))
            assert page["next"] is not None, "too few pages"
            lists.append(path)
            found += page["items"] if locale == "sq" else []
            path = f"/api/content/items/?type=decision&locale={locale}&limit=20&cursor={page['next']}"
    return {
        "bare view": ["/benchmark/bare/list/"],
        "list": [path.replace("limit=20", f"limit={limit}") for limit in range(9, 21) for path in lists],
        "one item": [f"/api/content/items/{item['id']}/" for item in found],
        "section page": [SECTION, f"{SECTION}?page=3", f"{SECTION}?kind=budget", f"{SECTION}?page=5"],
        "page of a decision": [urlsplit(item["url"]).path for item in found],
        "home page": ["/sq/"],
        "feed": ["/sq/feeds/all.xml", "/sq/feeds/minutes.xml"],
        "search": [f"/api/content/search/?q={word.replace(' ', '+')}" for word in WORDS],
    }


def first_bytes(name: str, server: Server, asked: dict[str, list[str]], size: int) -> None:
    for what in ("home page", "section page", "page of a decision", "feed"):
        took = []
        for path in (asked[what] * 30)[:30]:
            started = time.perf_counter()
            with urllib.request.urlopen(server.base + path):
                took.append((time.perf_counter() - started) * 1000)
        middle = statistics.median(took)
        record(Figure("sizes", name, f"{what}: first byte at {size:,}", middle, FIRST_BYTE_GOAL, True, "ms"))


def sync(name: str, server: Server, size: int) -> None:
    """One client copies everything, compressed, from one worker process."""
    cursor, items, received, started = "", 0, 0, time.perf_counter()
    while True:
        path = f"{server.base}/api/content/sync/?limit=500{cursor and '&cursor=' + cursor}"
        body = read(path, {"Accept-Encoding": "gzip"})
        received += len(body)
        page = json.loads(gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body)
        items += len(page["items"])
        cursor = page["cursor"]
        if not page["more"]:
            break
    took = time.perf_counter() - started
    assert items >= size
    say(f"{items:,} items in {received / 1e6:.0f} MB")
    record(Figure("sizes", name, f"copying {size:,} items by sync/", took, SYNC_GOAL, True, "s"))


def worker(name: str, env: dict[str, str]) -> None:
    """The memory of a worker that compares all pages with the log and follows what is published meanwhile."""
    with (Path(env["BENCHMARK_FOLDER"]) / "worker.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "site/manage.py", "work"], env=env, cwd=ROOT, stdout=log, stderr=log
        )
    try:
        sizes = [_while(lambda: _publish(env), process.pid) for _ in range(3)]
    finally:
        process.terminate()
        process.wait(timeout=120)
    record(Figure("sizes", name, f"memory of the worker, {SIZES[-1]:,}", max(sizes), WORKER_GOAL, True, "MiB"))
    record(Figure("sizes", name, "worker's memory at the end / after a third", sizes[-1] / sizes[0], LEAK_GOAL, True))


def _publish(env: dict[str, str]) -> None:
    command = [sys.executable, "-m", "tests.benchmarks.publish", "30"]
    subprocess.run(command, env=env, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _while(what: Callable[[], None], pid: int) -> float:
    what()
    time.sleep(5)
    return memory(pid)
