"""The audit of dependencies, against a database of vulnerabilities that speaks as OSV does."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.support.processes import ROOT
from tools.ports import LOOPBACK

LOCK = "leaky==1.0 --hash=sha256:" + "0" * 64 + "\nsound==2.0 --hash=sha256:" + "1" * 64 + "\n"
VULNERABILITY = {
    "id": "GHSA-test-0001",
    "summary": "Leaks.",
    "affected": [
        {
            "package": {"name": "leaky", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.1"}]}],
        }
    ],
}


class Osv(BaseHTTPRequestHandler):
    vulnerable = ""

    def do_POST(self) -> None:
        query = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        found = {"vulns": [VULNERABILITY]} if query["package"]["name"] == self.vulnerable else {}
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(found).encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        pass


@pytest.fixture
def osv() -> Iterator[str]:
    Osv.vulnerable = ""
    with ThreadingHTTPServer((LOOPBACK, 0), Osv) as server:
        threading.Thread(target=server.serve_forever).start()
        yield f"http://{LOOPBACK}:{server.server_port}/v1/query"
        server.shutdown()


def audit(url: str, folder: Path, exceptions: str = "") -> subprocess.CompletedProcess[str]:
    (folder / "requirements.lock").write_text(LOCK)
    (folder / "exceptions.toml").write_text(exceptions)
    command = [sys.executable, "-m", "tools.audit", f"--url={url}", f"--lock={folder / 'requirements.lock'}"]
    command.append(f"--exceptions={folder / 'exceptions.toml'}")
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    return subprocess.run(command, cwd=ROOT, env=environment, text=True, capture_output=True, check=False)


def accept(until: str) -> str:
    return f'[[accepted]]\nid = "GHSA-test-0001"\nreason = "Not called."\nuntil = {until}\n'


def test_nothing_known_is_no_failure(osv: str, tmp_path: Path) -> None:
    result = audit(osv, tmp_path)
    assert (result.returncode, result.stdout) == (0, "Audited 2 locked packages: 0 known vulnerabilities.\n")


def test_known_vulnerability_fails(osv: str, tmp_path: Path) -> None:
    Osv.vulnerable = "leaky"
    result = audit(osv, tmp_path)
    assert result.returncode == 1
    assert "leaky 1.0: GHSA-test-0001, mended in 1.1\n" in result.stdout


def test_accepted_one_does_not_until_its_day(osv: str, tmp_path: Path) -> None:
    Osv.vulnerable = "leaky"
    assert audit(osv, tmp_path, accept("2999-12-31")).returncode == 0
    past = audit(osv, tmp_path, accept("2024-12-31"))
    assert past.returncode == 1
    assert "The exception for GHSA-test-0001 ended on 2024-12-31" in past.stdout


def test_without_a_network_it_says_that_nothing_was_audited(tmp_path: Path) -> None:
    result = audit(f"http://{LOOPBACK}:9/v1/query", tmp_path)
    assert result.returncode == 0
    assert "NOT AUDITED" in result.stdout
