"""Backing up and restoring as docs/operators.md says: into a new database and a new store, all is as it was."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.operations.conftest import Installation, Started, make_bucket
from tests.support.processes import wait_for
from tests.support.s3 import KEY, REGION

PUBLISH_MORE = """
import django; django.setup()
from cms_pages.models import SectionIndexPage
from tests.factories import NewsPageFactory
NewsPageFactory(parent=SectionIndexPage.objects.get(locale__language_code="sq"), title="{title}")
"""


RESTORE = ("pg_restore", "--no-owner", "--single-transaction")


@dataclass(frozen=True)
class Backup:
    """Where the dump and the files are, what the site said when they were made, and a cursor of some time later."""

    dump: Path
    files: Path
    answers: dict[str, Any]
    later_cursor: str


def run(*command: str | Path, **env: str) -> None:
    # Nothing of this machine's own set-up, such as credentials of a store.
    done = subprocess.run(command, env={"PATH": os.environ["PATH"]} | env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def rclone(s3_server: str) -> dict[str, str]:
    """What tells rclone of the S3 store, by the name ``store``."""
    return {
        "RCLONE_CONFIG_STORE_TYPE": "s3",
        "RCLONE_CONFIG_STORE_PROVIDER": "Other",
        "RCLONE_CONFIG_STORE_ENDPOINT": s3_server,
        "RCLONE_CONFIG_STORE_REGION": REGION,
        "RCLONE_CONFIG_STORE_ACCESS_KEY_ID": KEY,
        "RCLONE_CONFIG_STORE_SECRET_ACCESS_KEY": KEY,
    }


def read(web: Started, path: str) -> bytes:
    with web.get(path) as response:
        body: bytes = response.read()
        assert response.status == 200, f"{path}: {response.status} {body[:200]!r}"
        return body


def path_of(url: str) -> str:
    return "/" + url.split("/", 3)[3]


def answers_of(web: Started) -> dict[str, Any]:
    """What the public gets: pages, lists, a document, a picture, search."""
    items = json.loads(read(web, "/api/content/items/?limit=100"))["items"]
    decision = next(item for item in items if (item["type"], item["locale"]) == ("decision", "sq"))
    # The port is of the test's own server.
    port = web.base.rpartition(":")[2].encode()
    pages = {path: read(web, path).replace(port, b"") for path in ("/sq/", path_of(decision["url"]))}
    news = next(item for item in items if item["title"] == "Lajm për parkun")
    # On a busy machine Elasticsearch may be slow, and the database answers for a moment.
    wait_for(lambda: not search(web)["degraded"], "Elasticsearch's answer", 90)
    return {
        "items": items,
        "pages": pages,
        "document": read(web, path_of(decision["signed_pdf"]["url"])),
        "picture": read(web, path_of(news["image"]["url"])),
        "found": [item["id"] for item in search(web)["items"]],
    }


def search(web: Started) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(read(web, "/api/content/search/?q=ujesjellesi"))
    return found


def cursor_of(web: Started) -> str:
    cursor, more = "", True
    while more:
        answer = json.loads(read(web, f"/api/content/sync/?cursor={cursor}" if cursor else "/api/content/sync/"))
        cursor, more = answer["cursor"], answer["more"]
    return str(cursor)


@pytest.fixture(scope="module")
def backup(
    installation: Installation, web: Started, s3_server: str, tmp_path_factory: pytest.TempPathFactory
) -> Backup:
    folder = tmp_path_factory.mktemp("backup")
    wait_for(lambda: len(search(web)["items"]) == 1, "indexing", 60)
    answers = answers_of(web)
    dump, files = folder / "kuvendi.dump", folder / "files"
    run("pg_dump", "--format=custom", f"--file={dump}", installation.env["DATABASE_URL"])
    bucket = installation.env["AWS_STORAGE_BUCKET_NAME"]
    run("rclone", "copy", "--immutable", f"store:{bucket}", files, **rclone(s3_server))
    installation.python(PUBLISH_MORE.format(title="Lajm i humbur"))
    return Backup(dump, files, answers, cursor_of(web))


def new_database(installation: Installation) -> str:
    """The address of a new, empty one."""
    name = f"restored_{uuid.uuid4().hex[:12]}"
    run("psql", "--quiet", "--command", f"CREATE DATABASE {name}", installation.env["DATABASE_URL"])
    return f"{installation.env['DATABASE_URL'].rpartition('/')[0]}/{name}"


@pytest.fixture(params=["s3", "folder"])
def restored(
    request: pytest.FixtureRequest, installation: Installation, backup: Backup, s3_server: str, tmp_path: Path
) -> Installation:
    """The installation anew, from nothing but the backup."""
    database = new_database(installation)
    run(*RESTORE, f"--dbname={database}", backup.dump)
    name = database.rpartition("/")[2]
    new = installation.with_env(DATABASE_URL=database, ELASTICSEARCH_INDEX_PREFIX=name.replace("_", "-"))
    if request.param == "s3":
        bucket = name.replace("_", "-")
        make_bucket(s3_server, bucket)
        run("rclone", "copy", backup.files, f"store:{bucket}", **rclone(s3_server))
        new = new.with_env(AWS_STORAGE_BUCKET_NAME=bucket)
    else:
        shutil.copytree(backup.files, tmp_path / "media")
        new = new.with_env(AWS_STORAGE_BUCKET_NAME="", MEDIA_ROOT=str(tmp_path / "media"))
    for command in ("migrate", "reconcile_publications", "rebuild_search_index"):
        new.run(command, "--no-color")
    return new


def test_all_is_as_it_was_and_apps_start_again(restored: Installation, backup: Backup) -> None:
    with restored.web() as web:
        answers = answers_of(web)
        for path, page in answers.pop("pages").items():
            assert page.decode().splitlines() == backup.answers["pages"][path].decode().splitlines()
        assert answers == {what: answer for what, answer in backup.answers.items() if what != "pages"}
        assert b"Lajm i humbur" not in read(web, "/api/content/items/?limit=100")
        # Also when the log has come to where it was.
        restored.python(PUBLISH_MORE.format(title="Lajm i ri"))
        with web.get(f"/api/content/sync/?cursor={backup.later_cursor}") as response:
            assert response.status == 410


def test_a_dump_without_its_end_is_noticed_and_leaves_nothing(
    installation: Installation, backup: Backup, tmp_path: Path
) -> None:
    torn, database = tmp_path / "torn.dump", new_database(installation)
    torn.write_bytes(backup.dump.read_bytes()[:-2000])
    assert subprocess.run([*RESTORE, f"--dbname={database}", torn], capture_output=True).returncode != 0
    run(*RESTORE, f"--dbname={database}", backup.dump)
