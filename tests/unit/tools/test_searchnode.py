"""The local Elasticsearch node: it is the real thing, it comes and goes cleanly, and half a build never looks built."""

import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from elasticsearch import ConnectionError as NodeDownError
from elasticsearch import Elasticsearch

from tools.ports import is_free
from tools.searchnode import BuildError, NodeError, SearchNode, build_node

ROOT = Path(__file__).parents[3]


def test_node_indexes_and_finds(elasticsearch_url: str, index_prefix: str) -> None:
    index = f"{index_prefix}decisions"
    folding = {"type": "custom", "tokenizer": "standard", "filter": ["lowercase", "asciifolding"]}
    with Elasticsearch(elasticsearch_url) as client:
        client.indices.create(
            index=index,
            settings={"analysis": {"analyzer": {"folding": folding}}},
            mappings={"properties": {"title": {"type": "text", "analyzer": "folding"}}},
        )
        client.index(index=index, document={"title": "Vendim për buxhetin e Podujevës"}, refresh=True)
        assert client.search(index=index, query={"match": {"title": "podujeves"}})["hits"]["total"]["value"] == 1


def test_killed_node_comes_back_with_its_data(killable_elasticsearch: SearchNode) -> None:
    node = killable_elasticsearch
    with Elasticsearch(node.url, max_retries=0) as client:
        client.index(index="kept", id="1", document={"number": 7}, refresh=True)
        node.kill()
        with pytest.raises(NodeDownError):
            client.cluster.health()
        node.start()
        assert client.get(index="kept", id="1")["_source"] == {"number": 7}


def test_port_that_is_taken_is_named(elasticsearch_url: str, tmp_path: Path) -> None:
    port = int(elasticsearch_url.rpartition(":")[2])
    with pytest.raises(NodeError, match=f"Port {port} of 127.0.0.1 is taken"):
        SearchNode(tmp_path, port).start()


def test_start_that_fails_shows_the_log(tmp_path: Path) -> None:
    node = SearchNode(tmp_path, heap="1m")
    with pytest.raises(NodeError, match=r"Elasticsearch did not start:\n(?s:.*)heap"):
        node.start()


def test_node_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    script = (
        "import os, sys; from pathlib import Path; from tools.searchnode import SearchNode\n"
        "node = SearchNode(Path(sys.argv[1])); node.start(); print(node.port, flush=True); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", script, tmp_path], cwd=ROOT, capture_output=True, text=True)
    port = int(done.stdout)
    assert _becomes_true(lambda: is_free(port))


def test_builds_at_once_make_one_node_over_the_rest_of_a_broken_one(tmp_path: Path) -> None:
    (tmp_path / "unfinished" / "lib").mkdir(parents=True)
    (tmp_path / "unfinished" / "lib" / "half.jar").touch()
    script = (
        "import sys; from pathlib import Path; from tools.searchnode import build_node\n"
        "print(build_node(Path(sys.argv[1])))"
    )

    def build() -> str:
        return subprocess.check_output([sys.executable, "-c", script, tmp_path], cwd=ROOT, text=True).strip()

    with ThreadPoolExecutor() as pool:
        homes = {run.result() for run in [pool.submit(build), pool.submit(build)]}
    assert homes == {str(build_node(tmp_path))}
    assert list((build_node(tmp_path) / "lib").glob("elasticsearch-9*.jar"))
    assert not list(tmp_path.rglob("half.jar"))


def test_missing_maven_is_named_and_leaves_no_node(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    for _ in range(2):
        with pytest.raises(BuildError, match="apt-get install maven"):
            build_node(tmp_path)


def _becomes_true(condition: Callable[[], bool], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True
