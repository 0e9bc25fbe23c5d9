"""What search tells others of: for counting, not for doing anything."""

from __future__ import annotations

from django.dispatch import Signal

#: sent after each search, with ``degraded`` (bool: the database answered where Elasticsearch should have) and
#: ``took_ms`` (int). What was searched for is not in it.
search_answered = Signal()
