"""Publishes pages as the admin does, one after the other: ``python -m tests.benchmarks.publish 20``.

Prints the median of the seconds that saving, publishing, projecting and indexing one of them takes.
"""

from __future__ import annotations

import statistics
import sys
import time

import django


def main(count: int) -> None:
    from cms_pages.publishing.worker import work_once
    from publications.models import DecisionPage

    while work_once():
        pass
    took = []
    for number, page in enumerate(DecisionPage.objects.filter(locale__language_code="sq").order_by("-pk")[:count]):
        page.title = f"{page.title[:200]} {number}"
        started = time.perf_counter()
        page.save_revision().publish()
        work_once()
        took.append(time.perf_counter() - started)
    sys.stdout.write(f"{statistics.median(took)}\n")


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]))
