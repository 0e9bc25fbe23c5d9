"""Pictures of the demo municipality, drawn in calm flat colours: JPEG of 1600 by 900 pixels, the same in every run."""

import io
import math
import random
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFilter

from demo.content import ImageName

WIDTH, HEIGHT = 1600, 900
# Drawn larger and scaled down, so that edges are smooth.
SCALE = 2

Colour = tuple[int, int, int]
Draw = ImageDraw.ImageDraw


def image_jpeg(name: ImageName) -> bytes:
    """Return the picture called `name` as JPEG."""
    picture = _sky()
    _PICTURES[name](ImageDraw.Draw(picture))
    picture = picture.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=86)
    return buffer.getvalue()


def _sky(top: Colour = (176, 209, 226), bottom: Colour = (247, 236, 214)) -> Image.Image:
    column = Image.new("RGB", (1, HEIGHT * SCALE))
    for y in range(HEIGHT * SCALE):
        share = min(1.0, y / (HEIGHT * SCALE * 0.62))
        column.putpixel((0, y), _mix(top, bottom, share))
    picture = column.resize((WIDTH * SCALE, HEIGHT * SCALE))
    sun = Image.new("L", picture.size, 0)
    ImageDraw.Draw(sun).ellipse(_scaled(1180, 120, 1330, 270), fill=235)
    sun = sun.filter(ImageFilter.GaussianBlur(10 * SCALE))
    picture.paste((255, 246, 222), mask=sun)
    return picture


def _mix(a: Colour, b: Colour, share: float) -> Colour:
    red, green, blue = (round(x + (y - x) * share) for x, y in zip(a, b, strict=True))
    return red, green, blue


def _scaled(*values: float) -> list[float]:
    return [value * SCALE for value in values]


def _polygon(draw: Draw, points: list[tuple[float, float]], fill: Colour) -> None:
    draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=fill)


def _ridge(draw: Draw, level: float, swing: float, seed: int, fill: Colour) -> None:
    """Draw hills from `level` down to the foot of the picture; `swing` is their height in pixels."""
    hand = random.Random(seed)  # noqa: S311 - the same hills in every run are wanted
    waves = [(hand.uniform(0.8, 3.2), hand.uniform(0, 6.3), hand.uniform(0.3, 1)) for _ in range(4)]
    top = [
        (x, level - swing * sum(size * math.sin(often * x / 260 + shift) for often, shift, size in waves) / 2.4)
        for x in range(0, WIDTH + 8, 8)
    ]
    _polygon(draw, [(0, HEIGHT), *top, (WIDTH, HEIGHT)], fill)


def _hills(draw: Draw) -> None:
    _ridge(draw, 380, 70, 3, (150, 180, 186))
    _ridge(draw, 450, 60, 7, (122, 163, 152))
    _ridge(draw, 540, 50, 11, (101, 148, 112))
    _ridge(draw, 660, 40, 13, (132, 168, 96))
    for field in range(9):
        left = 60 + field * 180
        colour = ((196, 182, 104), (148, 178, 92), (176, 190, 110))[field % 3]
        _polygon(draw, [(left, 760), (left + 120, 745), (left + 190, 900), (left - 40, 900)], colour)


def _valley(draw: Draw) -> None:
    _ridge(draw, 360, 75, 5, (152, 182, 190))
    _ridge(draw, 440, 55, 9, (118, 160, 148))
    _ridge(draw, 540, 35, 12, (104, 150, 108))


def _river(draw: Draw) -> None:
    _valley(draw)
    bank = [(860 + 90 * math.sin(y / 60) * (y - 540) / 360, y) for y in range(556, 901, 4)]
    left = [(x - 12 - (y - 540) * 0.62, y) for x, y in bank]
    right = [(x + 12 + (y - 540) * 0.72, y) for x, y in bank]
    _polygon(draw, [*left, *reversed(right)], (126, 182, 206))
    for index in range(14):
        y = 600 + index * 21
        middle = 860 + 90 * math.sin(y / 60) * (y - 540) / 360
        half = (y - 540) * 0.3
        shift = 40 * math.sin(index * 2.2)
        draw.line(_scaled(middle - half + shift, y, middle + half * 0.4 + shift, y), fill=(196, 224, 234), width=4)
    _trees(draw, [(150, 700, 1.2), (260, 640, 0.8), (1330, 680, 1.1), (1450, 760, 1.5), (1240, 620, 0.7)])


def _trees(draw: Draw, places: list[tuple[float, float, float]]) -> None:
    """Draw round trees; a place is the foot of the trunk (x, y) and a size (1 is 120 pixels high)."""
    for x, y, size in places:
        draw.rectangle(_scaled(x - 5 * size, y - 50 * size, x + 5 * size, y), fill=(112, 88, 66))
        draw.ellipse(_scaled(x - 42 * size, y - 130 * size, x + 42 * size, y - 36 * size), fill=(72, 122, 84))
        draw.ellipse(_scaled(x - 30 * size, y - 122 * size, x + 16 * size, y - 66 * size), fill=(92, 144, 100))


