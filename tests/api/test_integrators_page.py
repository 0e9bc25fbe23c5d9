"""The examples of docs/integrators.md, run as they stand there."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import playwright
import pytest

from cms_pages.publishing.worker import work_once
from tests.factories import DecisionPageFactory, NewsPageFactory, SiteTree
from tests.support.fixtures import project

PAGE = Path(__file__).parents[2] / "docs" / "integrators.md"
EXAMPLES = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE.read_text(), re.DOTALL | re.MULTILINE)
#: what the output of each example must have in it, in the order of the page
EXPECTED = [
    '"total":1,"next":null}',
    "2025-03-14 01-1 Vendim për ujin",
    "2025-04-01 Lajm i ri http://localhost",
    '"title":"Vendim për ujin"',
    '"title": "Vendim për ujin"',
    "items",
    "304",
    '"parameter":"colour"',
    '"total_count": 1',
]
# Playwright brings a Node.js, which leaves out types by itself.
NODE = Path(playwright.__file__).parent / "driver" / "node"


def command(language: str, file: Path) -> list[str]:
    programs = {"sh": "bash", "python": sys.executable, "ts": str(NODE)}
    return [programs[language], str(file)]


def test_every_example_has_an_expectation() -> None:
    assert len(EXAMPLES) == len(EXPECTED)
    assert {language for language, _code in EXAMPLES} == {"sh", "python", "ts"}


@pytest.mark.parametrize(("example", "expected"), list(zip(EXAMPLES, EXPECTED, strict=True)), ids=range(len(EXAMPLES)))
def test_example_works(
    live_server: Any, site: SiteTree, tmp_path: Path, example: tuple[str, str], expected: str
) -> None:
    DecisionPageFactory(parent=site.sections["sq"], number="01-1", title="Vendim për ujin")
    NewsPageFactory(parent=site.sections["sq"], title="Lajm i ri")
    project()
    while work_once():
        pass
    language, code = example
    file = tmp_path / f"example.{'mts' if language == 'ts' else language}"
    file.write_text(code.replace("https://www.example.org", live_server.url))
    done = subprocess.run(command(language, file), capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert expected in done.stdout
