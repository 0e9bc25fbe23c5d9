"""A file that passes 400 lines usually holds two things."""

from collections.abc import Iterator
from pathlib import Path

from tests.support.layers import LEVELS, ROOT

MOST_LINES = 400
FOLDERS = (*LEVELS, "site", "tests", "tools")
# Migrations are written by Django.
GENERATED = "migrations"


def sources(root: Path) -> Iterator[Path]:
    """The Python files and templates of all folders that people write."""
    for folder in FOLDERS:
        for suffix in ("py", "html"):
            yield from (path for path in (root / folder).rglob(f"*.{suffix}") if GENERATED not in path.parts)


def too_long(root: Path) -> list[str]:
    lengths = {path: len(path.read_text().splitlines()) for path in sources(root)}
    return [f"{path.relative_to(root)}: {lines} lines" for path, lines in lengths.items() if lines > MOST_LINES]


def test_no_file_is_too_long() -> None:
    assert set(FOLDERS) == {path.relative_to(ROOT).parts[0] for path in sources(ROOT)}
    assert too_long(ROOT) == []


def test_a_file_that_is_too_long_is_found(tmp_path: Path) -> None:
    for name, lines in {"short.py": 400, "long.py": 401, "long.html": 401, "migrations/0001_initial.py": 900}.items():
        path = tmp_path / "search" / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text("x = 1\n" * lines)
    assert too_long(tmp_path) == ["search/long.py: 401 lines", "search/long.html: 401 lines"]
