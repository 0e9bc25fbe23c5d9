"""Documents whose file somebody has uploaded before."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from wagtail.documents import get_document_model
from wagtail.permissions import policy_registry

from cms_pages.files.facts import facts_of

if TYPE_CHECKING:
    from wagtail.documents.models import AbstractDocument


def same_files(documents: Iterable[AbstractDocument], user: Any) -> dict[AbstractDocument, list[AbstractDocument]]:
    """For each document, the others with the same content that ``user`` may see; those that have none are left out.

    The same by SHA-256, or, where that was not worked out yet, by Wagtail's SHA-1, which each upload has.
    As many queries for many documents as for one, once their facts are kept.
    """
    model = get_document_model()
    ids = {document.pk for document in documents}
    mine = list(model.objects.filter(pk__in=ids).select_related("facts")) if ids else []
    same = Q()
    sums: dict[int, str] = {}
    for document in mine:
        try:
            sums[document.pk] = facts_of(document).sha256
            same |= Q(facts__sha256=sums[document.pk]) | Q(file_hash=document.get_file_hash())
        except OSError:
            # The file is missing, which is said elsewhere.
            continue
    if not sums:
        return {}
    visible = policy_registry.get_by_type(model).instances_user_has_any_permission_for(
        user, ["add", "change", "choose"]
    )
    others = list(visible.filter(same).exclude(pk__in=ids).select_related("facts").order_by("pk"))
    found = {
        document: [other for other in others if _is_same(document, sums.get(document.pk), other)] for document in mine
    }
    return {document: copies for document, copies in found.items() if copies}


def _is_same(document: Any, sha256: str | None, other: Any) -> bool:
    facts = getattr(other, "facts", None)
    if facts is not None and facts.sha256 == sha256:
        return True
    return bool(document.file_hash) and document.file_hash == other.file_hash
