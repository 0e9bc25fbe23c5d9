"""PostgreSQL is restarted, or crashes, while the site is read and editors publish: all of it goes on by itself."""

from __future__ import annotations

import itertools
import json
import re
import threading
import urllib.parse
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

import psycopg
import pytest

from tests.operations.conftest import Installation, Started, ask
from tests.support.processes import wait_for
from tools.postgres import restart

TOKEN = "x" * 32
READ = ("/sq/", "/sq/search/?q=fleta", "/api/content/items/", "/api/content/sync/", "/api/content/search/?q=fleta")
#: as an operator does it, and a crash. After the first, connections have what ``database`` sets.
MODES: tuple[Literal["fast", "immediate"], ...] = ("fast", "immediate")
#: pages that editors change all the time, each by an editor of its own
PAGES = 3
OFFICE = f"""
import django; django.setup()
import json, secrets
from django.contrib.auth.models import User
from django.test import Client
from cms_pages.models import SectionIndexPage
from tests.factories import StandardPageFactory
name = secrets.token_hex(4)
editor = User.objects.create_superuser(name)
client = Client()
client.force_login(editor)
parent = SectionIndexPage.objects.get(locale__language_code="sq")
pages = [StandardPageFactory(parent=parent, title=f"Fleta {{name}} 0", slug=f"{{name}}-{{n}}") for n in range({PAGES})]
print(json.dumps({{
    "cookie": client.cookies["__Host-sessionid"].value,
    "pages": [{{"pk": p.pk, "slug": p.slug, "path": p.url, "name": name}} for p in pages],
}}))
"""


@dataclass
class Page:
    """A page and what its editor knows of it. Titles end with a number that goes up with each attempt."""

    pk: int
    slug: str
    path: str
    name: str
    tried: int = 0
    #: the last number of which the site said that it is published
    published: int = 0

    def title(self, number: int) -> str:
        return f"Fleta {self.name} {number}"


@dataclass
class Load:
    """What was asked of the site and what it said."""

    web: Started
    cookie: str
    pages: list[Page]
    statuses: Counter[int] = field(default_factory=Counter)
    #: what an error told that it should not
    told: list[str] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def note(self, response: Any) -> tuple[int, str]:
        with response:
            body = response.read().decode()
        self.statuses[response.status] += 1
        if response.status >= 500:
            self.told += re.findall(r"Traceback.*|psycopg.*|OperationalError.*|.*/site-packages/.*", body)
            if not body.strip():
                self.told.append("an empty answer")
        return response.status, body

    def read(self) -> None:
        for path in itertools.cycle(READ):
            if self.stop.is_set():
                return
            self.note(ask(self.web.base + path))

    def publish_on(self, page: Page) -> None:
        while not self.stop.is_set():
            self.publish(page)

    def publish(self, page: Page) -> int:
        page.tried += 1
        number = page.tried
        fields = {
            "csrfmiddlewaretoken": TOKEN,
            "title": page.title(number),
            "slug": page.slug,
            "summary": "",
            "content-count": "0",
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
            "action-publish": "1",
        }
        headers = {
            "Cookie": f"__Host-sessionid={self.cookie}; __Host-csrftoken={TOKEN}",
            "Referer": self.web.base.replace("http://", "https://") + "/",
        }
        data = urllib.parse.urlencode(fields).encode()
        response = ask(f"{self.web.base}/admin/pages/{page.pk}/edit/", headers, data)
        location = response.headers.get("Location", "")
        status, body = self.note(response)
        if status == 302:
            assert "/login/" not in location, "the editor was logged out"
            page.published = number
        else:
            assert status in (500, 503), body[:3000]
        return status


