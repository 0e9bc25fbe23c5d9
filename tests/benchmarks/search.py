"""From publishing to being found in Elasticsearch, and a rebuild beside ``helpers.bulk`` alone; on PostgreSQL."""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.report import say, say_ratio
from tests.benchmarks.servers import ROOT, environment
from tools.postgres import cluster
from tools.searchnode import SearchNode

PAGES = 10_000
PUBLISHED = 100
#: 95 of 100 published pages are found within so many seconds
FOUND_WITHIN = 2.0
#: documents per second of a rebuild, to those of ``helpers.bulk`` sending the same documents
REBUILD_GOAL = 0.5
PARTS = ("rebuild", "publish")


def main() -> None:
    with (
        tempfile.TemporaryDirectory(prefix="kuvendi-benchmark-") as folder,
        SearchNode(Path(folder) / "elasticsearch") as node,
        cluster() as database_url,
    ):
        env = environment(database_url, Path(folder)) | {"ELASTICSEARCH_URL": node.url}
        subprocess.run([sys.executable, "-m", "tests.benchmarks.seed", str(PAGES)], env=env, check=True)
        say(f"\nPostgreSQL and Elasticsearch, {PAGES} decisions")
        for part in PARTS:
            subprocess.run([sys.executable, "-m", "tests.benchmarks.search", part], env=env, check=True)


def measure_rebuild() -> None:
    """Both ways in turn, three times each; the medians."""
    from elasticsearch.helpers import bulk

    from cms_pages.publishing.models import PublishedItem
    from search.elasticsearch.client import client_of
    from search.elasticsearch.documents import action_of
    from search.elasticsearch.indices import content_locales, create_index
    from search.elasticsearch.rebuild import rebuild_indices

    client = client_of(os.environ["ELASTICSEARCH_URL"])
    items = list(PublishedItem.objects.filter(locale="sq"))
    rebuilds, bulks = [], []
    for _ in range(3):
        started = time.perf_counter()
        rebuild_indices(client, content_locales())
        rebuilds.append(PublishedItem.objects.count() / (time.perf_counter() - started))
        index = create_index(client, "sq")
        actions = [action_of(item, index) for item in items]
        started = time.perf_counter()
        bulk(client, actions)
        bulks.append(len(actions) / (time.perf_counter() - started))
        client.indices.delete(index=index)
    rebuild, alone = statistics.median(rebuilds), statistics.median(bulks)
    say(f"rebuild {rebuild:.0f} documents/s, helpers.bulk alone {alone:.0f} documents/s")
    say_ratio("rebuild / helpers.bulk", rebuild / alone, REBUILD_GOAL)


def measure_publishing() -> None:
    """Publish as the admin does, one page after the other, while a worker runs, and look until each is found."""
    from cms_pages.publishing.readers import statuses
    from publications.models import DecisionPage
    from search.contracts import SearchQuery
    from search.services import search

    pages = list(DecisionPage.objects.order_by("?")[:PUBLISHED])
    site_id = pages[0].get_site().pk
    worker = subprocess.Popen([sys.executable, "site/manage.py", "work"], cwd=ROOT, stdout=subprocess.PIPE)
    chance = random.Random(2)
    took = []
    try:
        assert worker.stdout is not None
        worker.stdout.readline()
        # Both engines' readers have first to go through what was seeded.
        _until(lambda: all(status.lag == 0 for status in statuses()), 300)
        for number, page in enumerate(pages):
            word = f"krejtirineologjizem{number}x"
            page.title = f"Vendim {word}"
            started = time.perf_counter()
            page.save_revision().publish()
            query = SearchQuery(word, site_id, "sq")
            _until(lambda query=query: search(query).total == 1, 30)  # type: ignore[misc] # bound now, not at the end
            took.append(time.perf_counter() - started)
            time.sleep(chance.random() / 4)
    finally:
        worker.terminate()
        worker.wait(timeout=60)
    percentiles = statistics.quantiles(took, n=100)
    say(f"found after publishing: half within {percentiles[49]:.2f} s, 95 % within {percentiles[94]:.2f} s")
    say_ratio(f"{FOUND_WITHIN:.0f} s / time of 95 %", FOUND_WITHIN / percentiles[94], 1.0)


def _until(condition: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise RuntimeError(f"Not found within {seconds} seconds.")
        time.sleep(0.02)


if __name__ == "__main__":
    import django

    django.setup()
    {"rebuild": measure_rebuild, "publish": measure_publishing}[sys.argv[1]]()
