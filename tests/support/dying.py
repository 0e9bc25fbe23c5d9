"""Runs something in a process of its own, which stops at a chosen step: killed, or frozen until it is thawed."""

import os
import signal
import traceback
from collections.abc import Callable
from contextlib import ExitStack
from smtplib import SMTP
from typing import Any
from unittest.mock import patch

from django.db import DEFAULT_DB_ALIAS, connection, connections
from elastic_transport import Transport

#: what happens between two of these cannot be told apart from outside
_READS = ("SELECT", "SAVEPOINT", "RELEASE", "PRAGMA")


class Steps:
    """Counts the kinds of steps: statements that write to a table, and ends of transactions, requests to Elasticsearch
    and letters given to a mail server, before and after.

    When it comes to the kind ``at`` it sends the own process ``signal_number``.
    """

    def __init__(self, at: int, signal_number: signal.Signals) -> None:
        self.at, self.signal_number = at, signal_number
        self.kinds: set[str] = set()
        self.written = ""

    def step(self, kind: str) -> None:
        if kind in self.kinds:
            return
        self.kinds.add(kind)
        if len(self.kinds) == self.at:
            os.kill(os.getpid(), self.signal_number)

    def statement(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(_READS):
            self.written = " ".join(sql.split()[:3])
            self.step(self.written)
        return execute(sql, params, many, context)

    def around(self, function: Callable[..., Any], name: str) -> Callable[..., Any]:
        def counted(*args: Any, **kwargs: Any) -> Any:
            # Ends of transactions differ by what was written last, and requests by their first two words.
            kind = " ".join([name, self.written, *(arg for arg in args[1:3] if isinstance(arg, str))])
            self.step(f"before {kind}")
            result = function(*args, **kwargs)
            self.step(f"after {kind}")
            return result

        return counted


def stopped_at(step: int, work: Callable[[], object]) -> int:
    """Do some work in a copy of this process that is killed at the n-th kind of its steps. Returns what ``os.waitpid``
    says of it.
    """
    return os.waitpid(started(step, work, signal.SIGKILL), 0)[1]


def started(step: int, work: Callable[[], object], signal_number: signal.Signals) -> int:
    """Let a copy of this process begin some work; it gets a signal at the n-th kind of its steps. Returns its id.

    The copy has database connections of its own: ours are closed first, and opened again when they are needed.
    """
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            _work(Steps(step, signal_number), work)
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    return pid


def _work(steps: Steps, work: Callable[[], object]) -> None:
    with ExitStack() as stack:
        stack.enter_context(connection.execute_wrapper(steps.statement))
        database = type(connections[DEFAULT_DB_ALIAS])
        for owner, name in ((database, "_commit"), (Transport, "perform_request"), (SMTP, "sendmail")):
            stack.enter_context(patch.object(owner, name, steps.around(getattr(owner, name), name)))
        work()
