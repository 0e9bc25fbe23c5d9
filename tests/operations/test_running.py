"""The site as an image of it runs: settings of production, several processes, PostgreSQL, S3, Elasticsearch."""

from __future__ import annotations

import json
import re
import signal
import socket
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.operations.conftest import TOKEN, Installation, Started, ask
from tests.support.processes import wait_for


def found(web: Started, text: str) -> dict[str, Any]:
    with web.get(f"/api/content/search/?q={text}") as response:
        body: dict[str, Any] = json.load(response)
        return body


def test_everything_it_depends_on_is_well(web: Started, installation: Installation) -> None:
    assert {"search-database", "search-elasticsearch"} <= set(web.status()["readers"])
    assert "seconds ago" in installation.run("worker_health")


def test_what_is_published_is_found_in_elasticsearch(web: Started) -> None:
    wait_for(
        lambda: not found(web, "ujesjellesi")["degraded"] and found(web, "ujesjellesi")["total"] == 1, "finding it"
    )
    (item,) = found(web, "vodovod")["items"]
    assert item["title"] == "Vendim për ujësjellësin"


def test_files_are_served_from_the_bucket(web: Started) -> None:
    with web.get("/api/content/items/?type=decision&locale=sq") as response:
        (item,) = json.load(response)["items"]
    with web.get("/" + item["signed_pdf"]["url"].split("/", 3)[3]) as response:
        assert response.status == 200
        assert response.read().startswith(b"%PDF")


def test_static_files_are_compressed_and_kept_for_ever(web: Started) -> None:
    with web.get("/sq/") as response:
        html = response.read().decode()
        assert response.headers["Strict-Transport-Security"]
    addresses = re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"', html)
    assert addresses
    for address in addresses:
        assert re.search(r"\.[0-9a-f]{12}\.(css|js)$", address), f"{address} has no hash in its name"
        with web.get(address) as plain, web.get(address, Accept_Encoding="gzip") as small:
            assert plain.headers["Cache-Control"] == "max-age=315360000, public, immutable"
            assert small.headers["Vary"] == "Accept-Encoding"
            size = len(plain.read())
            if size > 500:
                assert small.headers["Content-Encoding"] == "gzip"
                assert len(small.read()) < size


def test_static_file_without_a_hash_is_asked_for_again(web: Started) -> None:
    with web.get("/static/municipality/site.css") as response:
        assert response.status == 200
        assert response.headers["Cache-Control"] == "max-age=60, public"


def test_plain_http_is_sent_to_https(web: Started) -> None:
    with web.get("/sq/", X_Forwarded_Proto="http") as response:
        assert response.status == 301
        assert response.headers["Location"].startswith("https://")
    with web.get("/health/live", X_Forwarded_Proto="http") as response:
        assert response.status == 200


@pytest.mark.parametrize("name", ["Host", "X-Forwarded-Host"])
@pytest.mark.parametrize("path", ["/sq/", "/admin/login/", "/admin/password_reset/", "/api/content/items/", "/s-ka"])
def test_wrong_host_is_refused_and_not_repeated(web: Started, path: str, name: str) -> None:
    with ask(web.base + path, {name: "evil.example.net"}) as response:
        told = f"{response.headers}{response.read().decode()}"
    assert response.status == 400 if name == "Host" else response.status != 400
    assert "evil.example.net" not in told


