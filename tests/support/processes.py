"""Processes of the project's own, on the test's database."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).parents[2]


def environment() -> dict[str, str]:
    """What a process needs to work with the test's database, files and Elasticsearch."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{database['NAME']}"
    else:
        host = quote(database["HOST"], safe="")  # the folder of a socket has slashes
        url = f"postgresql://{database['USER']}@{host}:{database['PORT']}/{database['NAME']}"
    return os.environ | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "MEDIA_ROOT": settings.MEDIA_ROOT,
        "ELASTICSEARCH_URL": settings.ELASTICSEARCH_URL,
        "ELASTICSEARCH_INDEX_PREFIX": settings.ELASTICSEARCH_INDEX_PREFIX,
        "PYTHONUNBUFFERED": "1",
    }


@contextmanager
def worker() -> Iterator[subprocess.Popen[str]]:
    """A started ``manage.py work``."""
    command = [sys.executable, "site/manage.py", "work"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment(), text=True, stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        assert process.stdout.readline(), "it did not start"
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def wait_for(condition: Callable[[], bool], what: str = "it", seconds: float = 30) -> float:
    """Wait until a condition holds. Returns how long it took, in seconds; fails where it takes too long."""
    started = time.monotonic()
    while not condition():
        assert time.monotonic() - started < seconds, f"{what} did not happen within {seconds} seconds"
        time.sleep(0.05)
    return time.monotonic() - started
