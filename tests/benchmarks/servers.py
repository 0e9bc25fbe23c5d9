"""The site on gunicorn, and wrk to load it; on 127.0.0.1 only."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.ports import LOOPBACK, free_port

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 2
CONNECTIONS = 8
SECONDS = 2


def environment(database_url: str, folder: Path) -> dict[str, str]:
    """What a server as in production needs to know. ``folder`` takes all that is written."""
    return os.environ | {
        "PYTHONPATH": os.pathsep.join((str(ROOT / "site"), str(ROOT))),
        "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
        "DATABASE_URL": database_url,
        "MEDIA_ROOT": str(folder / "media"),
        "SECRET_KEY": "for-benchmarks-only-" * 4,
        "ALLOWED_HOSTS": LOOPBACK,
        "BASE_URL": f"http://{LOOPBACK}",
        "SEARCH_LIMIT_PER_MINUTE": "0",
        "SUGGEST_LIMIT_PER_MINUTE": "0",
        "BENCHMARK_FOLDER": str(folder),
    }


def manage(env: Mapping[str, str], *arguments: str) -> None:
    subprocess.run([sys.executable, "site/manage.py", *arguments], env=dict(env), cwd=ROOT, check=True)


def prepare(env: Mapping[str, str]) -> None:
    """An empty database with all tables, and the static files."""
    manage(env, "migrate", "--verbosity", "0")
    manage(env, "collectstatic", "--noinput", "--verbosity", "0")


def seed(env: Mapping[str, str], pages: int) -> None:
    manage(env, "seed_benchmark", "--pages", str(pages))


@dataclass(frozen=True)
class Server:
    """A running gunicorn: its address, and its main process."""

    base: str
    process: subprocess.Popen[bytes]

    def memory(self) -> float:
        """MiB of the largest of its worker processes (resident set size)."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return max(memory(int(child)) for child in children)


def memory(pid: int) -> float:
    """MiB of a process's resident set."""
    size = re.search(r"^VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    assert size is not None
    return int(size[1]) / 1024


@contextmanager
def gunicorn(env: Mapping[str, str], workers: int = WORKERS) -> Iterator[Server]:
    """Serve the site with synchronous workers."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "config.wsgi:application"]
    command += ["--bind", f"{LOOPBACK}:{port}", "--workers", str(workers), "--log-level", "error"]
    log = Path(env["BENCHMARK_FOLDER"]) / "server.log"
    with log.open("ab") as output:
        process = subprocess.Popen(command, env=dict(env), cwd=ROOT, stdout=output, stderr=output)
    server = Server(f"http://{LOOPBACK}:{port}", process)
    try:
        _wait(f"{server.base}/health/live", process, log)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        if process.poll() is not None:
            break
        try:
            read(url)
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"gunicorn does not answer:\n{log.read_text()[-4000:]}")


def read(url: str, headers: Mapping[str, str] | None = None) -> bytes:
    with urllib.request.urlopen(urllib.request.Request(url, headers=dict(headers or {}))) as response:
        body: bytes = response.read()
        return body


def etag_of(url: str) -> str:
    with urllib.request.urlopen(url) as response:
        return str(response.headers["ETag"])


@dataclass(frozen=True)
class Load:
    """What wrk measured. ``latency`` is the 99th percentile as wrk writes it, such as 12.3ms."""

    requests_per_second: float
    latency: str


def load(base: str, addresses: Sequence[str], headers: str = "", connections: int = CONNECTIONS) -> Load:
    """Ask a server for addresses in turn, as often as it answers. Raises RuntimeError where an answer is an error.

    ``headers`` is one header line, or none.
    """
    for _ in range(10):  # what is done once only, such as loading templates, is not measured
        read(base + addresses[0])
    with tempfile.NamedTemporaryFile("w", prefix="kuvendi-benchmark-") as paths:
        paths.write("\n".join(addresses))
        paths.flush()
        threads = min(2, connections)
        command = ["wrk", f"-t{threads}", f"-c{connections}", f"-d{SECONDS}s", "--latency", "--timeout", "10s"]
        command += ["-H", headers] if headers else []
        command += ["-s", str(Path(__file__).with_name("paths.lua")), base]
        done = subprocess.run(
            command, env=os.environ | {"BENCHMARK_PATHS": paths.name}, check=True, capture_output=True, text=True
        )
    if "Non-2xx" in done.stdout or "Socket errors" in done.stdout:
        raise RuntimeError(f"{addresses[0]} failed under load:\n{done.stdout}")
    rate = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    latency = re.search(r"^\s+99%\s+(\S+)", done.stdout, re.MULTILINE)
    if rate is None or latency is None:
        raise RuntimeError(f"wrk says nothing of {addresses[0]}:\n{done.stdout}")
    return Load(float(rate[1]), latency[1])