@contextmanager
def under_load(web: Started, office: dict[str, Any]) -> Iterator[Load]:
    """Two readers, and an editor for each page, who do not wait for one another."""
    load = Load(web, office["cookie"], [Page(**page) for page in office["pages"]])
    failures: list[BaseException] = []

    def run(work: Callable[..., None], *arguments: Any) -> None:
        try:
            work(*arguments)
        except BaseException as error:
            failures.append(error)

    jobs = [(load.read,), (load.read,), *((load.publish_on, page) for page in load.pages)]
    threads = [threading.Thread(target=run, args=job) for job in jobs]
    for thread in threads:
        thread.start()
    try:
        yield load
    finally:
        load.stop.set()
        for thread in threads:
            thread.join()
    assert not failures, failures


@pytest.fixture
def database(installation: Installation) -> str:
    """What was committed is on the disk there, unlike in other clusters of tests."""
    url = installation.env["DATABASE_URL"]
    with psycopg.connect(url) as connection:
        connection.execute("ALTER ROLE CURRENT_USER SET synchronous_commit = on")
    return url


def test_restarted_while_it_is_read_and_published(installation: Installation, web: Started, database: str) -> None:
    office = json.loads(installation.python(OFFICE).splitlines()[-1])
    with under_load(web, office) as load:
        for mode in MODES:
            wait_for_more(load)
            restart(database, mode)
        wait_for_more(load)
    assert load.told == []
    assert set(load.statuses) <= {200, 302, 500, 503}
    assert load.statuses.keys() & {500, 503}, "nobody noticed: the test asks too little"
    # No process and no thread of it is left with a connection that is none.
    assert {load.note(ask(web.base + path))[0] for path in READ * 10} == {200}
    check(web, load.pages)
    assert {load.publish(page) for page in load.pages} == {302}
    check(web, load.pages)


def wait_for_more(load: Load) -> None:
    """Wait until every editor has published again, and pages were read again."""
    before, read = [page.published for page in load.pages], load.statuses[200]
    wait_for(
        lambda: (
            all(page.published > number for page, number in zip(load.pages, before, strict=True))
            and load.statuses[200] > read + 20
        ),
        "going on",
        60,
    )


def check(web: Started, pages: list[Page]) -> None:
    """The site has what it said was published, or what came after; and lists, clients and the index have the same."""
    shown = {}
    for page in pages:
        with web.get(page.path) as response:
            heading = re.search(r"<h1[^>]*>\s*(.*?)\s*</h1>", response.read().decode(), re.DOTALL)
        assert heading is not None
        number = int(heading[1].rpartition(" ")[2])
        assert page.published <= number <= page.tried, "a change was lost"
        shown[page.path] = page.title(number)

    def same(found: dict[str, str]) -> bool:
        return {path: title for path, title in found.items() if path in shown} == shown

    wait_for(lambda: web.status()["status"] == "ok", "being well", 90)
    wait_for(lambda: same(listed(web)), "the list", 30)
    assert same(copied(web)), "a client's copy"
    wait_for(lambda: same(found(web, pages[0].name)), "the index", 60)


def path_of(item: dict[str, Any]) -> str:
    return urllib.parse.urlsplit(str(item["url"])).path


def read(web: Started, path: str) -> dict[str, Any]:
    with web.get(path) as response:
        assert response.status == 200
        body: dict[str, Any] = json.load(response)
    return body


def listed(web: Started) -> dict[str, str]:
    return {path_of(item): item["title"] for item in read(web, "/api/content/items/?limit=100&type=page")["items"]}


def copied(web: Started) -> dict[str, str]:
    items: dict[str, dict[str, Any]] = {}
    cursor, more = "", True
    while more:
        answer = read(web, f"/api/content/sync/?cursor={cursor}" if cursor else "/api/content/sync/")
        for change in answer["items"]:
            items.pop(change["id"], None)
            if change["op"] == "upsert":
                items[change["id"]] = change
        cursor, more = answer["cursor"], answer["more"]
    return {path_of(item): item["title"] for item in items.values()}


def found(web: Started, name: str) -> dict[str, str]:
    answer = read(web, f"/api/content/search/?q={name}&limit=100")
    return {} if answer["degraded"] else {path_of(item): item["title"] for item in answer["items"]}
