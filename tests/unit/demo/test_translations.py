"""How the loader finds the translation of each string."""

from __future__ import annotations

import json

import pytest

from cms_pages.models import StandardPage
from cms_pages.translating import pair_strings
from demo.loading.blocks import stored_blocks
from demo.texts import Block, Heading, RichText, Table

# A page asks for its content type.
pytestmark = pytest.mark.django_db


def page(title: str, *blocks: Block) -> StandardPage:
    return StandardPage(title=title, content=json.dumps(stored_blocks("page", blocks, {})))


def test_strings_are_paired_by_their_place() -> None:
    source = page(
        "Titulli",
        Heading(type="heading", value="Kreu"),
        RichText(type="rich_text", value="<p>Një</p><ul><li>Dy &amp; tre</li></ul>"),
        Table(type="table", value=[["Viti", "Euro"], ["2024", "5"]]),
    )
    target = page(
        "Title",
        Heading(type="heading", value="Chapter"),
        RichText(type="rich_text", value="<p>One</p><ul><li>Two &amp; three</li></ul>"),
        Table(type="table", value=[["Year", "Euros"], ["2024", "5"]]),
    )
    pairs = {source: target for (_path, source), target in pair_strings(source, target).items()}
    assert pairs == {
        "Titulli": "Title",
        "Kreu": "Chapter",
        "Një": "One",
        "Dy &amp; tre": "Two &amp; three",
        "Viti": "Year",
        "Euro": "Euros",
        "2024": "2024",
        "5": "5",
    }


def test_what_is_not_translated_has_no_pair() -> None:
    source = page("Titulli", Heading(type="heading", value="Kreu"), RichText(type="rich_text", value="<p>Një</p>"))
    target = page("Title", Heading(type="heading", value=None), RichText(type="rich_text", value="<p>One</p>"))
    assert set(pair_strings(source, target).values()) == {"Title", "One"}


def test_a_text_of_another_structure_is_refused() -> None:
    source = page("Titulli", RichText(type="rich_text", value="<p>Një</p><p>Dy</p>"))
    target = page("Title", RichText(type="rich_text", value="<p>One and two</p>"))
    with pytest.raises(ValueError, match="zip"):
        pair_strings(source, target)
