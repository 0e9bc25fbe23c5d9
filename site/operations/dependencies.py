"""What the site depends on, and how each fares: ``ok``, or a sentence on what is wrong.

Where the database goes away meanwhile, they raise DatabaseError.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from cms_pages.publishing.models import LogState, StalePage
from cms_pages.publishing.readers import ReaderStatus
from operations.heartbeat import is_late, last_seen

#: seconds that Elasticsearch gets to say that it is there
SEARCH_TIMEOUT = 1.0
#: databases that were seen migrated: that takes a look through all migrations, and does not change again
_migrated: set[str] = set()


def database() -> str:
    """Whether it answers and has the tables that this version of the program needs."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    name = str(connection.settings_dict["NAME"])
    if name not in _migrated:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if missing:
            return f"{len(missing)} migrations are missing: run manage.py migrate"
        _migrated.add(name)
    return "ok"


def storage() -> str:
    """Whether the store of files answers: one question, of a few bytes."""
    if isinstance(default_storage, FileSystemStorage):
        usable = os.access(default_storage.location, os.R_OK | os.W_OK)
        return "ok" if usable else "the folder is missing, or cannot be written"
    from botocore.exceptions import BotoCoreError, ClientError  # these take half a second to import
    from storages.backends.s3 import S3Storage

    try:
        if isinstance(default_storage, S3Storage):
            default_storage.connection.meta.client.head_bucket(Bucket=default_storage.bucket_name)
    except (BotoCoreError, ClientError, OSError) as error:
        return sentence(error)
    return "ok"


def search(*, sequence: int) -> str:
    """Whether Elasticsearch answers and has every language's index; ok where the database searches.

    While nothing was published, ``sequence`` of the log, there is no index: the worker makes it for the first item.
    """
    if not settings.ELASTICSEARCH_URL:
        return "ok"
    from search.elasticsearch.client import ERRORS, client_of  # takes half a second to import
    from search.elasticsearch.indices import content_locales, missing_locales

    try:
        missing = missing_locales(
            client_of(settings.ELASTICSEARCH_URL).options(request_timeout=SEARCH_TIMEOUT), content_locales()
        )
    except ERRORS as error:
        return sentence(error)
    if not missing or not sequence:
        return "ok"
    return f"no index of {', '.join(sorted(missing))}: run manage.py rebuild_search_index"


def worker() -> str:
    ago = last_seen()
    if ago is None:
        return "never seen"
    return f"last seen {ago.total_seconds():.0f} seconds ago" if is_late(ago) else "ok"


def readers(found: Sequence[ReaderStatus]) -> str:
    failing = [status.name for status in found if status.failures]
    refusing = [status.name for status in found if status.refused]
    wrong = [f"failing: {', '.join(failing)}"] if failing else []
    wrong += [f"set items aside: {', '.join(refusing)}"] if refusing else []
    return "; ".join(wrong) or "ok"


def log_details(found: Sequence[ReaderStatus]) -> dict[str, Any]:
    """How far the publication log and its readers are."""
    ago = last_seen()
    return {
        "sequence": LogState.current().sequence,
        "stale_pages": StalePage.objects.values("page_id").distinct().count(),
        "worker_seen_seconds": None if ago is None else round(ago.total_seconds(), 1),
        "readers": {
            status.name: {
                "lag": status.lag,
                "refused": status.refused,
                "failures": status.failures,
                "error": status.last_error,
            }
            for status in found
        },
    }


def sentence(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".strip()[:500]
