"""The uploads of the exported WordPress site."""

import io
from pathlib import Path

import pytest
from PIL import Image

from tests.factories import pdf


def jpeg(colour: str = "green") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(buffer, "JPEG")
    return buffer.getvalue()


@pytest.fixture
def uploads(tmp_path: Path) -> Path:
    files = {
        "2021/05/rruga.jpg": jpeg(),
        "2021/05/projekti.pdf": pdf("Projekti"),
        "2021/06/konkursi.pdf": pdf("Konkursi"),
    }
    for name, content in files.items():
        path = tmp_path / "uploads" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return tmp_path / "uploads"
