"""Documents and images with real content."""

import factory
from django.core.files.base import ContentFile
from fpdf import FPDF
from wagtail.documents.models import Document
from wagtail_factories import ImageFactory as WagtailImageFactory

from cms_pages.models import Picture


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


class ImageFactory(WagtailImageFactory):
    class Meta:
        model = Picture
