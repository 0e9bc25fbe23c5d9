"""The drawn pictures."""

import io
from typing import get_args

import pytest
from PIL import Image

from demo.content import ImageName
from demo.images import image_jpeg

NAMES: tuple[ImageName, ...] = get_args(ImageName)


@pytest.mark.parametrize("name", NAMES)
def test_each_picture_is_a_jpeg_of_the_same_size_and_bytes(name: ImageName) -> None:
    data = image_jpeg(name)
    picture = Image.open(io.BytesIO(data))
    assert (picture.format, picture.size) == ("JPEG", (1600, 900))
    assert image_jpeg(name) == data


def test_no_two_pictures_are_the_same() -> None:
    assert len({image_jpeg(name) for name in NAMES}) == len(NAMES)
