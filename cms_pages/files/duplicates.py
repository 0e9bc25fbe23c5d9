"""Documents whose file somebody has uploaded before."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from wagtail.documents import get_document_model
from wagtail.permissions import policy_registry

from cms_pages.files.facts import with_facts

if TYPE_CHECKING:
    from wagtail.documents.models import AbstractDocument


def same_files(documents: Iterable[AbstractDocument], user: Any) -> dict[AbstractDocument, list[AbstractDocument]]:
    """For each document, the others with the same content that ``user`` may see; those that have none are left out.

    The same by SHA-256, or, where that was not worked out yet, by Wagtail's SHA-1, which each upload has.
    As many queries for many documents as for one.
    """
    model = get_document_model()
    ids = {document.pk for document in documents}
    mine = list(with_facts(model.objects.filter(pk__in=ids))) if ids else []
    same = Q()
    for document in mine:
        # What is not known yet is not worked out here: somebody waits for the page.
        if facts := _facts(document):
            same |= Q(facts__sha256=facts.sha256)
        if document.file_hash:
            same |= Q(file_hash=document.file_hash)
    if not same:
        return {}
    visible = policy_registry.get_by_type(model).instances_user_has_any_permission_for(
        user, ["add", "change", "choose"]
    )
    others = list(with_facts(visible.filter(same).exclude(pk__in=ids)).order_by("pk"))
    found = {document: [other for other in others if _is_same(document, other)] for document in mine}
    return {document: copies for document, copies in found.items() if copies}


def _is_same(document: Any, other: Any) -> bool:
    facts, others_facts = _facts(document), _facts(other)
    if facts and others_facts:
        return bool(facts.sha256 == others_facts.sha256)
    return bool(document.file_hash) and document.file_hash == other.file_hash


def _facts(document: Any) -> Any:
    return getattr(document, "facts", None)
