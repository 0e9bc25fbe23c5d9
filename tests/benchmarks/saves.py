"""Saves and publishes news without a file, one after the other: ``python -m tests.benchmarks.saves ADDRESS 40``.

Prints the median of the seconds that one of them takes.
"""

from __future__ import annotations

import statistics
import sys
import time
import uuid

import django


def main(address: str, count: int) -> None:
    from publications.imports.places import page_at
    from publications.models import NewsPage

    section = page_at(address)
    took = []
    for _ in range(count):
        started = time.perf_counter()
        page = NewsPage(title=f"Lajm {uuid.uuid4()}", content=[("rich_text", "<p>Sot në komunë.</p>")])
        section.add_child(instance=page)
        page.save_revision().publish()
        took.append(time.perf_counter() - started)
    sys.stdout.write(f"{statistics.median(took)}\n")


if __name__ == "__main__":
    django.setup()
    main(sys.argv[1], int(sys.argv[2]))