@pytest.mark.parametrize(("length", "status"), [(8100, 200), (9000, 414)])
def test_long_addresses(web: Started, length: int, status: int) -> None:
    path = "/api/content/items/?" + "&".join(["type=decision"] * (length // 14))
    with web.get(path) as response:
        assert response.status == status


def test_all_processes_count_together(web: Started) -> None:
    def counted() -> float:
        with web.get("/metrics", Authorization=f"Bearer {TOKEN}") as response:
            families = list(text_string_to_metric_families(response.read().decode()))
        samples = [sample for family in families for sample in family.samples]
        assert {"kuvendi_log_sequence", "kuvendi_worker_seen_seconds"} <= {sample.name for sample in samples}
        return sum(
            sample.value
            for sample in samples
            if sample.name == "kuvendi_http_requests_total" and sample.labels["view"] == "content-api:list_items"
        )

    before = counted()

    def ask() -> None:
        with web.get("/api/content/items/") as response:
            response.read()

    threads = [threading.Thread(target=ask) for _ in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # Asked again, by whichever process.
    assert {counted() - before for _ in range(4)} == {30}


def test_every_line_of_the_log_is_json_and_says_nothing_of_people(web: Started) -> None:
    with web.get("/api/content/search/?q=fshehtesi", X_Request_ID="test-0123456789", User_Agent="Arta") as response:
        assert response.headers["X-Request-ID"] == "test-0123456789"
    wait_for(lambda: "test-0123456789" in web.log.read_text(), "the line in the log")
    text = web.log.read_text()
    lines = [json.loads(line) for line in text.splitlines() if not line.startswith("[")]
    (line,) = [line for line in lines if line.get("request_id") == "test-0123456789"]
    assert (line["path"], line["status"]) == ("/api/content/search/", 200)
    for told in ("fshehtesi", "Arta", "127.0.0.1 - -", "for-tests-only"):
        assert told not in text


def test_request_under_way_is_answered_before_it_stops_and_nothing_is_left(
    installation: Installation, tmp_path: Path
) -> None:
    before = sorted(installation.folder.rglob("*"))
    with installation.with_env(HOME=str(tmp_path), TMPDIR=str(tmp_path)).web() as web:
        host, port = web.base.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port))) as client:
            client.sendall(b"GET /sq/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-Proto: https\r\n")
            time.sleep(0.5)
            web.process.send_signal(signal.SIGTERM)
            time.sleep(0.5)
            client.sendall(b"Connection: close\r\n\r\n")
            answer = b"".join(iter(lambda: client.recv(65536), b""))
        assert answer.startswith(b"HTTP/1.1 200 ")
        assert answer.rstrip().endswith(b"</html>")
        assert web.process.wait(timeout=30) == 0
    assert sorted(installation.folder.rglob("*")) == before, "the file system of a container may be read-only"
    assert list(tmp_path.iterdir()) == []


def test_worker_stops_when_told_to(installation: Installation) -> None:
    with installation.started("worker") as worker:
        wait_for(lambda: worker.log.stat().st_size > 0, "the start of the worker")
        worker.process.send_signal(signal.SIGTERM)
        assert worker.process.wait(timeout=30) == 0


def test_processes_are_replaced_without_a_request_lost(installation: Installation) -> None:
    with installation.web() as web:
        before = children(web.process.pid)
        statuses: list[int] = []
        stop = threading.Event()

        def ask() -> None:
            while not stop.is_set():
                with web.get("/api/content/items/") as response:
                    statuses.append(response.status)

        thread = threading.Thread(target=ask)
        thread.start()
        web.process.send_signal(signal.SIGHUP)
        wait_for(
            lambda: not before & children(web.process.pid) and len(children(web.process.pid)) == 2, "reloading", 60
        )
        stop.set()
        thread.join()
        assert set(statuses) == {200}


def children(pid: int) -> set[int]:
    return {int(child) for task in Path(f"/proc/{pid}/task").glob("*/children") for child in task.read_text().split()}


def test_without_a_database_it_lives_but_is_not_ready(installation: Installation) -> None:
    away = installation.with_env(DATABASE_URL="postgresql://kuvendi@127.0.0.1:1/kuvendi")
    with away.web() as web:
        with web.get("/health/ready") as response:
            assert response.status == 503
            assert json.load(response) == {"status": "unavailable"}
        with web.get("/health/ready", Authorization=f"Bearer {TOKEN}") as response:
            assert "OperationalError" in json.load(response)["checks"]["database"]
        with web.get("/metrics", Authorization=f"Bearer {TOKEN}") as response:
            assert "kuvendi_database_up 0.0" in response.read().decode()


def test_settings_pass_djangos_own_checks(installation: Installation) -> None:
    said = installation.run("check", "--deploy", "--fail-level", "WARNING")
    assert "no issues" in said
