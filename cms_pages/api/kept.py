"""What was sent a moment ago, for who asks for the same before anything has changed."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock

SIZE = 8 * 1024 * 1024


class KeptBodies:
    """Keeps bodies by all that they follow from, the state of the log among it: so none has to be thrown away in time.

    At most ``size`` bytes are kept in this process. The oldest go first; one longer than an eighth of that is not kept.
    """

    def __init__(self, size: int = SIZE) -> None:
        self._size = size
        self._used = 0
        self._bodies: dict[Hashable, bytes] = {}
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """The body kept under ``key``, or what ``make`` gives."""
        kept = self._bodies.get(key)
        if kept is not None:
            return kept
        body = make()
        if len(body) <= self._size // 8:
            with self._lock:
                if key not in self._bodies:
                    self._bodies[key] = body
                    self._used += len(body)
                while self._used > self._size:
                    self._used -= len(self._bodies.pop(next(iter(self._bodies))))
        return body
