"""The site as an image of it runs: its files in a folder, its settings of production, PostgreSQL, S3 and Elasticsearch.

It needs no database of the test run, so these tests run once and not once per database.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import boto3
import pytest

from tests.operations.dockerfile import ROOT, copy_sources
from tests.support.processes import wait_for
from tests.support.s3 import KEY, REGION
from tools.ports import LOOPBACK, free_port
from tools.postgres import cluster

TOKEN = "for-the-monitoring-of-tests"
#: as the proxy in front says it
HTTPS = {"X-Forwarded-Proto": "https"}
PUBLISH = """
import django; django.setup()
from tests.factories import DecisionPageFactory, ImageFactory, NewsPageFactory, make_site, publish_translation
tree = make_site("127.0.0.1")
decision = DecisionPageFactory(parent=tree.sections["sq"], title="Vendim për ujësjellësin")
publish_translation(decision, "sr-latn", {"Vendim për ujësjellësin": "Odluka o vodovodu"})
NewsPageFactory(parent=tree.sections["sq"], title="Lajm për parkun", image=ImageFactory())
"""


@dataclass(frozen=True)
class Installation:
    """``folder`` is what the image has in /app; ``home`` is the only folder that it may write into."""

    folder: Path
    home: Path
    env: Mapping[str, str]

    def command(self, *arguments: str) -> list[str]:
        return ["sh", str(self.folder / "docker" / "entrypoint.sh"), *arguments]

    def run(self, *arguments: str, status: int = 0) -> str:
        """Let the image run something to its end. Returns what it printed."""
        done = subprocess.run(self.command(*arguments), env=dict(self.env), capture_output=True, text=True)
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout + done.stderr

    def python(self, code: str) -> str:
        """Run code with the tests' factories on the installation's database and files."""
        env = dict(self.env) | {"PYTHONPATH": f"{ROOT / 'site'}:{ROOT}"}
        done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, cwd=ROOT)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def with_env(self, **env: str) -> Installation:
        return replace(self, env={**self.env, **env})

    @contextmanager
    def started(self, *arguments: str) -> Iterator[Started]:
        """A process of the image in the background."""
        number = uuid.uuid4().hex[:8]
        with (self.home / f"{number}.log").open("w+b") as log:
            process = subprocess.Popen(self.command(*arguments), env=dict(self.env), stdout=log, stderr=log)
            try:
                yield Started(process, Path(log.name), f"http://{LOOPBACK}:{self.env.get('PORT', '')}")
            finally:
                if process.poll() is None:
                    process.terminate()
                process.wait(timeout=60)

    @contextmanager
    def web(self) -> Iterator[Started]:
        """A started web server that answers."""
        with self.with_env(PORT=str(free_port())).started("web") as web:
            wait_for(lambda: web.process.poll() is not None or _answers(web.base), "the start of the server", 60)
            assert web.process.poll() is None, web.log.read_text()
            yield web


@dataclass(frozen=True)
class Started:
    process: subprocess.Popen[bytes]
    log: Path
    base: str

    def get(self, path: str, **headers: str) -> Any:
        """The answer, with ``status``, ``headers`` and ``read()``, whatever its status."""
        return ask(self.base + path, headers)

    def status(self) -> dict[str, Any]:
        """``/health/ready`` with its details."""
        with self.get("/health/ready", Authorization=f"Bearer {TOKEN}") as response:
            body: dict[str, Any] = json.load(response)
            return body


class _Any(urllib.request.HTTPErrorProcessor):
    """Takes every answer as it is: no redirect is followed and no status is an exception."""

    def http_response(self, request: Any, response: Any) -> Any:
        return response

    https_response = http_response


def ask(url: str, headers: Mapping[str, str] | None = None, data: bytes | None = None) -> Any:
    names = {name.replace("_", "-"): value for name, value in (headers or {}).items()}
    request = urllib.request.Request(url, headers={**HTTPS, **names}, data=data)
    return urllib.request.build_opener(_Any).open(request, timeout=120)


def _answers(base: str) -> bool:
    try:
        with ask(f"{base}/health/live") as response:
            return bool(response.status == 200)
    except OSError:
        return False


def make_bucket(s3_server: str, name: str) -> None:
    client = boto3.client(
        "s3", endpoint_url=s3_server, region_name=REGION, aws_access_key_id=KEY, aws_secret_access_key=KEY
    )
    client.create_bucket(Bucket=name)
    client.close()


@pytest.fixture(scope="session")
def installation(
    tmp_path_factory: pytest.TempPathFactory, s3_server: str, elasticsearch_url: str
) -> Iterator[Installation]:
    """Built as the image is, migrated, with a decision in two languages and a piece of news published."""
    folder, home = tmp_path_factory.mktemp("app"), tmp_path_factory.mktemp("home")
    copy_sources(folder)
    bucket = f"operations-{uuid.uuid4().hex[:12]}"
    make_bucket(s3_server, bucket)
    with cluster() as url:
        env = {
            "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
            "HOME": str(home),
            "TMPDIR": str(home),
            "LANG": "C.UTF-8",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONUNBUFFERED": "1",
            "DJANGO_SETTINGS_MODULE": "config.settings.production",
            "SECRET_KEY": "for-tests-only-" * 5,
            "ALLOWED_HOSTS": LOOPBACK,
            "BASE_URL": f"https://{LOOPBACK}",
            "TRUSTED_PROXIES": "1",
            "DATABASE_URL": url,
            "ELASTICSEARCH_URL": elasticsearch_url,
            "ELASTICSEARCH_INDEX_PREFIX": bucket,
            "AWS_STORAGE_BUCKET_NAME": bucket,
            "AWS_S3_ENDPOINT_URL": s3_server,
            "AWS_S3_REGION_NAME": REGION,
            "AWS_ACCESS_KEY_ID": KEY,
            "AWS_SECRET_ACCESS_KEY": KEY,
            "MONITORING_TOKEN": TOKEN,
            "OCDS_PREFIX": "ocds-a1b2c3",
            "SEARCH_LIMIT_PER_MINUTE": "1000",
        }
        subprocess.run(["sh", "docker/build.sh"], cwd=folder, env={**os.environ, "PATH": env["PATH"]}, check=True)
        made = Installation(folder, home, env)
        made.run("migrate", "--noinput", "--verbosity=0")
        made.python(PUBLISH)
        yield made


@pytest.fixture(scope="session")
def web(installation: Installation) -> Iterator[Started]:
    """The site, served, with a worker beside it."""
    with installation.web() as web, installation.started("worker"):
        wait_for(lambda: web.status()["status"] == "ok", "being well", 90)
        yield web
