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
    """What a server as in production needs to know."""
    return os.environ | {
        # No static files are asked for, so none were collected.
        "PYTHONWARNINGS": "ignore:No directory at",
        "PYTHONPATH": os.pathsep.join((str(ROOT / "site"), str(ROOT))),
        "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
        "DATABASE_URL": database_url,
        "MEDIA_ROOT": str(folder / "media"),
        "SECRET_KEY": "for-benchmarks-only-" * 4,
        "ALLOWED_HOSTS": LOOPBACK,
        "BASE_URL": f"http://{LOOPBACK}",
        # Counted as on a server, but never refused.
        "SEARCH_LIMIT_PER_MINUTE": "1000000000",
        "SUGGEST_LIMIT_PER_MINUTE": "1000000000",
        "BENCHMARK_BODY": str(folder / "body.json"),
    }


@contextmanager
def gunicorn(env: Mapping[str, str]) -> Iterator[str]:
    """Serve the site with synchronous workers; yields its address."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "config.wsgi:application"]
    command += ["--bind", f"{LOOPBACK}:{port}", "--workers", str(WORKERS), "--log-level", "error"]
    server = subprocess.Popen(command, env=dict(env), cwd=ROOT)
    base = f"http://{LOOPBACK}:{port}"
    try:
        _wait(f"{base}/benchmark/bare/", server)
        yield base
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        if server.poll() is not None:
            raise RuntimeError("gunicorn did not start; its output says why.")
        try:
            read(url)
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("gunicorn does not answer.")


def read(url: str) -> bytes:
    with urllib.request.urlopen(url) as response:
        body: bytes = response.read()
        return body


@dataclass(frozen=True)
class Load:
    """What wrk measured. ``latency`` is the 99th percentile as wrk writes it, such as 12.3ms."""

    requests_per_second: float
    latency: str


def load(base: str, addresses: Sequence[str]) -> Load:
    """Ask a server for addresses in turn, as often as it answers. Raises RuntimeError where an answer is an error."""
    for _ in range(10):  # what is done once only, such as loading templates, is not measured
        read(base + addresses[0])
    with tempfile.NamedTemporaryFile("w", prefix="kuvendi-benchmark-") as paths:
        paths.write("\n".join(addresses))
        paths.flush()
        command = ["wrk", "-t2", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency", "--timeout", "10s"]
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
