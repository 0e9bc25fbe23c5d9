"""How many processes answer."""

import runpy

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
