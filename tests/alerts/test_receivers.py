"""The examples of docs/integrators.md that receive webhooks, run as they stand there."""

import os
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import playwright
import pytest
from pytest_django import Settings

from alerts.webhooks.delivering import deliver
from alerts.webhooks.signing import shown
from tests.alerts.factories import SECRET, publish, register
from tests.factories import SiteTree
from tests.packaging.project import blocks
from tests.support.processes import wait_for
from tools.ports import LOOPBACK, free_port, is_free

# Playwright brings a Node.js, which leaves out types by itself.
PROGRAMS = {"python": sys.executable, "ts": str(Path(playwright.__file__).parent / "driver" / "node")}


@pytest.mark.parametrize("number", [0, 1])
def test_receiver_takes_what_is_signed_and_nothing_else(
    site: SiteTree, settings: Settings, tmp_path: Path, number: int
) -> None:
    settings.ALERTS_WEBHOOKS_ANYWHERE = True
    example = blocks("Webhooks")[number]
    (tmp_path / example.path).write_text(example.code)
    port = free_port()
    environment = os.environ | {"WEBHOOK_SECRET": shown(SECRET), "PORT": str(port)}
    url = f"http://{LOOPBACK}:{port}/"
    register(site, url)
    publish(site, "Ujësjellësi i ri")
    command = [PROGRAMS[example.language], example.path]
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            wait_for(lambda: not is_free(port), "the example")
            forged = {"webhook-id": "1", "webhook-timestamp": "1", "webhook-signature": "v1,x"}
            with pytest.raises(urllib.error.HTTPError, match="401"):
                urllib.request.urlopen(urllib.request.Request(url, b"{}", forged), timeout=10)
            assert deliver() == 1
            assert process.stdout is not None
            assert process.stdout.readline() == "item.upsert Ujësjellësi i ri\n"
        finally:
            process.kill()
