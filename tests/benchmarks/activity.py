"""The activity reports of all years: how long counting takes, and beside it the plainest count of the same items."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping

from tests.benchmarks.figures import Figure, record
from tests.benchmarks.servers import ROOT

ROUNDS = 5
#: seconds
GOAL = 2


def years(name: str, env: Mapping[str, str], size: int) -> None:
    """Counts in a process of its own, with nothing kept."""
    command = [sys.executable, "-m", "tests.benchmarks.activity"]
    done = subprocess.run(command, env=dict(env), cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    reports, plain = map(float, done.stdout.split())
    record(Figure("sizes", name, f"activity reports of all years at {size:,}", reports, GOAL, at_most=True, unit="s"))
    record(Figure("sizes", name, "activity reports / one GROUP BY of type and month", reports / plain))


def _measure() -> None:
    import django

    django.setup()
    from django.db.models import Count
    from django.db.models.functions import TruncMonth
    from wagtail.models import Site

    from activity_report import counting
    from cms_pages.publishing.models import PublishedItem

    site = Site.objects.get(is_default_site=True)

    def reports() -> None:
        counting._counts.cache_clear()
        counting._years.cache_clear()
        for year in counting.years(site):
            counting.report(site, year)

    def plain() -> None:
        live = PublishedItem.objects.live().filter(site=site).order_by()
        list(live.annotate(month=TruncMonth("date")).values_list("type", "month").annotate(count=Count("pk")))

    # In turn, so that both have the same machine.
    took = [(_seconds(reports), _seconds(plain)) for _ in range(ROUNDS)]
    sys.stdout.write(" ".join(str(statistics.median(one)) for one in zip(*took, strict=True)))


def _seconds(what: Callable[[], None]) -> float:
    started = time.perf_counter()
    what()
    return time.perf_counter() - started


if __name__ == "__main__":
    _measure()
