"""Real Elasticsearch nodes for tests."""

import fcntl
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch
from filelock import FileLock

from tools.searchnode import SearchNode


@pytest.fixture(scope="session")
def elasticsearch_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of one node for the whole run, shared by the processes of pytest-xdist. Use ``index_prefix`` with it."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    with _shared_node(folder) as url:
        yield url


@pytest.fixture
def index_prefix(elasticsearch_url: str) -> Iterator[str]:
    """What the names of a test's indices and aliases begin with; its indices are deleted after the test."""
    prefix = f"test-{uuid.uuid4().hex[:12]}-"
    yield prefix
    with Elasticsearch(elasticsearch_url) as client:
        if names := list(client.indices.get(index=f"{prefix}*", expand_wildcards="all")):
            client.indices.delete(index=names)


@pytest.fixture
def killable_elasticsearch(tmp_path: Path) -> Iterator[SearchNode]:
    """A started node of the test's own: ``kill()`` it, ``start()`` it again with the same address and data."""
    with SearchNode(tmp_path / "elasticsearch") as node:
        yield node


@contextmanager
def _shared_node(folder: Path) -> Iterator[str]:
    """The first process that needs the node starts it, and stops it when the last one has left.

    Each user holds a shared lock on ``users``, which the kernel drops even when the process crashes.
    """
    address = folder / "elasticsearch.url"
    joining = FileLock(folder / "elasticsearch.lock")
    with (folder / "elasticsearch.users").open("w") as users:
        with joining:
            started = None if address.exists() else SearchNode(folder / "elasticsearch")
            if started:
                started.start()
                address.write_text(started.url)
            fcntl.flock(users, fcntl.LOCK_SH)
        yield address.read_text()
        if started:
            # Who comes now waits for the lock, and then starts a node of its own.
            with joining:
                fcntl.flock(users, fcntl.LOCK_EX)
                address.unlink()
                started.stop()
