"""A page as the public sees it now: an item, or the reason why there is none."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone, translation
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex
from wagtailmedia import get_media_model

from cms_pages.contracts import PublicationType
from cms_pages.files.facts import texts_of
from cms_pages.machine_translation.marks import says_one_of
from cms_pages.models.publishable import PublishablePage
from cms_pages.publishing.models import GoneReason, PublishedFile, PublishedItem, TranslationState
from cms_pages.publishing.together import Together
from cms_pages.registry import publication_type_of
from cms_pages.translation import translation_state_among

#: so much of the documents' text is kept for search, in characters
DOCUMENTS_TEXT_LIMIT = 500_000


@dataclass(frozen=True)
class UsedFiles:
    """The documents, images and recordings that a page uses, by their numbers."""

    documents: frozenset[int]
    images: frozenset[int]
    recordings: frozenset[int]

    @classmethod
    def of(cls, references: Iterable[tuple[int, str]]) -> UsedFiles:
        """From what a page refers to: the content type and the number of each."""
        found: dict[int, set[int]] = {type_id: set() for type_id in cls.types()}
        for type_id, object_id in references:
            if type_id in found:
                found[type_id].add(int(object_id))
        return cls(*map(frozenset, found.values()))

    @staticmethod
    def types() -> list[int]:
        """The content types of the three."""
        models = (get_document_model(), get_image_model(), get_media_model())
        return [ContentType.objects.get_for_model(model).pk for model in models]

    def rows(self, item: PublishedItem) -> list[PublishedFile]:
        """What the log says of them."""
        return [
            *(PublishedFile(item=item, document_id=pk) for pk in sorted(self.documents)),
            *(PublishedFile(item=item, image_id=pk) for pk in sorted(self.images)),
            *(PublishedFile(item=item, recording_id=pk) for pk in sorted(self.recordings)),
        ]

    def sorted(self) -> list[list[int]]:
        return [sorted(self.documents), sorted(self.images), sorted(self.recordings)]


@dataclass(frozen=True)
class PublicView:
    """What the log writes of a live page: ``columns``, and ``content``, the payload without sequence and time."""

    item_id: str
    site_id: int
    columns: dict[str, Any]
    content: dict[str, Any]
    digest: str
    files: UsedFiles
    expires_at: datetime | None
    changes_at: datetime | None


def item_id_of(page: Page) -> str:
    """The item's name, which outlives every change of slug, title or place: ``<translation key>.<locale>``."""
    return f"{page.translation_key}.{page.locale.language_code}"


def public_view(page: Page, together: Together) -> PublicView | GoneReason | None:
    """What the public sees of a page now. None for a kind of page that is not published through the log.

    ``page`` is one of those that ``together`` was read for.
    """
    publication_type = publication_type_of(type(page))
    if publication_type is None or not isinstance(page, PublishablePage):
        return None
    is_over = page.live and page.is_over()
    if not page.live or is_over:
        if page.item_withdrawal() is not None:
            return GoneReason.WITHDRAWN
        return GoneReason.EXPIRED if is_over or page.expired else GoneReason.UNPUBLISHED
    if page.alias_of_id is not None:
        return GoneReason.UNPUBLISHED
    if page.pk in together.restricted:
        return GoneReason.RESTRICTED
    with translation.override(page.locale.language_code):
        parts = page.get_url_parts()
        if parts is None or parts[2] is None:
            return GoneReason.MOVED
        url = f"{parts[1]}{parts[2]}"
        return view_of(
            page,
            publication_type,
            parts[0],
            url,
            translation_state_among(page, together.translations),
            _files_used_by(page),
            machine_translated=says_one_of(page, together.machine_texts),
        )


def view_of(
    page: PublishablePage,
    publication_type: PublicationType,
    site_id: int,
    url: str,
    state: TranslationState,
    files: UsedFiles,
    *,
    machine_translated: bool = False,
) -> PublicView:
    """What is public of a page that is known to be so. ``machine_translated``: see ``Item``.

    The page's language must be the active one.
    """
    # First: where its time comes between this and what follows, it is only projected once more.
    now, changes_at = timezone.now(), page.item_changes_at()
    body, body_name = page.item_body()
    date = page.item_date()
    published_at = page.first_published_at or timezone.make_aware(datetime.combine(date, time.min))
    summary = page.item_summary()
    columns = {
        "translation_key": page.translation_key,
        "locale": page.locale.language_code,
        "type": publication_type.name,
        "kind": page.item_kind(),
        "item_state": page.item_state(),
        "body": body,
        "body_name": body_name,
        "identifier": page.item_identifier(),
        "place": page.item_place(),
        "licence": page.item_licence(),
        "date": date,
        "year": date.year,
        "translation": state,
        "machine_translated": machine_translated,
        "published_at": published_at,
        "url": url,
        "title": page.title,
        "summary": summary,
        "text": page.item_text(),
        "documents_text": "\n".join(texts_of(page.item_documents()))[:DOCUMENTS_TEXT_LIMIT],
    }
    item = publication_type.schema.model_validate(
        {
            "id": item_id_of(page),
            "type": publication_type.name,
            "locale": page.locale.language_code,
            "translation": state.value,
            "machine_translated": machine_translated,
            "title": page.title,
            "summary": summary,
            "url": url,
            "date": date,
            "published_at": published_at,
            "changed_at": published_at,
            "sequence": 0,
            **page.item_fields(),
        }
    )
    content = item.model_dump(mode="json", exclude={"sequence", "changed_at"})
    digest = hashlib.sha256(
        json.dumps([content, columns, files.sorted()], default=str, sort_keys=True, ensure_ascii=False).encode()
    )
    return PublicView(
        item_id=item_id_of(page),
        site_id=site_id,
        columns=columns,
        content=content,
        digest=digest.hexdigest(),
        files=files,
        expires_at=page.expire_at,
        # One that has passed would be due for ever.
        changes_at=changes_at if changes_at is not None and changes_at > now else None,
    )


def _files_used_by(page: PublishablePage) -> UsedFiles:
    # Wagtail may bring its reference index up to date in a task of its own, later than this.
    ReferenceIndex.create_or_update_for_object(page)
    references = ReferenceIndex.get_references_for_object(page).filter(to_content_type__in=UsedFiles.types())
    used = UsedFiles.of(references.values_list("to_content_type_id", "to_object_id"))
    return replace(used, documents=used.documents | page.item_earlier_documents())
