"""The packages in projects that are not ours: from the wheel, set up as docs/integrators.md says."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from tests.packaging.project import Project
from tools import postgres


def test_pages_and_publications_alone(plain: Project, tmp_path: Path) -> None:
    project = plain.copy(tmp_path / "town")
    project.follow("In your own Wagtail project")
    got = project.answers("pages_and_publications")
    (item,) = got["items"]["items"]
    assert (item["number"], item["locale"], item["translation"]) == ("01-400/1", "en", "original")
    assert item["url"] == "http://localhost/vendimet/uji/"
    assert got["item"] == item
    assert got["types"] == ["decision", "home", "section"]
    assert got["paths"] == [
        f"/api/content/{path}"
        for path in (
            *("items/", "items/{item_id}/", "sync/"),
            *("tenders/", "tenders/{ocid}/", "tenders/{ocid}/releases/", "tenders/{year}.csv", "tenders/{year}.jsonl"),
        )
    ]
    assert "Vendim për ujin" in got["page"]
    assert "Vendim për ujin" in got["home"]
    assert got["file"] == "%PDF"
    assert got["editor"] == 200
    assert "https://" not in got["docs"]
    assert got["withdrawn"] == 410
    assert not {"elasticsearch", "snowballstemmer", "storages", "boto3"} & set(got["modules"])


def test_alerts_with_nothing_but_pages(complete: Project, tmp_path: Path) -> None:
    project = complete.copy(tmp_path / "town")
    project.follow("In your own Wagtail project", besides=('    "publications",',))
    project.follow("Alerts in your project")
    got = project.answers("alerts")
    assert "Everything that is published" in got["form"]
    assert got["asked"] == "/alerts/asked/"
    assert "http://localhost/alerts/confirm/" in got["letter"]
    assert not {"publications", "elasticsearch", "snowballstemmer"} & set(got["modules"])


@dataclass
class Listener:
    """Where the project's own reader sends what changed. It fails the first time."""

    url: str
    posts: list[Any] = field(default_factory=list)


@pytest.fixture
def listener() -> Iterator[Listener]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard.posts.append(json.loads(body))
            self.send_response(500 if len(heard.posts) == 1 else 204)
            self.end_headers()

        def log_message(self, *_args: object) -> None: ...

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        heard = Listener(f"http://127.0.0.1:{server.server_port}/")
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield heard
        server.shutdown()
        thread.join()


def settings_of(database: str, cluster: ExitStack) -> str:
    """The project's setting for a database of its own."""
    if database == "sqlite":
        return ""  # as it is
    url = urlsplit(cluster.enter_context(postgres.cluster()))
    database_settings = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": url.path.strip("/"),
        "USER": url.username,
        "HOST": unquote(url.netloc.partition("@")[2]),
    }
    return f"DATABASES = {{'default': {database_settings}}}\n"


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_everything_at_once(complete: Project, listener: Listener, tmp_path: Path, database: str) -> None:
    project = complete.copy(tmp_path / "town")
    for heading in (
        "In your own Wagtail project",
        "Wagtail's API v2 of the packages",
        "Sections below a home page of your own",
        "Pages in your own look",
        "Several languages",
        "Search in your project",
        "An own content type",
        "An own reader of the log",
    ):
        project.follow(heading)
    project.remove("search")
    project.append("statutes/__init__.py", "")
    project.append("town/settings/base.py", 'INSTALLED_APPS += ["statutes", "announce"]\n')
    project.append("town/settings/base.py", f'ANNOUNCE_URL = "{listener.url}"\n')
    with ExitStack() as cluster:
        project.append("town/settings/base.py", settings_of(database, cluster))
        got = project.answers("everything")
    (statute,) = got["statutes"]["items"]
    assert (statute["number"], statute["date"]) == ("7", "2025-05-05")
    assert statute["url"] == "http://localhost/sq/vendimet/uje/"
    assert "<h2>Article 1</h2>" in statute["content"]
    assert set(got["synced"]) == {"Vendimet", "Odluke", "Vendim për ujin", "Statuti për ujin"}
    assert [hit["id"] for hit in got["found"]["burimi"]["items"]] == [statute["id"]]
    assert {hit["type"] for hit in got["found"]["uje"]["items"]} == {"decision", "statute"}
    assert {facet["value"] for facet in got["found"]["uje"]["facets"]["type"]} == {"decision", "statute"}
    assert "StatuteItem" in got["schemas"]
    assert "<p>No. 7," in got["page"]
    assert "css/town.css" in got["page"], "this is not the project's own look"
    assert "<h1>Odluke</h1>" in "".join(got["section"].split("\n")).replace(" ", "")
    assert [page["number"] for page in got["v2"]["items"]] == ["7"]
    assert got["failures"] == 1
    refused, taken = listener.posts[0], [change for post in listener.posts[1:] for change in post]
    assert refused == taken[: len(refused)], "what was refused did not come again"
    assert {change["id"] for change in taken} >= {statute["id"]}
