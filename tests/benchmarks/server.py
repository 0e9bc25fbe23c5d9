"""The servers that could run the site in production, beside each other: speed, memory, slow clients, reloading."""

from __future__ import annotations

import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.figures import say
from tests.benchmarks.servers import ROOT, environment, load, prepare, read, seed
from tools.ports import LOOPBACK, free_port
from tools.postgres import cluster

PAGES = 1000
ROUNDS = 3
PROCESSES, THREADS = 2, 4
#: connections on which a request is never finished
SLOW = 40
ITEMS = "/api/content/items/?type=decision&limit=20"
PAGE = "/sq/"
#: bytes of an address: what gunicorn takes at most
LONGEST_ADDRESS = 8190 - len("GET  HTTP/1.1")

GUNICORN = [sys.executable, "-m", "gunicorn", "--workers", str(PROCESSES), "--log-level", "error"]
GRANIAN = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", str(PROCESSES), "--no-log"]
#: each gets the port to listen on
SERVERS: dict[str, Callable[[int], list[str]]] = {
    "gunicorn sync": lambda port: [*GUNICORN, "--worker-class", "sync", "--bind", f"{LOOPBACK}:{port}"],
    "gunicorn gthread": lambda port: [
        *(*GUNICORN, "--worker-class", "gthread", "--threads", str(THREADS), "--bind", f"{LOOPBACK}:{port}")
    ],
    "granian": lambda port: [
        *(*GRANIAN, "--blocking-threads", str(THREADS), "--host", LOOPBACK, "--port", str(port)),
        "config.wsgi:application",
    ],
}


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="kuvendi-benchmark-") as folder, cluster() as url:
        env = environment(url, Path(folder))
        prepare(env)
        seed(env, PAGES)
        measure(env)


def measure(env: dict[str, str]) -> None:
    static = _a_static_file(env)
    asked = {"items": ITEMS, "page": PAGE, "static file": static}
    rates: dict[tuple[str, str], list[float]] = {}
    with ExitStack() as stack:
        servers = {name: stack.enter_context(running(command, env)) for name, command in SERVERS.items()}
        for _ in range(ROUNDS):  # one after the other, and again: what else the machine does slows all of them
            for name, server in servers.items():
                for what, address in asked.items():
                    rate = load(server.base, [address]).requests_per_second
                    rates.setdefault((name, what), []).append(rate)
        for name, server in servers.items():
            say(f"\n{name}")
            for what in asked:
                rate = statistics.median(rates[name, what])
                first = statistics.median(rates[next(iter(SERVERS)), what])
                say(f"  {what:14} {rate:8.1f} requests/s   {rate / first:5.2f} of gunicorn sync")
            say(f"  memory         {server.memory():8.1f} MB in all, shared parts counted once")
            say(f"  slow clients   {_beside_slow_clients(server.base)}")
            say(f"  long address   {_longest(server.base)}")
            say(f"  reload         {_reload(server)}")


@dataclass
class Server:
    base: str
    process: subprocess.Popen[bytes]

    def memory(self) -> float:
        """Megabytes of all its processes (proportional set size)."""
        total = 0
        for pid in _tree(self.process.pid):
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
        return total / 1024


def _tree(pid: int) -> Iterator[int]:
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in children.read_text().split():
            yield from _tree(int(child))


@contextmanager
def running(command: Callable[[int], list[str]], env: dict[str, str]) -> Iterator[Server]:
    """A started server that answers."""
    port = free_port()
    base = f"http://{LOOPBACK}:{port}"
    # Requests are logged as in production, but not into the report.
    with tempfile.TemporaryFile() as log, tempfile.TemporaryDirectory() as counters:
        own = env | {"PROMETHEUS_MULTIPROC_DIR": counters}
        process = subprocess.Popen(command(port), env=own, cwd=ROOT / "site", stdout=log, stderr=log)
        try:
            for _ in range(300):
                try:
                    read(f"{base}/health/live")
                    break
                except OSError:
                    time.sleep(0.1)
            else:
                raise RuntimeError(f"{command(port)} does not answer")
            yield Server(base, process)
        finally:
            process.terminate()
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                say(f"{command(port)} did not stop within 30 s of SIGTERM")
                for pid in list(_tree(process.pid)):
                    os.kill(pid, signal.SIGKILL)
                process.wait()


def _a_static_file(env: dict[str, str]) -> str:
    """A file of 10 to 60 kB with a hashed name."""
    code = (
        "from django.contrib.staticfiles.storage import staticfiles_storage as s; print(s.url('municipality/site.css'))"
    )
    command = [sys.executable, "site/manage.py", "shell", "--no-imports", "-c", code]
    return subprocess.run(command, env=env, check=True, capture_output=True, text=True).stdout.strip()


def _beside_slow_clients(base: str) -> str:
    """How long a page takes while others have begun a request and do not go on."""
    host, port = base.removeprefix("http://").split(":")
    with ExitStack() as stack:
        for _ in range(SLOW):
            client = stack.enter_context(socket.create_connection((host, int(port))))
            client.sendall(b"GET /sq/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
        time.sleep(0.5)
        started = time.monotonic()
        try:
            with urllib.request.urlopen(f"{base}/health/live", timeout=10) as response:
                response.read()
        except OSError as error:
            return f"no answer within 10 s beside {SLOW} of them ({type(error).__name__})"
        return f"answered within {(time.monotonic() - started) * 1000:.0f} ms beside {SLOW} of them"


def _longest(base: str) -> str:
    path = "/api/content/search/?q="
    return ", ".join(
        f"{len(path) + more} bytes: {_status(base + path + 'a' * more)}"
        for more in (LONGEST_ADDRESS - len(path), 20_000, 200_000)
    )


def _status(url: str) -> str:
    try:
        with urllib.request.urlopen(url, timeout=10) as response:
            return str(response.status)
    except urllib.error.HTTPError as error:
        return str(error.code)
    except OSError as error:
        return type(error).__name__


def _reload(server: Server) -> str:
    """Whether anybody notices that the processes are replaced (SIGHUP)."""
    stop = threading.Event()
    answers: list[str] = []

    def ask() -> None:
        while not stop.is_set():
            answers.append(_status(server.base + ITEMS))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    time.sleep(1)
    before = set(_tree(server.process.pid))
    server.process.send_signal(signal.SIGHUP)
    for _ in range(300):
        time.sleep(0.1)
        if before.isdisjoint(set(_tree(server.process.pid)) - {server.process.pid}):
            break
    time.sleep(3)
    stop.set()
    for thread in threads:
        thread.join()
    failed = [answer for answer in answers if answer != "200"]
    return f"{len(failed)} of {len(answers)} requests failed {sorted(set(failed)) if failed else ''}".strip()


if __name__ == "__main__":
    main()
