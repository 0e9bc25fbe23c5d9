"""What the items of acts say, read for many pages at once: each page's own properties ask for one act."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from wagtail.documents import get_document_model

from cms_pages.files.facts import with_facts
from publications.history import changes_of, earlier_files
from publications.models.act import Act
from publications.models.relation import ActRelation
from publications.relations import keys_of_minutes, later_relations, rows_of_originals
from publications.revocation import approved_revocations

if TYPE_CHECKING:
    from publications.models.act_page import ActPage
    from publications.models.attachment import ActAttachment


def read_acts(pages: Sequence[ActPage]) -> None:
    """Set on each page what it would else ask for: its act, files, changes, relations, minutes and revocation."""
    with_items = [page for page in pages if page.alias_of_id is None]  # a copy has no item
    keys = {page.translation_key for page in with_items}
    acts = {act.translation_key: act for act in Act.objects.filter(translation_key__in=keys)}
    act_ids = [act.pk for act in acts.values()]
    files, changes = earlier_files(act_ids), changes_of(act_ids)
    own, later, minutes = rows_of_originals(ActRelation, keys), later_relations(keys), keys_of_minutes(keys)
    revocations = approved_revocations(keys)
    attachments = {page.pk: list(page.attachments.all()) for page in with_items}
    read_documents(chain.from_iterable(attachments.values()), with_text=True)
    for page in with_items:
        key = page.translation_key
        page.act = act = acts.get(key)
        page.earlier_files = files[act.pk] if act is not None else []
        page.changes = changes[act.pk] if act is not None else []
        page.relations_of_original, page.later_relations, page.minutes_keys = own[key], later[key], minutes[key]
        page.revocation = revocations.get(key)
        page.files = attachments[page.pk]


def read_documents(
    attachments: Iterable[ActAttachment], pages: Iterable[ActPage] = (), *, with_text: bool = False
) -> None:
    """Give attachments their documents, and pages their signed copies, with what is known of their files."""
    named = [*((row, "document") for row in attachments), *((page, "signed_pdf") for page in pages)]
    documents = with_facts(get_document_model().objects.all(), with_text=with_text)
    found = documents.in_bulk({getattr(each, f"{name}_id") for each, name in named})
    for each, name in named:
        if (key := getattr(each, f"{name}_id")) is not None:
            setattr(each, name, found[key])
