"""The examples of docs/integrators.md, run as they stand there."""

import json
import re
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

import playwright
import pytest
from pytest_django import Settings

from cms_pages.api.problems import ProblemError, too_many_requests
from cms_pages.models import LogState
from cms_pages.publishing.worker import work_once
from search.models import UsedAllowance
from tests.factories import DecisionPageFactory, NewsPageFactory, SiteTree
from tests.support.fixtures import project

PAGE = Path(__file__).parents[2] / "docs" / "integrators.md"
EXAMPLES = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE.read_text(), re.DOTALL | re.MULTILINE)
#: what the output of each example must have in it, in the order of the page
EXPECTED = [
    '"total":1,"next":null}',
    "2025-03-14 01-1 Vendim për ujin",
    "2025-04-01 Lajm i ri http://localhost",
    '"total":0,"next":null}',
    '"title":"Vendim për ujin"',
    "Vendim për ujin http://localhost",
    '"title": "Vendim për ujin"',
    "items",
    " items\n",
    '"type":"decision"',
    "304",
    '"parameter":"colour"',
    '"total_count": 1',
]
# Playwright brings a Node.js, which leaves out types by itself.
NODE = Path(playwright.__file__).parent / "driver" / "node"


def command(language: str, file: Path) -> list[str]:
    programs = {"sh": "bash", "python": sys.executable, "ts": str(NODE)}
    return [programs[language], str(file)]


def run(example: tuple[str, str], server: str, folder: Path) -> str:
    """What an example prints that asks a server, and works in a folder."""
    language, code = example
    file = folder / f"example.{'mts' if language == 'ts' else language}"
    file.write_text(code.replace("https://www.example.org", server))
    done = subprocess.run(command(language, file), cwd=folder, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def work() -> None:
    project()
    while work_once():
        pass


def test_every_example_has_an_expectation() -> None:
    assert len(EXAMPLES) == len(EXPECTED)
    assert {language for language, _code in EXAMPLES} == {"sh", "python", "ts"}


@pytest.mark.parametrize(("example", "expected"), list(zip(EXAMPLES, EXPECTED, strict=True)), ids=range(len(EXAMPLES)))
def test_example_works(
    live_server: Any, site: SiteTree, tmp_path: Path, example: tuple[str, str], expected: str
) -> None:
    DecisionPageFactory(parent=site.sections["sq"], number="01-1", title="Vendim për ujin")
    NewsPageFactory(parent=site.sections["sq"], title="Lajm i ri")
    work()
    assert expected in run(example, live_server.url, tmp_path)


def test_copy_follows_every_change(live_server: Any, site: SiteTree, tmp_path: Path) -> None:
    (example,) = (each for each in EXAMPLES if "copy.json" in each[1])
    news = NewsPageFactory(parent=site.sections["sq"], title="Lajm i ri")

    def copy() -> tuple[str, set[str]]:
        work()
        said = run(example, live_server.url, tmp_path).strip()
        return said, {item["title"] for item in json.loads((tmp_path / "copy.json").read_text())["items"].values()}

    said, titles = copy()
    assert "Lajm i ri" in titles
    assert copy() == (said, titles)
    assert copy() == ("nothing new", titles)
    news.unpublish()
    DecisionPageFactory(parent=site.sections["sq"], title="Vendim për ujin")
    said, changed = copy()
    assert changed == titles - {"Lajm i ri"} | {"Vendim për ujin"}
    LogState.objects.update(epoch=uuid.uuid4())
    assert copy() == (f"from the start, {said}", changed)


def test_who_searches_too_often_waits(
    live_server: Any, site: SiteTree, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SEARCH_LIMIT_PER_MINUTE = 1
    refused: list[int] = []

    def refuse(seconds: int) -> ProblemError:
        """As always, but the minute is over in a second."""
        refused.append(seconds)
        UsedAllowance.objects.all().delete()
        return too_many_requests(1)

    monkeypatch.setattr("search.api.router.too_many_requests", refuse)
    (example,) = (each for each in EXAMPLES if "Retry-After" in each[1])
    DecisionPageFactory(parent=site.sections["sq"], title="Vendim për ujin")
    work()
    assert "Vendim për ujin" in run(example, live_server.url, tmp_path)
    assert "Vendim për ujin" in run(example, live_server.url, tmp_path)
    assert len(refused) == 1
