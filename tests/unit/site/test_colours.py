"""Whatever colour a municipality has, text in its shades and on them can be read."""

import re
from itertools import product
from pathlib import Path

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from municipality.colours import READABLE, WHITE, contrast, dark_shades, light_shades
from tests.support.layers import ROOT

COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)
TEXTS = ("ink", "ink-soft", "brand-ink", "link", "link-hover")
GROUNDS = ("paper", "surface", "brand-pale", "accent-pale", "mark", "error-pale")
SHEET: Path = ROOT / "site/static/municipality/site.css"


def declared(css: str) -> dict[str, str]:
    """The colours that a sheet declares, as #rrggbb."""
    found = dict(re.findall(r"--([a-z-]+): ?(#[0-9a-f]+)", css))
    return {
        name: value if len(value) == 7 else "#" + "".join(2 * c for c in value[1:]) for name, value in found.items()
    }


LIGHT, DARK = (declared(part) for part in SHEET.read_text().split("prefers-color-scheme: dark", 1))


def unreadable(shades: dict[str, str]) -> list[tuple[str, str, float]]:
    pairs = [*product(TEXTS, GROUNDS), ("error", "paper"), ("error", "error-pale")]
    pairs += [("on-brand", "brand"), ("on-brand", "brand-deep")]
    ratios = [(text, ground, contrast(shades[text], shades[ground])) for text, ground in pairs]
    return [(text, ground, ratio) for text, ground, ratio in ratios if ratio < READABLE]


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", WHITE) == 21
    assert round(contrast("#767676", WHITE), 2) == 4.54
    assert contrast("#0f4c55", "#0f4c55") == 1


def test_own_colours_of_the_site_are_readable() -> None:
    assert unreadable(LIGHT) == unreadable(LIGHT | DARK) == []
    for shades in (LIGHT, LIGHT | DARK):
        assert contrast(shades["line-strong"], shades["paper"]) >= 3
        assert contrast(shades["line-strong"], shades["surface"]) >= 3


@settings(max_examples=300, deadline=None)
@given(COLOURS, COLOURS)
@example("#000000", "#ffffff")
@example("#767676", "#000000")
@example("#0000ff", "#ffff00")
def test_shades_of_any_colour_are_readable(brand: str, accent: str) -> None:
    assume(contrast(brand, WHITE) >= READABLE)
    assert unreadable(LIGHT | light_shades(brand, accent)) == []
    dark = LIGHT | DARK | dark_shades(brand, accent)
    assert unreadable(dark) == []
    assert contrast(dark["brand"], dark["paper"]) >= 3, "a button stands out from the page"
