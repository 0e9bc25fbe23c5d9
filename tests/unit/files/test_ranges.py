"""Parts of files: what a player asks for to begin in the middle, and a download to go on."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from tests.factories import RecordingPageFactory, SiteTree
from tests.factories.files import WEBM
from tests.support.fixtures import project
from tests.support.s3 import s3_storage

# Files are not in the database.
pytestmark = pytest.mark.once

CONTENT = WEBM + bytes(range(256)) * 8
SIZE = len(CONTENT)


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, settings: Settings, tmp_path: Path) -> None:
    """Where files are kept; each test runs with both."""
    settings.MEDIA_ROOT = str(tmp_path)
    if request.param == "s3":
        storage = s3_storage(request.getfixturevalue("s3_server"), request.getfixturevalue("s3_bucket"))
        settings.STORAGES = {**settings.STORAGES, "default": storage}


@pytest.fixture
def url(store: None, site: SiteTree) -> str:
    page = RecordingPageFactory(parent=site.sections["sq"])
    project()
    address: str = page.recording.url
    return address


def ask(url: str, method: str = "get", **headers: str) -> Any:
    """The answer, and what was sent as its ``body``."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    response = getattr(Client(), method)(url, headers=sent)
    response.body = response.getvalue()
    # Not ``close()``, which closes the test's database too.
    for close in response._resource_closers:
        close()
    return response


def test_whole_file_says_that_parts_can_be_asked_for(url: str) -> None:
    response = ask(url)
    assert (response.status_code, response["Accept-Ranges"], response["Content-Length"]) == (200, "bytes", str(SIZE))
    assert response.body == CONTENT
    head = ask(url, "head", Range="bytes=0-9")
    assert (head.status_code, head["Accept-Ranges"], head["Content-Length"]) == (200, "bytes", str(SIZE))


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=5-99", 5, 100),
        ("bytes=100-", 100, SIZE),
        ("bytes=-7", SIZE - 7, SIZE),
        ("bytes=1-999999999", 1, SIZE),
        ("bytes=-999999999", 0, SIZE),
        ("Bytes=3-4", 3, 5),
    ],
)
def test_part_is_sent(url: str, asked: str, start: int, end: int) -> None:
    response = ask(url, Range=asked)
    assert response.status_code == 206
    assert response.body == CONTENT[start:end]
    assert response["Content-Range"] == f"bytes {start}-{end - 1}/{SIZE}"
    assert response["Content-Length"] == str(end - start)
    assert response["Content-Type"] == "video/webm"


@pytest.mark.parametrize("asked", [f"bytes={SIZE}-", "bytes=999999-", "bytes=-0"])
def test_part_beyond_the_end_is_refused_with_the_size(url: str, asked: str) -> None:
    response = ask(url, Range=asked)
    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{SIZE}"
    assert response.body == b""


@pytest.mark.parametrize(
    "asked", ["bytes=9-5", "bytes=-", "bytes=a-b", "items=0-5", "bytes=0-1,5-6", "0-5", "bytes=٣-"]
)
def test_what_is_no_part_or_several_gets_the_whole(url: str, asked: str) -> None:
    response = ask(url, Range=asked)
    assert (response.status_code, response.body) == (200, CONTENT)


def test_part_is_sent_only_of_the_file_that_the_first_part_was_of(url: str) -> None:
    etag = ask(url, "head")["ETag"]
    assert ask(url, Range="bytes=0-3", If_Range=etag).status_code == 206
    assert ask(url, Range="bytes=0-3", If_Range='"another"').status_code == 200
    assert ask(url, Range="bytes=0-3", If_Range="Wed, 21 Oct 2026 07:28:00 GMT").status_code == 200
    assert ask(url, Range="bytes=0-3", If_None_Match=etag).status_code == 304
    assert ask(url, Range="bytes=0-3", If_Match='"another"').status_code == 412
