"""The files of open contracting data with 100,000 tenders: rows per second of CPU, beside reading the rows alone.

Processor time and not the clock's: other work of the machine does not change it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.benchmarks.figures import Figure, record, say
from tests.benchmarks.servers import ROOT, environment, manage
from tools.postgres import cluster

TENDERS = int(os.environ.get("BENCHMARK_TENDERS", "100000"))
ROWS_GOAL = 5000
#: of memory at the end, beside that after the first tenth
MEMORY_GOAL = 1.1


def main() -> None:
    with ExitStack() as stack:
        folders = [Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kuvendi-benchmark-"))) for _ in "ab"]
        databases = {
            "SQLite": environment(f"sqlite:///{folders[0]}/benchmark.sqlite3", folders[0]),
            "PostgreSQL": environment(stack.enter_context(cluster()), folders[1]),
        }
        for name, env in databases.items():
            manage(env, "migrate", "--verbosity", "0")
            _measure(name, env)


def _measure(name: str, env: dict[str, str]) -> None:
    command = [sys.executable, "-m", "tests.benchmarks.tender_files", str(TENDERS)]
    done = subprocess.run(command, env=env, cwd=ROOT, check=True, capture_output=True, text=True)
    found = json.loads(done.stdout.splitlines()[-1])
    say(f"{name}: {found['bytes'] / 1e6:,.0f} MB of JSON Lines")
    for extension in ("jsonl", "csv"):
        rate = found[extension]
        record(Figure("tenders", name, f"{extension}: tenders per second of CPU", rate, ROWS_GOAL, unit="rows/s"))
        record(Figure("tenders", name, f"{extension}: cost / reading the rows alone", found["alone"] / rate))
    growth = found["growth"]
    record(Figure("tenders", name, "memory at the end / after a tenth", growth, MEMORY_GOAL, at_most=True))
