"""Starts, stops and kills a node's process."""

import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Self

from tools.ports import LOOPBACK, free_port, is_free
from tools.searchnode.build import JAVA, build_node

START_SECONDS = 90
STOP_SECONDS = 30
HEAP = "512m"


class NodeError(Exception):
    """The node did not start; the message says why, with the end of its log."""


class SearchNode:
    """A node with its own data folder and port.

    As a context manager it runs inside the block. ``start`` after ``stop`` or ``kill`` brings the same node back: same
    address, same data. It also ends when the process that started it ends.
    """

    def __init__(self, directory: Path, port: int | None = None, heap: str = HEAP) -> None:
        """``directory`` keeps the data and ``node.log``; ``port`` is a free one by default; ``heap``: Java's -Xmx."""
        self.directory = directory.absolute()
        self.port = port or free_port()
        self.heap = heap
        self.url = f"http://{LOOPBACK}:{self.port}"
        self.log = self.directory / "node.log"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Build the node where needed, start it, and return once it takes requests and has its indices back.

        Raises NodeError where it does not come up, BuildError where it cannot be built.
        """
        if not is_free(self.port):
            raise NodeError(f"Port {self.port} of {LOOPBACK} is taken: stop what listens there, or choose another port")
        home = build_node()
        self.directory.mkdir(parents=True, exist_ok=True)
        classpath = f"{home / 'classes'}:{home / 'lib'}/*"
        options = [f"-Xmx{self.heap}", "--enable-native-access=ALL-UNNAMED", "-cp", classpath]
        ports = [str(self.port), str(free_port())]
        # A file and not a pipe: nobody has to read it for the node to go on.
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [JAVA, *options, "localnode.LocalNode", home, self.directory, *ports],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        try:
            self._wait_until_it_answers(self._process)
        except BaseException:
            self.kill()
            raise

    def stop(self) -> None:
        """Stop the node and wait for its end; nothing happens where it does not run."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._reap()

    def kill(self) -> None:
        """Kill the node as a crash would (SIGKILL); nothing happens where it does not run."""
        if self._process is not None:
            self._process.kill()
            self._reap()

    def wait(self) -> None:
        """Return when the node has ended by itself."""
        if self._process is not None:
            self._process.wait()

    def _reap(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.wait()
            if process.stdin:
                process.stdin.close()

    def _wait_until_it_answers(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if process.poll() is not None:
                raise NodeError(f"Elasticsearch did not start:\n{self._end_of_log()}")
            if self._has_its_indices():
                return
            time.sleep(0.2)
        raise NodeError(f"Elasticsearch did not answer within {START_SECONDS} seconds:\n{self._end_of_log()}")

    def _has_its_indices(self) -> bool:
        address = f"{self.url}/_cluster/health?wait_for_status=yellow&timeout=1s"
        try:
            with urllib.request.urlopen(address, timeout=5) as response:
                return bool(response.status == 200)
        except (urllib.error.URLError, OSError):  # 408 while indices come back, refused before
            return False

    def _end_of_log(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-40:])
