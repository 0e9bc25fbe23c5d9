"""Sends what is due in a thread beside the worker, which must not wait for other people's servers."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from django.db import close_old_connections, connections

logger = logging.getLogger(__name__)

#: seconds
SLICE = 5.0
LONGEST_PAUSE = 300.0


class ServerAwayError(Exception):
    """What all of the work needs does not answer. It is tried again later."""


class Background:
    """One thread at a time, which ends when there is nothing to do or after a while.

    ``step`` works until the function that it gets says that it is over. The thread is no daemon: a process that is told
    to stop waits for it, and it ends after the piece that it is at.
    """

    def __init__(self, name: str, is_due: Callable[[], bool], step: Callable[[Callable[[], bool]], object]) -> None:
        self._name, self._is_due, self._step = name, is_due, step
        self._thread: threading.Thread | None = None
        self._failures = 0
        self._not_before = 0.0

    def start_if_due(self) -> bool:
        """Begin a slice of the work where there is some, and none is under way. Returns whether it was begun."""
        if (self._thread is not None and self._thread.is_alive()) or time.monotonic() < self._not_before:
            return False
        if not self._is_due():
            return False
        self._thread = threading.Thread(target=self._run, name=self._name)
        self._thread.start()
        return True

    def wait(self) -> None:
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        end = time.monotonic() + SLICE
        close_old_connections()
        try:
            self._step(lambda: time.monotonic() > end or not threading.main_thread().is_alive())
            self._failures = 0
        except ServerAwayError as error:
            self._pause(str(error))
        except Exception as error:
            logger.exception("%s was interrupted.", self._name)
            self._pause(type(error).__name__)
        finally:
            connections.close_all()

    def _pause(self, reason: str) -> None:
        pause = min(2.0**self._failures, LONGEST_PAUSE)
        self._failures = min(self._failures + 1, 10)
        self._not_before = time.monotonic() + pause
        logger.warning("%s pauses for %s seconds: %s", self._name, round(pause), reason)
