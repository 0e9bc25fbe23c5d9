"""10,000 subscribers and a day of 50 publications: letters made and sent, beside smtplib sending the same bytes."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.benchmarks.figures import Figure, record, say
from tests.benchmarks.servers import ROOT, environment, manage, seed
from tools.ports import LOOPBACK, free_port, is_free
from tools.postgres import cluster

SUBSCRIBERS = int(os.environ.get("BENCHMARK_SUBSCRIBERS", "10000"))
SEEDED = 300
#: of memory at the end, beside that after the first tenth
LEAK_GOAL = 1.15


def main() -> None:
    with ExitStack() as stack:
        folders = [Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kuvendi-benchmark-"))) for _ in "ab"]
        databases = {
            "SQLite": environment(f"sqlite:///{folders[0]}/benchmark.sqlite3", folders[0]),
            "PostgreSQL": environment(stack.enter_context(cluster()), folders[1]),
        }
        port = stack.enter_context(_mail_server())
        for name, env in databases.items():
            manage(env, "migrate", "--verbosity", "0")
            seed(env, SEEDED)
            _measure(name, env, port)


def _measure(name: str, env: dict[str, str], port: int) -> None:
    command = [sys.executable, "-m", "tests.benchmarks.digests", str(SUBSCRIBERS), str(port)]
    started = time.perf_counter()
    done = subprocess.run(command, env=env, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    took = time.perf_counter() - started
    found = json.loads(done.stdout.splitlines()[-1])
    sizes = found["sizes"]
    growth = statistics.median(sizes[-2:]) / statistics.median(sizes[1:3])
    what = f"{SUBSCRIBERS:,} digests of 50 publications, made and sent"
    record(Figure("alerts", name, what, found["letters"], unit="letters/CPU-s"))
    ratio = found["letters"] / found["smtplib"]
    record(Figure("alerts", name, "made and sent / the same bytes by smtplib alone", ratio))
    record(Figure("alerts", name, "memory at the end / after a tenth", growth, LEAK_GOAL, at_most=True))
    say(f"{name}: letters of {found['bytes']:,} bytes, {sizes[-1]:.0f} MiB, {took:.0f} s with all")


@contextmanager
def _mail_server() -> Iterator[int]:
    port = free_port()
    command = [sys.executable, "-m", "aiosmtpd", "-n", "-c", "aiosmtpd.handlers.Sink", "-l", f"{LOOPBACK}:{port}"]
    with subprocess.Popen(command) as process:
        try:
            while is_free(port):
                time.sleep(0.1)
            yield port
        finally:
            process.terminate()


if __name__ == "__main__":
    main()
