"""A municipality's colours, and shades of them in which and on which text can be read.

Source: WCAG 2.2, relative luminance, https://www.w3.org/TR/WCAG22/#dfn-relative-luminance, and success criterion 1.4.3.
"""

from __future__ import annotations

import colorsys
from functools import lru_cache

#: the least contrast of text with what is behind it
READABLE = 4.5
WHITE = "#ffffff"
#: ``--paper`` of site.css in the dark
NIGHT = "#11191c"

#: the values of custom properties, by their names in site.css
Shades = dict[str, str]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (``#rrggbb``), from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of a colour, from 0 (black) to 1 (white)."""
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in _channels(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@lru_cache(maxsize=256)
def stylesheet(brand: str, accent: str) -> str:
    """The sheet that puts a site's colours in place of those of site.css. Either may be empty, and stays then."""
    light, dark = _declared(light_shades(brand, accent)), _declared(dark_shades(brand, accent))
    return f":root {{{light}}}\n@media screen and (prefers-color-scheme: dark) {{:root {{{dark}}}}}\n" if light else ""


def light_shades(brand: str, accent: str) -> Shades:
    """By day. White can be read on ``brand``, or it was refused."""
    shades = {"accent": accent, "accent-pale": mix(WHITE, accent, 0.14)} if accent else {}
    if brand:
        deep = with_luminance(brand, min(luminance(brand) / 2, 0.03))
        shades |= {
            "brand": brand,
            "brand-deep": deep,
            "brand-pale": mix(WHITE, brand, 0.12),
            "brand-ink": deep,
            "link": with_luminance(brand, min(luminance(brand), 0.085)),
            "link-hover": deep,
        }
    return shades


def dark_shades(brand: str, accent: str) -> Shades:
    """By night: ``brand`` is light enough to stand out from the page, and dark enough for white text."""
    shades = {"accent": accent, "accent-pale": mix(NIGHT, accent, 0.16)} if accent else {}
    if brand:
        filled = with_luminance(brand, 0.145)
        shades |= {
            "brand": filled,
            "brand-deep": with_luminance(brand, 0.016),
            "brand-pale": mix(NIGHT, filled, 0.3),
            "brand-ink": with_luminance(brand, 0.6),
            "link": with_luminance(brand, 0.55),
            "link-hover": with_luminance(brand, 0.78),
        }
    return shades


def with_luminance(colour: str, target: float) -> str:
    """The shade of a colour with this relative luminance: the same hue and saturation, lighter or darker."""
    hue, _lightness, saturation = colorsys.rgb_to_hls(*_channels(colour))
    low, high = 0.0, 1.0
    for _ in range(16):
        middle = (low + high) / 2
        if luminance(_written(colorsys.hls_to_rgb(hue, middle, saturation))) < target:
            low = middle
        else:
            high = middle
    return _written(colorsys.hls_to_rgb(hue, high, saturation))


def mix(ground: str, colour: str, share: float) -> str:
    """A colour laid over another one, so strongly (0 to 1)."""
    pairs = zip(_channels(ground), _channels(colour), strict=True)
    red, green, blue = (below + (above - below) * share for below, above in pairs)
    return _written((red, green, blue))


def _declared(shades: Shades) -> str:
    return ";".join(f"--{name}:{value}" for name, value in shades.items())


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red / 255, green / 255, blue / 255


def _written(channels: tuple[float, float, float]) -> str:
    return "#" + bytes(round(channel * 255) for channel in channels).hex()
