"""What a municipality gives away on paper: its letterhead, and pages with the letters of every language."""

from __future__ import annotations

import io
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import override
from font_source_sans_pro import font_files_ttf
from fpdf import FPDF
from fpdf.fonts import TTFFont
from PIL import Image, UnidentifiedImageError
from wagtail.models import Site

from municipality.models import MunicipalitySettings
from municipality.selectors import frame_of

FONT = "Source"
#: mm in a point, times the height of a line
LINE = 0.3528 * 1.32
#: the site's own colour, where a municipality has none
BRAND = "#0f4c55"


@dataclass(frozen=True)
class Letterhead:
    """Whose paper it is, in one language. ``arms`` is a PNG file, empty where there are none."""

    name: str
    contact: str
    colour: str
    arms: bytes


def letterhead_of(site: Site, language: str, request: HttpRequest | None = None) -> Letterhead:
    with override(language):
        frame = frame_of(site, language, request)
    colour = MunicipalitySettings.objects.filter(site=site).values_list("brand_colour", flat=True).first()
    contact = " · ".join(filter(None, (" ".join(frame.address.split()), frame.phone, frame.email)))
    arms = b""
    if frame.logo is not None:
        try:
            with frame.logo.file.open("rb") as file:
                arms = file.read()
        except OSError:  # paper without arms is better than none
            pass
    return Letterhead(frame.name, contact, colour or BRAND, arms)


class Paper(FPDF):
    """A4 with the site's font. Use it with ``contextlib.closing``."""

    def __init__(self, letterhead: Letterhead, orientation: str = "portrait") -> None:
        super().__init__(orientation=orientation, format="A4")
        self.letterhead = letterhead
        for style, name in (("", "SourceSansPro"), ("B", "SourceSansProBold")):
            self.add_font(FONT, style, font_files_ttf[name])
        self.set_author(letterhead.name)

    def close(self) -> None:
        """Close the files of the fonts, which fpdf2 leaves open."""
        for font in self.fonts.values():
            if isinstance(font, TTFFont):
                font.ttfont.close()

    def draw_arms(self, x: float, y: float, height: float) -> bool:
        """Whether there are arms to draw."""
        try:
            picture = Image.open(io.BytesIO(self.letterhead.arms))
        except UnidentifiedImageError:
            return False
        self.image(picture, x, y, w=height, h=height, keep_aspect_ratio=True)
        return True
