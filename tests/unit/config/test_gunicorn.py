"""How many processes answer."""

import os
import runpy
import subprocess
import sys

import pytest

from tests.support.processes import ROOT


def processes() -> int:
    return int(runpy.run_path(str(ROOT / "site" / "gunicorn.conf.py"))["workers"])


def test_no_process_at_all_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEB_CONCURRENCY", "0")
    with pytest.raises(SystemExit, match="WEB_CONCURRENCY is wrong: it must be 1 or more"):
        processes()


def test_two_unless_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WEB_CONCURRENCY", raising=False)
    assert processes() == 2


def serve(processes: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "serve.py", "--version"],
        cwd=ROOT / "site",
        env={**os.environ, "WEB_CONCURRENCY": processes},
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("processes", ["", " 3 "])
def test_server_starts_also_where_the_number_was_left_empty(processes: str) -> None:
    done = serve(processes)
    assert done.stdout.startswith("gunicorn")
    assert done.returncode == 0


def test_word_instead_of_a_number_is_a_sentence() -> None:
    done = serve("two")
    assert done.returncode == 1
    assert done.stderr.startswith("The environment variable WEB_CONCURRENCY is wrong")
    assert "Traceback" not in done.stderr
