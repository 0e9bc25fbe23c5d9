from __future__ import annotations

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Where nothing has come on a connection at rest, the server has not closed it.

    With ``CONN_HEALTH_CHECKS`` Django asks a kept connection ``SELECT 1`` at the start of every request: a fifth of the
    time in which the content API answers. A server that restarts or ends a connection says so on it, which can be seen
    without asking. Source: urllib3 tells so whether a kept connection was dropped (``wait_for_read`` without waiting).
    """

    def is_usable(self) -> bool:
        # After an error, more is to be known than whether the other side is there.
        if self.connection is None or self.errors_occurred or self._something_came():
            usable: bool = super().is_usable()
            return usable
        return True

    def _something_came(self) -> bool:
        poll = select.poll()
        try:
            poll.register(self.connection.fileno(), select.POLLIN)
        except Exception:  # the driver's own, where it knows already that the connection is closed
            return True
        return bool(poll.poll(0))
