"""The development server runs the worker."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from cms_pages.models import PublishedItem, StalePage
from tests.factories import SiteTree, make_site
from tests.support.processes import ROOT, environment, wait_for
from tools.ports import LOOPBACK, free_port


@pytest.fixture
def unpublished(transactional_db: None) -> SiteTree:
    """Pages as if what changed them had died before it could publish them."""
    tree = make_site()
    PublishedItem.objects.all().delete()
    StalePage.objects.create(page_id=tree.homes["sq"].pk)
    return tree


@pytest.fixture
def server(unpublished: SiteTree, tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A started server, and its address."""
    port = free_port()
    command = [sys.executable, "site/manage.py", "runserver", "--noreload", f"{LOOPBACK}:{port}"]
    log = (tmp_path / "log").open("w+")
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment(),
        text=True,
        stdout=log,
        stderr=subprocess.STDOUT,
        # Who runs the tests in the background of a shell has them started without Control-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    try:
        wait_for(lambda: "Stop with" in (tmp_path / "log").read_text(), "the start of the server")
        yield process, f"http://localhost:{port}"
    finally:
        process.kill()
        process.wait()
        log.close()


@pytest.mark.django_db(transaction=True)
def test_server_publishes_and_serves(
    unpublished: SiteTree, server: tuple[subprocess.Popen[str], str], tmp_path: Path
) -> None:
    process, address = server
    wait_for(lambda: PublishedItem.objects.filter(page_id=unpublished.homes["sq"].pk).exists(), "publishing")
    with urlopen(f"{address}/sq/") as response:
        assert "Komuna" in response.read().decode()
    log = (tmp_path / "log").read_text()
    for part in (f"Site:      {address}/", f"{address}/admin/", f"{address}/api/content/docs"):
        assert part in log
    os.kill(process.pid, signal.SIGINT)
    assert process.wait(timeout=60) == 0
