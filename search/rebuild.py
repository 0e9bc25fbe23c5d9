"""What ``manage.py rebuild_search_index`` does, on each engine."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from search.database.indexer import rebuild_entries
from search.engines import elasticsearch_engine
from search.lease import rebuild_lease

Progress = Callable[[int], object]


def rebuilds() -> list[tuple[str, Callable[[Progress], None]]]:
    """The engines that are set up, and what makes each one's index anew; it raises RebuildUnderWay.

    What is called gets a function to call with the number of items done each time.
    """
    found: list[tuple[str, Callable[[Progress], None]]] = [(_("Database"), rebuild_database)]
    engine = elasticsearch_engine()
    if engine is not None:
        found.append((_("Elasticsearch"), engine.rebuild))
    return found


def rebuild_database(progress: Progress) -> None:
    with rebuild_lease() as renew:

        def go_on(done: int) -> None:
            renew()
            progress(done)

        rebuild_entries(go_on)
