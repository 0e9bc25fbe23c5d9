"""The files of the image, as far as they can be judged without Docker."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from importlib.metadata import requires
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from config.environment import Environment
from tests.operations.dockerfile import ROOT, copies, instructions, is_sent
from tools.production_lock import production

COMPOSE = ROOT / "docker" / "compose.yaml"
DEV = ("pytest", "mypy", "moto", "playwright", "ruff", "django-stubs", "hypothesis")


def lines_of(name: str) -> list[str]:
    return [one.arguments for one in instructions() if one.name == name]


def test_all_that_is_copied_exists_and_is_sent() -> None:
    sources = [source for given, _target in copies() for source in given]
    assert "site" in sources
    for source in sources:
        assert (ROOT / source).exists(), source
        assert is_sent(source), source


def test_nothing_secret_or_large_is_sent() -> None:
    for path in (".env", "docker/.env", ".git/config", "var/kuvendi.sqlite3", ".venv/bin/python", "tests/conftest.py"):
        assert not is_sent(path), path
    assert not is_sent("site/locale/sq/LC_MESSAGES/django.mo"), "made anew in the image"
    assert is_sent("site/manage.py")


def test_image_runs_as_nobody_in_particular() -> None:
    assert lines_of("USER") == ["10001:10001"]
    assert "--uid 10001" in " ".join(lines_of("RUN"))


def test_bases_are_pinned() -> None:
    services = compose()["services"].values()
    images = [line.split(" AS ")[0] for line in lines_of("FROM")] + [service["image"] for service in services]
    for image in images:
        name, tag = image.rsplit(":", 1)
        assert name
        assert re.search(r"\d", tag), f"{image} is not pinned"


def test_python_of_the_image_is_one_that_the_project_takes() -> None:
    assert {line.split(" AS ")[0] for line in lines_of("FROM")} == {"python:3.11-slim-bookworm"}


def test_production_lock_has_all_that_the_site_needs_and_no_tools() -> None:
    lock = production((ROOT / "requirements.lock").read_text())
    locked = {canonicalize_name(name) for name in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)}
    assert not locked & set(DEV)
    missing = {
        (name, needed)
        for name in locked
        for needed in map(Requirement, _requires(name))
        if (needed.marker is None or needed.marker.evaluate({"extra": ""}))
        and canonicalize_name(needed.name) not in locked
    }
    assert not missing
    assert {"django", "wagtail", "gunicorn", "psycopg-binary", "boto3", "structlog", "prometheus-client"} <= locked
    # Each package is there with its hashes.
    assert all("--hash=sha256:" in block for block in re.split(r"^(?=[\w.-]+==)", lock, flags=re.MULTILINE)[1:])


def test_production_lock_keeps_a_package_for_each_python_that_needs_its_own() -> None:
    needed_by = "    # via kuvendi (pyproject.toml)\n"
    old = f"one==1 ; python_full_version < '3.11.5' \\\n    --hash=sha256:1\n{needed_by}"
    new = f"one==2 ; python_full_version >= '3.11.5' \\\n    --hash=sha256:2\n{needed_by}"
    assert production(old + new) == old + new


def _requires(name: str) -> list[str]:
    if name in {"colorama", "tzdata"}:  # for Windows
        return []
    return requires(name) or []


def test_scripts_are_shell() -> None:
    for script in ("build.sh", "entrypoint.sh"):
        subprocess.run(["sh", "-n", ROOT / "docker" / script], check=True)


def test_health_check_of_the_image_is_a_program() -> None:
    (check,) = lines_of("HEALTHCHECK")
    # What is no JSON is taken for a line of a shell.
    command = json.loads(check.split("CMD", 1)[1])
    assert command[:2] == ["python", "-c"]
    compile(command[2], "HEALTHCHECK", "exec")


def start_web(tmp_path: Path) -> subprocess.CompletedProcess[str]:
    """What the image does before the server is there."""
    program, temporary = tmp_path / "python", tmp_path / "temporary"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o700)
    temporary.mkdir(exist_ok=True)
    env = {"PATH": f"{tmp_path}:/usr/bin:/bin", "TMPDIR": str(temporary)}
    return subprocess.run(
        ["sh", ROOT / "docker" / "entrypoint.sh", "web"], env=env, capture_output=True, text=True, check=False
    )


def test_web_removes_what_one_that_was_killed_left_and_not_what_another_receives(tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    for name in ("tmpa.upload.pdf", "tmpb.upload.pdf", "else"):
        (temporary / name).touch()
    for name in ("tmpa.upload.pdf", "else"):
        os.utime(temporary / name, (time.time() - 7200, time.time() - 7200))
    assert start_web(tmp_path).returncode == 0
    assert sorted(path.name for path in temporary.iterdir()) == ["else", "tmpb.upload.pdf"]


def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(COMPOSE.read_text())
    return loaded


def test_each_service_is_watched_limited_and_started_in_order() -> None:
    services = compose()["services"]
    assert set(services) == {"web", "worker", "migrate", "database", "elasticsearch", "storage", "rclone"}
    for name, service in services.items():
        assert set(service["deploy"]["resources"]["limits"]) == {"cpus", "memory"}, name
        assert "logging" in service, name
        if name not in {"web", "migrate", "rclone"}:  # the image has one; the others end
            assert service["healthcheck"]["test"][0].startswith("CMD"), name
    for name in ("web", "worker"):
        assert services[name]["depends_on"] == {"migrate": {"condition": "service_completed_successfully"}}
        assert services[name]["read_only"] is True
        assert services[name]["cap_drop"] == ["ALL"]
    used = {volume.split(":")[0] for service in services.values() for volume in service.get("volumes", ())}
    assert used == set(compose()["volumes"])


@pytest.mark.parametrize("name", ["web", "worker"])
def test_files_on_their_way_take_no_memory(name: str) -> None:
    service = compose()["services"][name]
    assert f"uploads:{service['environment']['TMPDIR']}" in service["volumes"]
    assert service["environment"]["TMPDIR"] not in service["tmpfs"]


@pytest.mark.parametrize("name", ["web", "worker", "verify-files"])
def test_units_keep_files_on_their_way_on_disk(name: str) -> None:
    unit = (ROOT / "deploy" / f"kuvendi-{name}.service").read_text()
    assert "\nEnvironment=TMPDIR=/var/tmp\n" in unit


def test_nothing_but_the_site_can_be_reached_from_outside() -> None:
    published = {name: service["ports"] for name, service in compose()["services"].items() if "ports" in service}
    assert published == {"web": ["127.0.0.1:8000:8000"]}


def test_compose_refuses_to_start_without_secrets() -> None:
    text = COMPOSE.read_text()
    example = (ROOT / "docker" / ".env.example").read_text()
    secrets = {"SECRET_KEY", "POSTGRES_PASSWORD", "ELASTIC_PASSWORD", "AWS_SECRET_ACCESS_KEY"}
    for name in secrets | {"ALLOWED_HOSTS", "BASE_URL"}:
        assert re.search(rf"^{name}=$", example, re.MULTILINE), f"{name} has a value in .env.example"
        uses = re.findall(rf"\$\{{{name}([^}}]*)\}}", text)
        assert uses, name
        assert all(use.startswith(":?") for use in uses), f"{name} may be missing"
    named = set(re.findall(r"(?<!\$)\$\{(\w+)", text))
    assert named == set(re.findall(r"^(\w+)=", example, re.MULTILINE))


def test_each_setting_of_the_site_reaches_it() -> None:
    environment = set(compose()["services"]["worker"]["environment"])
    settings = {str(field.alias) for field in Environment.model_fields.values()}
    # For trying it out, for a folder in place of the bucket, and for a search server that others use too.
    assert settings - environment == {"ALERTS_WEBHOOKS_ANYWHERE", "MEDIA_ROOT", "ELASTICSEARCH_INDEX_PREFIX"}


def test_database_is_healthy_only_when_it_takes_connections_from_others() -> None:
    # While the image makes the database, a server answers on its socket that nobody else can reach.
    assert "--host=127.0.0.1" in compose()["services"]["database"]["healthcheck"]["test"]


@pytest.mark.parametrize("value", ["SECRET_KEY", "DATABASE_URL"])
def test_image_says_which_setting_is_missing(value: str, tmp_path: Path) -> None:
    environment = compose()["services"]["web"]["environment"]
    given = {name: re.sub(r"\$\{\w+:?[^}]*\}", "x" * 60, text) for name, text in environment.items()}
    given |= {"BASE_URL": "https://example.org", "TRUSTED_PROXIES": "1", "WEB_CONCURRENCY": "1"}
    given |= {"EMAIL_PORT": "587", "ALERTS_LIMIT_PER_MINUTE": "10"}
    del given[value]
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    done = subprocess.run(
        ["sh", ROOT / "docker" / "entrypoint.sh", "check"],
        env=given | {"PATH": path, "DJANGO_SETTINGS_MODULE": "config.settings.production"},
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0
    assert f"The environment variable {value} is not set" in done.stderr
