"""The web server's configuration, in a real nginx in front of the site; and the units, by systemd's own check."""

from __future__ import annotations

import http.client
import json
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.operations.conftest import Started
from tests.operations.dockerfile import ROOT
from tests.support.processes import wait_for
from tools.ports import LOOPBACK, free_port

DEPLOY = ROOT / "deploy"
SLOW = 40


class Nginx:
    """nginx with our configuration, in which only names, ports and paths are of this machine."""

    def __init__(self, folder: Path, upstream: str) -> None:
        self.folder, self.plain, self.secure = folder, free_port(), free_port()
        certificate, key = folder / "kuvendi.crt", folder / "kuvendi.key"
        command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", f"/CN={LOOPBACK}"]
        subprocess.run([*command, "-keyout", key, "-out", certificate], check=True, capture_output=True)
        text = (DEPLOY / "nginx.conf").read_text()
        for ours, here in {
            "server 127.0.0.1:8000": f"server {urlsplit(upstream).netloc}",
            "listen 80;": f"listen {LOOPBACK}:{self.plain};",
            "listen 443 ssl": f"listen {LOOPBACK}:{self.secure} ssl",
            "komuna.example.org": LOOPBACK,
            "/etc/nginx/kuvendi.crt": str(certificate),
            "/etc/nginx/kuvendi.key": str(key),
            "/var/log/nginx/": f"{folder}/",
        }.items():
            assert ours in text
            text = text.replace(ours, here)
        temporary = "".join(f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi"))
        temporary += "".join(f"{name}_temp_path {folder}/{name};" for name in ("uwsgi", "scgi"))
        (folder / "nginx.conf").write_text(
            f"pid {folder}/pid; daemon off; error_log {folder}/error.log; events {{}} http {{ {temporary}\n{text}\n}}"
        )
        self.command = ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]

    def ask(self, path: str, method: str = "GET", content: bytes | None = None, **headers: str) -> Answer:
        # The certificate is its own.
        context = ssl._create_unverified_context()
        connection = http.client.HTTPSConnection(LOOPBACK, self.secure, context=context, timeout=60)
        return answer_of(connection, method, path, content, headers)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    body: bytes


def answer_of(
    connection: http.client.HTTPConnection, method: str, path: str, content: bytes | None, headers: Mapping[str, str]
) -> Answer:
    with closing(connection):
        try:
            connection.request(
                method, path, content, {name.replace("_", "-"): value for name, value in headers.items()}
            )
        except OSError:
            if content is None:  # else it was refused before all of it was sent
                raise
        response = connection.getresponse()
        return Answer(response.status, response.headers, response.read())


@pytest.fixture(scope="module")
def nginx(web: Started, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    if shutil.which("nginx") is None:
        pytest.fail("nginx is needed: apt-get install nginx-light")
    made = Nginx(tmp_path_factory.mktemp("nginx"), web.base)
    process = subprocess.Popen(made.command)

    def answers() -> bool:
        with socket.socket() as probe:
            return probe.connect_ex((LOOPBACK, made.secure)) == 0

    wait_for(answers, "the start of nginx")
    yield made
    process.terminate()
    process.wait(timeout=30)


def test_site_is_served_by_https_compressed_and_with_a_request_id(nginx: Nginx) -> None:
    response = nginx.ask("/api/content/items/", Accept_Encoding="gzip", X_Request_ID="made-up-by-a-visitor")
    assert response.status == 200
    assert response.headers["Content-Encoding"] == "gzip"
    assert re.fullmatch(r"[0-9a-f]{32}", response.headers["X-Request-ID"])
    assert nginx.ask("/sq/").status == 200


def test_plain_http_is_sent_to_https(nginx: Nginx) -> None:
    response = answer_of(http.client.HTTPConnection(LOOPBACK, nginx.plain), "GET", "/sq/?q=a", None, {})
    assert (response.status, response.headers["Location"]) == (301, f"https://{LOOPBACK}/sq/?q=a")


def test_long_addresses_get_through(nginx: Nginx) -> None:
    assert nginx.ask("/api/content/items/?" + "&".join(["type=decision"] * 580)).status == 200


def test_what_is_for_operators_is_not_reached_through_it(nginx: Nginx) -> None:
    for path in ("/metrics", "/health/live", "/health/ready"):
        response = nginx.ask(path, Authorization="Bearer for-the-monitoring-of-tests")
        assert response.status == 404
        assert b"nginx" in response.body


@pytest.mark.parametrize(
    ("path", "megabytes", "refused"),
    [("/admin/login/", 51, False), ("/admin/login/", 56, True), ("/admin/media/add/", 56, False)],
)
def test_uploads_as_large_as_allowed_get_through(nginx: Nginx, path: str, megabytes: int, refused: bool) -> None:
    response = nginx.ask(path, "POST", bytes(megabytes * 1024 * 1024))
    assert (response.status == 413) is refused, response.status


def test_slow_clients_hold_up_nobody(nginx: Nginx) -> None:
    context = ssl._create_unverified_context()
    with ExitStack() as stack:
        for _ in range(SLOW):
            plain = stack.enter_context(socket.create_connection((LOOPBACK, nginx.secure)))
            slow = stack.enter_context(context.wrap_socket(plain))
            slow.sendall(b"GET /sq/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
        assert nginx.ask("/sq/").status == 200


def test_log_says_nothing_of_people(nginx: Nginx) -> None:
    response = nginx.ask("/api/content/search/?q=fshehtesi", User_Agent="Arta")
    name = response.headers["X-Request-ID"]
    log = nginx.folder / "kuvendi.log"
    wait_for(lambda: name in log.read_text(), "the line in the log")
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    (line,) = [line for line in lines if line["request_id"] == name]
    assert (line["path"], line["status"]) == ("/api/content/search/", 200)
    assert "fshehtesi" not in log.read_text()
    assert "Arta" not in log.read_text()
    assert LOOPBACK not in log.read_text()


@pytest.mark.parametrize("unit", ["kuvendi-web.service", "kuvendi-worker.service", "kuvendi-verify-files.service"])
def test_units_are_what_systemd_takes(unit: str, tmp_path: Path) -> None:
    # The programs are not where the unit says, on this machine.
    text = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", (DEPLOY / unit).read_text(), flags=re.MULTILINE)
    (tmp_path / unit).write_text(text)
    done = subprocess.run(["systemd-analyze", "verify", tmp_path / unit], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
