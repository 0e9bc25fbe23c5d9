"""5,000 acts with short PDFs by ``import_acts --publish``, their texts extracted; beside it, plain saves of pages.

A plain save is what a script would do that knows nothing of imports: a page without a file, saved and published.
"""

from __future__ import annotations

import csv
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, suppress
from pathlib import Path

from fpdf import FPDF

from tests.benchmarks.figures import Figure, record, say
from tests.benchmarks.servers import ROOT, environment, manage, memory, seed
from tools.postgres import cluster

ACTS = int(os.environ.get("BENCHMARK_ACTS", "5000"))
#: pages that the demo's seeding makes, so that there are a site, its section and its bodies
SEEDED = 30
SAVED = 40
GOAL = 20
#: of memory at the end, beside that after the first tenth
LEAK_GOAL = 1.15
SECTION = "/sq/benchmark-decisions-sq/"
SENTENCE = "Në bazë të nenit 40 të Ligjit për Vetëqeverisjen Lokale, Kuvendi i Komunës miraton vendimin numër %d. "


def main() -> None:
    with ExitStack() as stack:
        folders = [Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kuvendi-benchmark-"))) for _ in "ab"]
        databases = {
            "SQLite": environment(f"sqlite:///{folders[0]}/benchmark.sqlite3", folders[0]),
            "PostgreSQL": environment(stack.enter_context(cluster()), folders[1]),
        }
        table = _write_acts(folders[0])
        for name, env in databases.items():
            manage(env, "migrate", "--verbosity", "0")
            seed(env, SEEDED)
            _measure(name, env, table)


def _measure(name: str, env: dict[str, str], table: Path) -> None:
    before = _saves(env)
    first = _import(env, table)
    after = _saves(env)
    again = _import(env, table)
    record(Figure("imports", name, f"{ACTS:,} acts with PDFs, published", ACTS / first.seconds, GOAL, unit="acts/s"))
    plain = statistics.median([before, after])
    record(Figure("imports", name, "one imported act / one plain save of a page", first.seconds / ACTS / plain))
    record(Figure("imports", name, "the same table again, nothing changed", ACTS / again.seconds, unit="acts/s"))
    record(Figure("imports", name, "memory at the end / after a tenth", first.growth, LEAK_GOAL, at_most=True))
    say(f"{name}: {first.peak:.0f} MiB at most")


class _Run:
    """An import that was watched: how long it took, and the MiB of its process."""

    def __init__(self, seconds: float, sizes: list[float]) -> None:
        self.seconds, self.peak = seconds, max(sizes)
        self.growth = statistics.median(sizes[-5:]) / statistics.median(sizes[len(sizes) // 10 :][:5])


def _import(env: dict[str, str], table: Path) -> _Run:
    command = [sys.executable, "site/manage.py", "import_acts", str(table), "--files", str(table.parent)]
    command += ["--section", SECTION, "--publish"]
    started, sizes = time.perf_counter(), []
    with subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        while process.poll() is None:
            # It may end between the two.
            with suppress(AssertionError, OSError):
                sizes.append(memory(process.pid))
            time.sleep(0.25)
        assert process.stderr is not None
        if process.returncode:
            raise RuntimeError(process.stderr.read().decode())
    return _Run(time.perf_counter() - started, sizes)


def _saves(env: dict[str, str]) -> float:
    """Seconds that a plain save of a page takes, in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.saves", SECTION, str(SAVED)]
    done = subprocess.run(command, env=env, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    found = re.search(r"[\d.e-]+\s*$", done.stdout)
    assert found is not None
    return float(found[0])


def _write_acts(folder: Path) -> Path:
    (folder / "pdf").mkdir()
    path = folder / "acts.csv"
    with path.open("w", newline="") as file:
        write = csv.writer(file)
        write.writerow(["number", "date", "body", "kind", "title", "summary", "text", "file"])
        for number in range(ACTS):
            document = FPDF()
            document.add_page()
            document.set_font("helvetica", size=11)
            document.multi_cell(0, text=(SENTENCE % number) * 12)
            (folder / "pdf" / f"{number}.pdf").write_bytes(bytes(document.output()))
            text = "\n\n".join(SENTENCE % paragraph for paragraph in range(5))
            title = f"Vendim numër {number} për miratimin e planit"
            year = 2005 + number % 20
            write.writerow([f"01-{number}", f"{year}-03-14", "assembly", "", title, "", text, f"pdf/{number}.pdf"])
    return path
