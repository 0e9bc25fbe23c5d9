"""Keeps readers of the site from waiting, one after the other, for a server that does not answer."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import TypeVar

T = TypeVar("T")
#: seconds for which the server is left alone after it failed
LEFT_ALONE = 5.0
#: so many questions are under way at once; more wait, as long as they have time
_AT_ONCE = 16


class Circuit:
    """Asks a server while it answers. Where it does not, one question at a time finds out whether it does again.

    Each process has its own, and finds out for itself.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._ask_again_at: float | None = None
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="search")

    def is_closed(self) -> bool:
        """Whether to ask now. Who is told so after a failure is the one to find out."""
        with self._lock:
            if self._ask_again_at is None:
                return True
            if time.monotonic() < self._ask_again_at:
                return False
            self._ask_again_at = time.monotonic() + LEFT_ALONE
            return True

    def ask(self, question: Callable[[], T], seconds: float) -> T:
        """The answer. Raises what the question raises, and TimeoutError after ``seconds``, whatever the server does.

        The time-outs of a connection count from one byte to the next: an answer that trickles in would hold a reader
        for ever. So the question is asked in another thread, and must not use the database.
        """
        try:
            answer = self._threads.submit(question).result(seconds)
        except BaseException:
            with self._lock:
                self._ask_again_at = time.monotonic() + LEFT_ALONE
            raise
        with self._lock:
            self._ask_again_at = None
        return answer
