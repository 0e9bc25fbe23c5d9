"""``manage.py`` as an operator meets it: no traceback for what an operator can cause, and a status for cron."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError
from django.db.migrations.exceptions import MigrationSchemaMissing
from psycopg.errors import InsufficientPrivilege

from config import command_line
from config.command_line import run
from tests.support.processes import ROOT


def manage(*arguments: str, stdout: Any = subprocess.PIPE, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "site/manage.py", *arguments],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test", **environment},
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        input="",
        timeout=120,
    )


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("sqlite:///{folder}/empty.sqlite3", "run manage.py migrate"),
        ("nowhere", "The environment variable DATABASE_URL is wrong"),
    ],
)
def test_what_is_wrong_with_the_database_is_a_sentence(url: str, said: str, tmp_path: Path) -> None:
    done = manage("publication_status", DATABASE_URL=url.format(folder=tmp_path))
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_bounce_is_left_to_the_mail_server_while_there_is_no_database() -> None:
    done = manage("record_bounce", DATABASE_URL="postgresql://kuvendi:secret@127.0.0.1:1/kuvendi")
    assert done.returncode == os.EX_TEMPFAIL
    assert "The database does not answer" in done.stderr
    assert "Traceback" not in done.stderr
    assert "secret" not in done.stderr


def test_output_on_a_full_disk_is_a_sentence() -> None:
    with Path("/dev/full").open("w") as full:
        done = manage("help", stdout=full)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "No space left on device" in done.stderr


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A command that does what a test says, in this process."""
    monkeypatch.setattr(signal, "signal", lambda *_arguments: None)
    return monkeypatch


def test_interrupted_is_130(command: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(_arguments: list[str]) -> None:
        raise KeyboardInterrupt

    command.setattr(command_line, "execute_from_command_line", interrupted)
    assert run(["manage.py", "verify_files"]) == 130
    assert capsys.readouterr().err == "Interrupted.\n"


def test_terminated_removes_what_was_begun_and_is_143(monkeypatch: pytest.MonkeyPatch) -> None:
    removed = []

    def begun(_arguments: list[str]) -> None:
        try:
            os.kill(os.getpid(), signal.SIGTERM)
        except KeyboardInterrupt:  # of which psycopg knows that it has to cancel its query
            removed.append("it")
            raise

    monkeypatch.setattr(command_line, "execute_from_command_line", begun)
    before = signal.getsignal(signal.SIGTERM)
    # Without a handler of the command's it would end the tests themselves.
    signal.signal(signal.SIGTERM, lambda *_arguments: None)
    try:
        status = run(["manage.py", "activity_report"])
    finally:
        signal.signal(signal.SIGTERM, before)
    assert (status, removed) == (143, ["it"])


def test_terminated_is_143_also_where_the_command_says_what_remains(monkeypatch: pytest.MonkeyPatch) -> None:
    def says(_arguments: list[str]) -> None:
        try:
            os.kill(os.getpid(), signal.SIGTERM)
        except KeyboardInterrupt:
            sys.exit(130)

    monkeypatch.setattr(command_line, "execute_from_command_line", says)
    before = signal.getsignal(signal.SIGTERM)
    try:
        assert run(["manage.py", "import_acts"]) == 143
    finally:
        signal.signal(signal.SIGTERM, before)


def test_the_same_command_twice_at_once_is_told_so(
    command: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def late(_arguments: list[str]) -> None:
        raise IntegrityError("duplicate key value\nDETAIL: it exists")

    command.setattr(command_line, "execute_from_command_line", late)
    assert run(["manage.py", "setup_roles"]) == 1
    assert "Run this again: duplicate key value (" in capsys.readouterr().err


@pytest.mark.parametrize("error", [ProgrammingError, MigrationSchemaMissing])
def test_what_the_databases_user_may_not_do_is_a_sentence(
    command: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: type[Exception]
) -> None:
    def refused(_arguments: list[str]) -> None:
        raise error("permission denied for schema public") from InsufficientPrivilege()

    command.setattr(command_line, "execute_from_command_line", refused)
    assert run(["manage.py", "migrate"]) == 1
    assert "The database's user lacks a right that this needs" in capsys.readouterr().err


def test_traceback_is_shown_on_request(command: pytest.MonkeyPatch) -> None:
    def fails(_arguments: list[str]) -> None:
        raise PermissionError("var")

    command.setattr(command_line, "execute_from_command_line", fails)
    assert run(["manage.py", "verify_files"]) == 1
    with pytest.raises(PermissionError):
        run(["manage.py", "verify_files", "--traceback"])


def test_output_that_nobody_reads_ends_it_quietly() -> None:
    process = subprocess.Popen(
        [sys.executable, "site/manage.py", "help"],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test", "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    process.stdout.close()
    process.stdout = None
    assert process.communicate(timeout=120)[1] == ""
    assert process.returncode == 141
