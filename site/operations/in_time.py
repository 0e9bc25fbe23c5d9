"""Asking what may not answer at all: a database or a store that hangs must not hang the probe that asks for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

from django.db import connections

T = TypeVar("T")


class InTime(Generic[T]):
    """Calls ``ask`` in a thread of its own, one at a time. Raises TimeoutError where it takes longer than ``seconds``.

    While one hangs nobody asks again, and who comes later is told so at once: of a probe that is repeated every second
    no more than one thread and one connection wait. The thread keeps no process from ending.
    """

    def __init__(self, ask: Callable[[], T], seconds: float) -> None:
        self._ask, self._seconds = ask, seconds
        self._lock = threading.Lock()
        self._answer: Future[T] | None = None
        self._late_at = 0.0

    def get(self) -> T:
        with self._lock:
            if self._answer is None or self._answer.done():
                self._answer, self._late_at = Future(), time.monotonic() + self._seconds
                threading.Thread(target=self._run, args=[self._answer], daemon=True).start()
            answer, late_at = self._answer, self._late_at
        return answer.result(max(0.0, late_at - time.monotonic()))

    def _run(self, answer: Future[T]) -> None:
        try:
            answer.set_result(self._ask())
        except BaseException as error:  # raised again in who asked
            answer.set_exception(error)
        finally:
            # Each thread has connections of its own.
            connections.close_all()
