"""Reading PDFs."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2

logger = logging.getLogger(__name__)

SIGNATURE = b"%PDF-"
# PDFium must not be entered by two threads at once.
_pdfium = threading.Lock()


@contextmanager
def open_pdf(content: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """A PDF, opened. Raises ``pypdfium2.PdfiumError`` where it is damaged or asks for a password."""
    with _pdfium, pypdfium2.PdfDocument(content) as pdf:
        yield pdf


def pdf_text(content: bytes, limit: int) -> str:
    """The text layer of a PDF, at most ``limit`` characters. Empty for a scanned or unreadable one."""
    parts: list[str] = []
    length = 0
    try:
        with open_pdf(content) as pdf:
            for page in pdf:
                text = page.get_textpage().get_text_bounded()
                parts.append(text)
                length += len(text)
                if length > limit:
                    break
    except pypdfium2.PdfiumError as error:
        logger.info("A PDF has no readable text: %s", error)
    # PDF text may hold NUL, which PostgreSQL does not store, and marks soft hyphens at line ends with U+FFFE.
    return "\n".join(parts).replace("\x00", "").replace("\ufffe", "")[:limit]
