"""The pictures of the documentation are those that ``make screenshots`` takes."""

import re

import pytest

from tools.screenshots import IMAGES, ROOT, SHOTS

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
LARGEST_BYTES = 150_000


def shown() -> set[str]:
    """The names of the pictures that the documentation shows."""
    return {
        name
        for page in PAGES
        for name in re.findall(r"!\[[^\]]+\]\((?:docs/)?images/([\w-]+)\.png\)", page.read_text("utf-8"))
    }


def test_every_picture_that_is_shown_is_taken_and_the_other_way_round() -> None:
    assert shown() == set(SHOTS)


@pytest.mark.parametrize("name", SHOTS)
def test_picture_is_there_and_small(name: str) -> None:
    path = IMAGES / f"{name}.png"
    assert 5_000 < path.stat().st_size < LARGEST_BYTES


def test_no_picture_is_left_over() -> None:
    assert {path.stem for path in IMAGES.glob("*.png")} == set(SHOTS)
