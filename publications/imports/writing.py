"""Writes an act and its translations, with their files: all in the transaction of who calls this."""

from __future__ import annotations

import datetime
import json
import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms_pages.blocks.from_html import Finders, blocks_from_html, blocks_from_text
from cms_pages.files.facts import facts_of
from cms_pages.translating import translate
from publications.imports.checking import CheckedAct, Texts, is_html
from publications.imports.files import FoundFile
from publications.imports.pages import Kept, Publishing, add_page, change_page
from publications.imports.places import in_language
from publications.models import ActAttachment, ActSigner
from publications.validation import check_number

#: said where the paragraphs, headings and items of lists of two languages are not as many
DIVIDED_OTHERWISE = _(
    "The text is not divided into paragraphs, headings and lists as that of the original. Divide both alike."
)
NO_PICTURE = _("The picture %(address)s was left out: add it in the editor.")


def content_of(texts: Texts, key: uuid.UUID, left_out: list[str]) -> str:
    """The text of an act as its StreamField stores it. ``left_out`` gets what is not in it."""
    if not is_html(texts.text):
        return json.dumps(blocks_from_text(texts.text, key).blocks)

    def no_picture(address: str) -> None:
        left_out.append(NO_PICTURE % {"address": address[:200]})

    made = blocks_from_html(texts.text, key, Finders(image=no_picture))
    left_out += made.left_out
    return json.dumps(made.blocks)


def write_act(
    act: CheckedAct, section: Page, page: Any, kept: Kept, publishing: Publishing, left_out: list[str]
) -> Any:
    """Make the page of an act below a section, or change ``page``. Returns it.

    Raises ValidationError where it cannot be published as it is.
    """
    key = page.translation_key if page is not None else uuid.uuid4()
    texts, pdf = act.texts, act.signed_pdf
    old = {row.document.pk: row.document for row in page.attachments.all()} if page is not None else {}
    if page is not None and page.signed_pdf is not None:
        old[page.signed_pdf.pk] = page.signed_pdf
    keep = _Keeper(kept, list(old.values()))
    values = {
        **act.facts,
        "title": texts.title,
        "summary": texts.summary,
        "legal_basis": texts.legal_basis,
        "content": content_of(texts, key, left_out),
        "signed_pdf": pdf and keep.document(texts.title, pdf),
    }
    documents = [
        (row.title, keep.document(row.title or row.file.name, row.file)) for row in texts.attachments if row.file
    ]
    if page is None:
        page = act.model(**values, translation_key=key)
        page.attachments = _attachments([], documents, section)
        page.signers = _signers([], act, section)
        add_page(section, page, publishing)
        return page
    with translation.override(page.locale.language_code):
        # Kept only where a file that was published is replaced.
        values["file_reason"] = gettext("The table of acts was imported again, with another file.")
    page.attachments = _attachments(list(page.attachments.all()), documents, page)
    page.signers = _signers(list(page.signers.all()), act, page)
    change_page(page, values, publishing)
    return page


def write_translation(original: Any, texts: Texts, publishing: Publishing, left_out: list[str]) -> Any:
    """Translate the page of an act, or change its translation. Returns the translation.

    A text that is not divided as the original's stays that of the original; ``left_out`` says so.
    """
    in_language(original.get_parent(), texts.locale)
    target = type(original)(
        locale=texts.locale,
        title=texts.title,
        summary=texts.summary,
        legal_basis=texts.legal_basis,
        content=content_of(texts, original.translation_key, left_out),
    )
    target.attachments = [
        ActAttachment(
            title=named.title, translation_key=row.translation_key, locale=texts.locale, document=row.document
        )
        for row, named in zip(original.attachments.all(), texts.attachments, strict=False)
        if named.title
    ]
    unpaired: list[str] = []
    page = translate(original, target, texts.locale, unpaired).specific
    if unpaired:
        left_out.append(str(DIVIDED_OTHERWISE))
    if publishing.at is not None or original.live:
        if page.first_published_at is None:
            Page.objects.filter(pk=page.pk).update(first_published_at=publishing.at or original.first_published_at)
        page.get_latest_revision().publish(user=publishing.user, log_action=True)
    return page


def at_ten(day: datetime.date) -> datetime.datetime:
    """The moment of publication of what has only a day."""
    return min(timezone.make_aware(datetime.datetime.combine(day, datetime.time(10))), timezone.now())


class _Keeper:
    """Keeps each file once: a document with the same content, of the page or of the same import, is taken again."""

    def __init__(self, kept: Kept, old: list[Any]) -> None:
        self._kept = kept
        self._known = {facts_of(document).sha256: document for document in old}

    def document(self, title: str, found: FoundFile) -> Any:
        if found.document is not None:
            return found.document
        if found.sha256 not in self._known:
            self._known[found.sha256] = self._kept.document(title, found.name, found.content)
        return self._known[found.sha256]


def _attachments(rows: list[ActAttachment], documents: list[tuple[str, Any]], near: Page) -> list[ActAttachment]:
    """The rows of attachments, those that are there already with the same document as they are."""
    known = {row.document_id: row for row in rows}
    made = []
    for order, (title, document) in enumerate(documents):
        row = known.pop(document.pk, None) or ActAttachment(document=document, locale=near.locale)
        row.title, row.sort_order = title, order
        made.append(row)
    return made


def _signers(rows: list[ActSigner], act: CheckedAct, near: Page) -> list[ActSigner]:
    """The rows of signers, in the order of the table, those that are there already as they are."""
    known = {row.signer_id: row for row in rows}
    made = []
    for order, signer in enumerate(act.signers):
        row = known.pop(signer.pk, None) or ActSigner(signer=signer, locale=near.locale)
        row.sort_order = order
        made.append(row)
    return made


def check_not_here(act: CheckedAct, section: Page) -> None:
    """Raise ValidationError where somebody has written an act with the number by hand."""
    besides = act.model(translation_key=uuid.uuid4())
    try:
        check_number(act.facts["number"], act.facts["date"], act.facts["body"], near=section, besides=besides)
    except ValidationError as error:
        raise ValidationError({"number": error}) from error