def _bridge(draw: Draw) -> None:
    _valley(draw)
    draw.rectangle(_scaled(0, 690, WIDTH, HEIGHT), fill=(126, 182, 206))
    stone, shade = (206, 192, 166), (170, 155, 130)
    deck = [(x, 560 - 70 * math.sin(math.pi * x / WIDTH)) for x in range(0, WIDTH + 20, 20)]
    _polygon(draw, [(0, 720), *deck, (WIDTH, 720)], stone)
    for middle, radius in ((380, 120), (800, 165), (1220, 120)):
        draw.ellipse(_scaled(middle - radius - 14, 720 - radius - 14, middle + radius + 14, 720 + radius), fill=shade)
        draw.ellipse(_scaled(middle - radius, 720 - radius, middle + radius, 720 + radius), fill=(160, 199, 208))
    draw.rectangle(_scaled(0, 720, WIDTH, HEIGHT), fill=(126, 182, 206))
    for middle, radius in ((380, 120), (800, 165), (1220, 120)):
        draw.chord(
            _scaled(middle - radius, 720 - radius * 0.5, middle + radius, 720 + radius * 0.5), 0, 180, (150, 198, 216)
        )
    draw.line([(x * SCALE, y * SCALE) for x, y in deck], fill=shade, width=12 * SCALE)
    for index in range(16):
        y, left = 740 + index * 10, 90 + (index * 377) % 1200
        draw.line(_scaled(left, y, left + 150 + index * 6, y), fill=(196, 224, 234), width=4)
    _trees(draw, [(70, 560, 1.3), (1545, 560, 1.4)])


def _house(draw: Draw, left: float, foot: float, size: tuple[float, float], wall: Colour, roof: Colour) -> None:
    """Draw a house with two rows of windows; `size` is width and height of its wall in pixels."""
    width, height = size
    top = foot - height
    draw.rectangle(_scaled(left, top, left + width, foot), fill=wall)
    _polygon(draw, [(left - 16, top), (left + width / 2, top - height * 0.34), (left + width + 16, top)], roof)
    count = max(2, int(width // 62))
    gap = width / count
    for row in range(2):
        for column in range(count):
            x, y = left + gap * (column + 0.5), top + height * (0.16 + 0.38 * row)
            draw.rectangle(_scaled(x - 14, y, x + 14, y + height * 0.2), fill=(108, 138, 156))


def _town_hall(draw: Draw) -> None:
    _ridge(draw, 420, 60, 5, (150, 182, 184))
    _ridge(draw, 520, 40, 9, (120, 162, 136))
    draw.rectangle(_scaled(0, 700, WIDTH, HEIGHT), fill=(214, 204, 186))
    for row in range(6):
        draw.line(_scaled(0, 720 + row * row * 7, WIDTH, 720 + row * row * 7), fill=(198, 187, 168), width=4)
    _house(draw, 380, 700, (840, 270), (236, 224, 198), (168, 96, 74))
    _house(draw, 690, 700, (220, 360), (244, 234, 212), (150, 84, 66))
    draw.rectangle(_scaled(772, 610, 828, 700), fill=(112, 80, 60))
    draw.ellipse(_scaled(772, 275, 828, 331), fill=(250, 248, 240), outline=(112, 80, 60), width=8)
    draw.line(_scaled(800, 100, 800, 222), fill=(110, 110, 110), width=10)
    _polygon(draw, [(804, 104), (890, 118), (872, 140), (890, 162), (804, 156)], (44, 92, 150))
    _trees(draw, [(240, 720, 1.6), (330, 704, 1.1), (1290, 706, 1.2), (1400, 726, 1.7)])


def _street(draw: Draw) -> None:
    _ridge(draw, 430, 60, 4, (150, 182, 186))
    _ridge(draw, 520, 35, 8, (124, 164, 130))
    walls: list[Colour] = [(234, 214, 180), (214, 226, 222), (240, 228, 206), (222, 200, 178)]
    roofs: list[Colour] = [(166, 92, 70), (140, 96, 84), (180, 108, 80)]
    for index in range(7):
        width, height = 180 + (index * 53) % 70, 170 + (index * 71) % 90
        _house(draw, 20 + index * 228, 690, (width, height), walls[index % 4], roofs[index % 3])
    draw.rectangle(_scaled(0, 690, WIDTH, 740), fill=(208, 200, 186))
    draw.rectangle(_scaled(0, 740, WIDTH, HEIGHT), fill=(128, 132, 138))
    for index in range(9):
        draw.rectangle(_scaled(40 + index * 180, 814, 130 + index * 180, 824), fill=(232, 230, 220))
    _trees(draw, [(228 + index * 228, 734, 1.1) for index in range(6)])


def _library(draw: Draw) -> None:
    draw.rectangle(_scaled(0, 0, WIDTH, HEIGHT), fill=(238, 228, 208))
    spines: list[Colour] = [
        (120, 72, 68), (68, 98, 130), (92, 126, 100), (196, 158, 88), (150, 110, 84), (84, 84, 112), (184, 118, 92),
    ]  # fmt: skip
    hand = random.Random(21)  # noqa: S311 - the same books in every run are wanted
    for shelf in range(4):
        foot = 235 + shelf * 210
        x = 70.0
        while x < WIDTH - 110:
            width, height = hand.uniform(18, 46), hand.uniform(110, 168)
            if hand.random() < 0.08:
                x += hand.uniform(20, 70)
            colour = hand.choice(spines)
            draw.rectangle(_scaled(x, foot - height, x + width, foot), fill=colour)
            band = _mix(colour, (255, 255, 255), 0.45)
            draw.rectangle(_scaled(x, foot - height * 0.8, x + width, foot - height * 0.74), fill=band)
            x += width + 3
        draw.rectangle(_scaled(30, foot, WIDTH - 30, foot + 22), fill=(150, 112, 78))
    for left in (30, WIDTH - 56):
        draw.rectangle(_scaled(left, 20, left + 26, HEIGHT), fill=(134, 98, 68))


_PICTURES: dict[ImageName, Callable[[Draw], None]] = {
    "river": _river,
    "bridge": _bridge,
    "town_hall": _town_hall,
    "hills": _hills,
    "library": _library,
    "street": _street,
}
