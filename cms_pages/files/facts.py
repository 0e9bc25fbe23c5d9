"""What is worked out once per file of a document: its SHA-256 and its text."""

from __future__ import annotations

import hashlib
import logging
import threading
from typing import TYPE_CHECKING

import pypdfium2
from django.db import models
from wagtail.documents import get_document_model_string

if TYPE_CHECKING:
    from wagtail.documents.models import AbstractDocument

logger = logging.getLogger(__name__)

#: so much of a document's text is kept, in characters: about 150 pages
TEXT_LIMIT = 500_000
# PDFium must not be entered by two threads at once.
_pdfium = threading.Lock()


class DocumentFacts(models.Model):
    """The SHA-256 (64 hexadecimal digits) and plain text of a document's file.

    ``file_name`` is the file they were worked out from: when the document's file is replaced, they are worked out again.
    """

    document = models.OneToOneField(get_document_model_string(), models.CASCADE, related_name="facts")
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    text = models.TextField(blank=True)

    objects: models.Manager[DocumentFacts]


def facts_of(document: AbstractDocument) -> DocumentFacts:
    """The facts of a document's file as it is now. Raises OSError where the file is missing."""
    facts: DocumentFacts | None = DocumentFacts.objects.filter(document_id=document.pk).first()
    if facts is not None and facts.file_name == document.file.name:
        return facts
    with document.open_file() as file:
        content = file.read()
    facts, _created = DocumentFacts.objects.update_or_create(
        document_id=document.pk,
        defaults={
            "file_name": document.file.name,
            "sha256": hashlib.sha256(content).hexdigest(),
            "size": len(content),
            "text": pdf_text(content) if content.startswith(b"%PDF-") else "",
        },
    )
    return facts


def text_of(document: AbstractDocument) -> str:
    """The plain text of a document, or an empty string where it has none that can be read."""
    return facts_of(document).text


def pdf_text(content: bytes) -> str:
    """The text layer of a PDF, at most ``TEXT_LIMIT`` characters. Empty for a scanned or unreadable one."""
    parts: list[str] = []
    length = 0
    try:
        with _pdfium, pypdfium2.PdfDocument(content) as pdf:
            for page in pdf:
                text = page.get_textpage().get_text_bounded()
                parts.append(text)
                length += len(text)
                if length > TEXT_LIMIT:
                    break
    except pypdfium2.PdfiumError as error:
        logger.info("A PDF has no readable text: %s", error)
    # PDF text may hold NUL, which PostgreSQL does not store, and marks soft hyphens at line ends with U+FFFE.
    return "\n".join(parts).replace("\x00", "").replace("\ufffe", "")[:TEXT_LIMIT]
