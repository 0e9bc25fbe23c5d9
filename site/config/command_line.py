"""``manage.py``: what an operator can cause is said in a sentence, without a traceback, and with an exit status."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from types import FrameType

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError
from django.db.migrations.exceptions import MigrationSchemaMissing

FAILED = 1
#: sysexits.h: a mail server that gives a letter to a command gives it again later; any other status throws it away
TRY_AGAIN = 75
_TRIED_AGAIN = {"record_bounce"}
#: an undefined table and an undefined column, where the database tells by a code
_NOT_MIGRATED = {"42P01", "42703"}
_NOT_ALLOWED = "42501"


def run(arguments: list[str]) -> int:
    """Run a command. Returns the exit status; with ``--traceback`` exceptions go on, for who looks for their cause."""
    _open_streams()
    terminated = False

    def terminate(_signal: int, _frame: FrameType | None) -> None:
        # As for Ctrl-C: what was begun is removed. Of this exception psycopg knows that it has to cancel the query that
        # runs; else nothing could be undone, and it would look as if the database were away.
        nonlocal terminated
        terminated = True
        raise KeyboardInterrupt

    # A command that finishes first has a handler of its own.
    signal.signal(signal.SIGTERM, terminate)
    try:
        execute_from_command_line(arguments)
        sys.stdout.flush()
    except (KeyboardInterrupt, SystemExit) as end:
        if terminated:
            return 128 + signal.SIGTERM
        if isinstance(end, SystemExit):
            raise
        sys.stderr.write("Interrupted.\n")
        return 128 + signal.SIGINT
    except BrokenPipeError:
        _drop_output()
        return 128 + signal.SIGPIPE
    except (ImproperlyConfigured, DatabaseError, InterfaceError, OSError) as error:
        sentence = _sentence(error)
        if sentence is None or "--traceback" in arguments:
            raise
        _say(sentence)
        if isinstance(error, OSError):
            _drop_output()
        return TRY_AGAIN if len(arguments) > 1 and arguments[1] in _TRIED_AGAIN else FAILED
    return 0


def _open_streams() -> None:
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed, as some services do
            setattr(sys, name, Path(os.devnull).open("w"))  # noqa: SIM115 - as long as the process runs


def _sentence(error: Exception) -> str | None:
    """What is wrong, and what to do; None where it is a fault of the program."""
    said = str(error).strip()
    if isinstance(error, ImproperlyConfigured):
        return said
    if isinstance(error, OSError):
        return f"Something could not be read or written: {said}"
    code = getattr(error.__cause__, "sqlstate", None)
    if said.startswith(("no such table", "no such column")) or code in _NOT_MIGRATED:
        return f"The database lacks what this version needs; run manage.py migrate: {said.splitlines()[0]}"
    if isinstance(error, MigrationSchemaMissing) or code == _NOT_ALLOWED:
        return f"The database's user lacks a right that this needs: {said.splitlines()[0]}"
    if isinstance(error, IntegrityError):
        return f"Something else has written the same meanwhile. Run this again: {said.splitlines()[0]}"
    if isinstance(error, OperationalError | InterfaceError):
        return f"The database does not answer, or breaks off. When it is well again, run this again: {said}"
    return None


def _say(sentence: str) -> None:
    sys.stderr.write(f"manage.py: {sentence} (--traceback shows where)\n")


def _drop_output() -> None:
    """Nobody reads it any more, or its disk is full: Python would complain once more when it closes the stream."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
