"""Documents and images with real content."""

import factory
from django.core.files.base import ContentFile
from fpdf import FPDF
from wagtail.documents.models import Document
from wagtail_factories import ImageFactory as WagtailImageFactory

from cms_pages.models import Picture, Recording


def pdf(text: str = "Dokument") -> bytes:
    """A real PDF with one page of text (Latin-1)."""
    document = FPDF()
    document.add_page()
    document.set_font("helvetica", size=12)
    document.multi_cell(0, text=text)
    return bytes(document.output())


class DocumentFactory(factory.django.DjangoModelFactory[Document]):
    """A document that is a PDF. ``text`` is what the PDF says."""

    class Meta:
        model = Document
        exclude = ["text"]

    text = "Dokument"
    title = factory.Sequence(lambda number: f"Dokumenti {number}")
    file = factory.LazyAttributeSequence(
        lambda made, number: ContentFile(pdf(made.text), name=f"dokument-{number}.pdf")
    )


#: what a WebM and a WAV file begin with, which is what they are told by
WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm"
WAV = b"RIFF\x2c\x00\x00\x00WAVEfmt "


class RecordingFactory(factory.django.DjangoModelFactory[Recording]):
    """A video that has a beginning, and after it ``content``."""

    class Meta:
        model = Recording
        exclude = ["content"]

    content = bytes(range(256)) * 8
    type = "video"
    title = factory.Sequence(lambda number: f"Incizimi {number}")
    file = factory.LazyAttributeSequence(
        lambda made, number: ContentFile(WEBM + made.content, name=f"incizimi-{number}.webm")
    )


class ImageFactory(WagtailImageFactory):
    class Meta:
        model = Picture
