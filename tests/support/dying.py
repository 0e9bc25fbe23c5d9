"""Runs something in a process of its own, which stops at a chosen step: killed, or frozen until it is thawed."""

import os
import signal
import traceback
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any
from unittest.mock import patch

from django.db import DEFAULT_DB_ALIAS, connection, connections
from elastic_transport import Transport

#: what happens between two of these cannot be told apart from outside
_READS = ("SELECT", "SAVEPOINT", "RELEASE", "PRAGMA")


class Steps:
    """Counts the statements that write, the ends of transactions, and the requests to Elasticsearch, before and after.

    At the step ``at`` it sends the own process ``signal_number``.
    """

    def __init__(self, at: int, signal_number: signal.Signals) -> None:
        self.at, self.signal_number, self.done = at, signal_number, 0

    def step(self) -> None:
        self.done += 1
        if self.done == self.at:
            os.kill(os.getpid(), self.signal_number)

    def statement(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(_READS):
            self.step()
        return execute(sql, params, many, context)

    def around(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **kwargs: Any) -> Any:
            self.step()
            result = function(*args, **kwargs)
            self.step()
            return result

        return counted


def stopped_at(step: int, work: Callable[[], object], signal_number: signal.Signals = signal.SIGKILL) -> int:
    """Do some work in a copy of this process that stops at a step. Returns what ``os.waitpid`` says of it.

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
    return os.waitpid(pid, os.WUNTRACED)[1] if signal_number == signal.SIGKILL else pid


def _work(steps: Steps, work: Callable[[], object]) -> None:
    with ExitStack() as stack:
        stack.enter_context(connection.execute_wrapper(steps.statement))
        for owner, name in ((type(connections[DEFAULT_DB_ALIAS]), "_commit"), (Transport, "perform_request")):
            stack.enter_context(patch.object(owner, name, _method(steps, getattr(owner, name))))
        work()


def _method(steps: Steps, function: Callable[..., Any]) -> Callable[..., Any]:
    def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        return steps.around(lambda: function(self, *args, **kwargs))()

    return method
