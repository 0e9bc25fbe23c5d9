"""With Elasticsearch, on PostgreSQL: from publishing to being found, a rebuild beside ``helpers.bulk`` alone, and
searches of the content API beside the same ones sent to Elasticsearch.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.figures import Figure, record, say
from tests.benchmarks.servers import ROOT, environment, gunicorn, prepare, read, seed
from tools.postgres import cluster
from tools.searchnode import SearchNode

PAGES = 10_000
PUBLISHED = 100
#: 95 of 100 published pages are found within so many seconds
FOUND_WITHIN = 2.0
#: documents per second of a rebuild, to those of ``helpers.bulk`` sending the same documents
REBUILD_GOAL = 0.5
#: a search over HTTP takes at most so many times as long as Elasticsearch takes for it
HTTP_GOAL = 1.5
QUERIES = 200
WORDS = (
    "buxheti", "rruga", "uji", "transporti i nxënësve", "vendim prona", "kuvendi i komunes", "odluka o budžetu",
    "budget decision", "konsultim publik", "parking", "zapisnik", "taksa", "škola", "shkolla", "çerdhe",
    "gradska ulica",
)  # fmt: skip
ON = "PostgreSQL, Elasticsearch"


def main() -> None:
    with (
        tempfile.TemporaryDirectory(prefix="kuvendi-benchmark-") as folder,
        SearchNode(Path(folder) / "elasticsearch") as node,
        cluster() as database_url,
    ):
        env = environment(database_url, Path(folder)) | {"ELASTICSEARCH_URL": node.url}
        prepare(env)
        seed(env, PAGES)
        found = {}
        for part in ("requests", "rebuild", "publish"):
            say(f"{part} ...")
            command = [sys.executable, "-m", "tests.benchmarks.search", part]
            # Django is set up in a process of its own, with this environment.
            done = subprocess.run(command, env=env, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
            found[part] = json.loads(done.stdout.splitlines()[-1])
        over_http = measure_http(env, node.url, found["requests"])
    record(Figure("search", ON, "search over HTTP / Elasticsearch itself", over_http, HTTP_GOAL, at_most=True))
    rebuild, alone = found["rebuild"]
    record(Figure("search", ON, "rebuild", rebuild, unit="documents/s"))
    record(Figure("search", ON, "helpers.bulk alone", alone, unit="documents/s"))
    record(Figure("search", ON, "rebuild / helpers.bulk alone", rebuild / alone, REBUILD_GOAL))
    half, most = found["publish"]
    record(Figure("search", ON, "found after publishing, half of the pages", half, unit="s"))
    record(Figure("search", ON, "found after publishing, 95 %", most, FOUND_WITHIN, at_most=True, unit="s"))


def search_requests() -> list[list[str]]:
    """For each text to look for: the address of the search, and the path and body of its request to Elasticsearch."""
    from urllib.parse import quote

    from wagtail.models import Site

    from search.contracts import SearchQuery
    from search.elasticsearch.indices import alias_of, content_locales
    from search.elasticsearch.queries import search_request
    from search.words import words_of

    site_id = Site.objects.get(is_default_site=True).pk
    indices = ",".join(alias_of(locale) for locale in sorted(content_locales()))
    requests = []
    for text in WORDS:
        body = search_request(SearchQuery(text, site_id, "sq", limit=20), words_of(text))
        path = f"/{indices}/_search?allow_partial_search_results=false"
        requests.append([f"/api/content/search/?limit=20&prefer=sq&q={quote(text)}", path, json.dumps(body)])
    return requests


def measure_http(env: dict[str, str], elasticsearch: str, requests: list[list[str]]) -> float:
    """Both in turn, one after the other, from here; the median of the times over HTTP to that of Elasticsearch."""
    direct, ours = [], []
    with gunicorn(env) as server:
        for number in range(-len(requests) * 2, QUERIES):
            address, path, body = requests[number % len(requests)]
            started = time.perf_counter()
            read(server.base + address)
            middle = time.perf_counter()
            asked = urllib.request.Request(
                elasticsearch + path, body.encode(), headers={"Content-Type": "application/json"}
            )
            with urllib.request.urlopen(asked) as response:
                response.read()
            if number >= 0:  # what is before warms both
                ours.append(middle - started)
                direct.append(time.perf_counter() - middle)
    say(f"search: {statistics.median(ours) * 1000:.1f} ms, Elasticsearch {statistics.median(direct) * 1000:.1f} ms")
    return statistics.median(ours) / statistics.median(direct)


def measure_rebuild() -> tuple[float, float]:
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
    return statistics.median(rebuilds), statistics.median(bulks)


def measure_publishing() -> tuple[float, float]:
    """Publish as the admin does, one page after the other, while a worker runs, and look until each is found."""
    from django.utils import timezone

    from cms_pages.models import LogState
    from cms_pages.publishing.readers import statuses
    from publications.models import DecisionPage
    from search.contracts import SearchQuery
    from search.services import search

    pages = list(DecisionPage.objects.order_by("?")[:PUBLISHED])
    site_id = pages[0].get_site().pk
    # The figure is of a worker that follows, and not of one that compares all pages with the log.
    LogState.objects.update(reconciled_at=timezone.now())
    log = (Path(os.environ["BENCHMARK_FOLDER"]) / "worker.log").open("ab")
    worker = subprocess.Popen([sys.executable, "site/manage.py", "work"], cwd=ROOT, stdout=log, stderr=log)
    chance = random.Random(2)
    took = []
    try:
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
        log.close()
    percentiles = statistics.quantiles(took, n=100)
    return percentiles[49], percentiles[94]


def _until(condition: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise RuntimeError(f"Not found within {seconds} seconds.")
        time.sleep(0.02)


if __name__ == "__main__":
    import django

    django.setup()
    measures: dict[str, Callable[[], object]] = {
        "requests": search_requests,
        "rebuild": measure_rebuild,
        "publish": measure_publishing,
    }
    sys.stdout.write(json.dumps(measures[sys.argv[1]]()) + "\n")
