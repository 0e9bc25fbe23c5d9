"""What is worked out once per file of a document: its SHA-256 and its text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import QuerySet
from wagtail.documents import get_document_model_string

from cms_pages.files.pdf import SIGNATURE, pdf_text

if TYPE_CHECKING:
    from wagtail.documents.models import AbstractDocument

#: so much of a document's text is kept, in characters: about 150 pages
TEXT_LIMIT = 500_000


class DocumentFacts(models.Model):
    """The SHA-256 (64 hexadecimal digits) and plain text of a document's file.

    ``file_name`` is the file they were worked out from: when the document's file is replaced, they are worked out
    again.
    """

    document = models.OneToOneField(get_document_model_string(), models.CASCADE, related_name="facts")
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    text = models.TextField(blank=True)

    objects: models.Manager[DocumentFacts]

    def __str__(self) -> str:
        return self.file_name


def with_facts(documents: QuerySet[Any], *, with_text: bool = False) -> QuerySet[Any]:
    """Documents with what is known of their files. Their text may be as long as a book, and is for search alone."""
    known = documents.select_related("facts")
    return known if with_text else known.defer("facts__text")


def facts_of(document: AbstractDocument) -> DocumentFacts:
    """The facts of a document's file as it is now, without its text. Raises OSError where the file is missing."""
    # Where a query brought them along for many documents at once, or they were asked for before, none is needed here.
    facts: DocumentFacts | None = document._state.fields_cache.get("facts")
    facts = facts or DocumentFacts.objects.defer("text").filter(document_id=document.pk).first()
    if facts is not None and facts.file_name == document.file.name:
        document._state.fields_cache["facts"] = facts
        return facts
    with document.open_file() as file:
        return keep_facts(document, file.read())


def keep_facts(document: AbstractDocument, content: bytes) -> DocumentFacts:
    """Work out the facts of a document's file, whose content is at hand, and keep them."""
    values = {
        "file_name": document.file.name,
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "text": pdf_text(content, TEXT_LIMIT) if content.startswith(SIGNATURE) else "",
    }
    facts = DocumentFacts(document_id=document.pk, **values)
    # One query, where ``update_or_create`` takes six.
    DocumentFacts.objects.bulk_create(
        [facts], update_conflicts=True, unique_fields=["document"], update_fields=list(values)
    )
    document._state.fields_cache["facts"] = facts
    return facts


def texts_of(documents: Iterable[AbstractDocument]) -> list[str]:
    """The plain text of each document that has one that can be read, in their order.

    What was not read with the other facts is asked for at once.
    """
    facts = [facts_of(document) for document in documents]
    missing = [each.pk for each in facts if "text" in each.get_deferred_fields()]
    read = dict(DocumentFacts.objects.filter(pk__in=missing).values_list("pk", "text"))
    texts = [read.get(each.pk, "") if each.pk in missing else each.text for each in facts]
    return list(filter(None, texts))
