"""Writes pages and files of an import: each piece as a whole, or not at all."""

from __future__ import annotations

import datetime
import hashlib
import json
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.transaction import TransactionManagementError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.coreutils import find_available_slug, string_to_ascii
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.log_actions import log
from wagtail.models import Collection, Page, Revision
from wagtail.signals import page_published

from cms_pages.child_rows import child_relations
from cms_pages.files.facts import keep_facts
from publications.models.imported import ImportedPage

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from wagtail.documents.models import AbstractDocument
    from wagtail.images.models import AbstractImage

    from cms_pages.models import PublishablePage

#: characters of the longest slug that is made of a title
LONGEST_SLUG = 120


class Kept:
    """The files that are written along with a transaction, which knows nothing of them."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._owners: list[Any] = []

    def document(self, title: str, name: str, content: bytes) -> AbstractDocument:
        """Keep a file as a document, its checksum and text worked out."""
        document: AbstractDocument = self._keep(get_document_model(), name, content, title=title[:255])
        keep_facts(document, content)
        return document

    def image(self, title: str, description: str, name: str, content: bytes) -> AbstractImage:
        """Keep a picture. The content must be one."""
        texts = {"title": title[:255], "description": description[:255]}
        image: AbstractImage = self._keep(get_image_model(), name, content, **texts)
        return image

    def _keep(self, model: Any, name: str, content: bytes, **values: Any) -> Any:
        owner = model(
            collection=self._collection,
            file=ContentFile(content, name=name),
            file_size=len(content),
            file_hash=sha1(content),
            **values,
        )
        self._owners.append(owner)
        owner.save()
        return owner

    def take(self, other: Kept) -> None:
        """Its files are of this transaction too."""
        self._owners += other._owners

    def remove(self) -> None:
        for owner in self._owners:
            # Where not even the file could be kept there is nothing to remove.
            if owner.file._committed:
                owner.file.storage.delete(owner.file.name)


@contextmanager
def all_or_nothing(collection: Collection, within: Kept | None = None) -> Iterator[Kept]:
    """A transaction after whose failure the files are gone too. ``within`` is that of a larger one that it is part of.

    Raises TransactionManagementError where something in it failed so that nothing of it can be kept.
    """
    kept = Kept(collection)
    try:
        with transaction.atomic():
            yield kept
            # Django would take back everything, and say nothing.
            if transaction.get_rollback():
                raise TransactionManagementError("The database took back what was written.")
    except BaseException:
        kept.remove()
        raise
    if within is not None:
        within.take(kept)


@dataclass(frozen=True)
class Publishing:
    """``at`` is when a page that is published was, or None for a draft. ``user`` is who imports, where it is known."""

    at: datetime.datetime | None
    user: User | None = None


def add_page(parent: Page, page: PublishablePage, publishing: Publishing) -> Revision:
    """Put a new page below another: as what saving and publishing it leave behind, but saved once.

    Its slug is made of its title unless it has one. Raises ValidationError where it cannot be published as it is.
    """
    page.slug = find_available_slug(parent, page.slug or slug_of(page.title))
    page.draft_title = page.title
    page.locale = parent.locale
    page.owner = publishing.user
    page.live = publishing.at is not None
    page.has_unpublished_changes = not page.live
    page.first_published_at = page.last_published_at = publishing.at
    rows = {name: list(getattr(page, name).all()) for name in child_relations(type(page))}
    parent.add_child(instance=page)
    # Else each would be read again for the revision.
    for name, those in rows.items():
        setattr(page, name, those)
    revision = Revision.objects.create(
        content_object=page,
        base_content_type=page.get_base_content_type(),
        user=publishing.user,
        content=page.serializable_data(),
        object_str=str(page),
    )
    columns = {"latest_revision": revision, "latest_revision_created_at": revision.created_at}
    columns |= {"live_revision": revision} if page.live else {}
    Page.objects.filter(pk=page.pk).update(**columns)
    for column, value in columns.items():
        setattr(page, column, value)
    # That it was created Wagtail has noted with the page.
    log(page, "wagtail.publish" if page.live else "wagtail.edit", user=publishing.user, revision=revision)
    if page.live:
        page_published.send(sender=type(page), instance=page, revision=revision)
    return revision


def change_page(page: PublishablePage, values: Mapping[str, Any], publishing: Publishing) -> Revision:
    """Give a page new values, and publish it where it is live, or is to be now."""
    for name, value in values.items():
        setattr(page, name, value)
    if publishing.at is not None and page.first_published_at is None:
        page.first_published_at = publishing.at
    to_publish = page.live or publishing.at is not None
    revision: Revision = page.save_revision(user=publishing.user, log_action=True, clean=to_publish)
    if to_publish:
        revision.publish(user=publishing.user, log_action=True)
    return revision


def remember(page: Page, source: str, digest: str) -> None:
    """Note what a page was made of, and that it is as the import left it."""
    latest = Page.objects.values_list("latest_revision_id", flat=True).get(pk=page.pk)
    imported = ImportedPage(source=source, page=page, digest=digest, revision=latest)
    ImportedPage.objects.bulk_create(
        [imported], update_conflicts=True, unique_fields=["source"], update_fields=["page", "digest", "revision"]
    )


def is_changed_since(imported: ImportedPage) -> bool:
    """Whether somebody has changed a page after it was imported."""
    return bool(imported.page.latest_revision_id != imported.revision)


def check_unchanged(imported: ImportedPage) -> None:
    """Raise ValidationError where somebody has changed a page after it was imported."""
    if is_changed_since(imported):
        raise ValidationError(
            _("Somebody has changed it here since it was imported. Change it by hand: “%(title)s”."),
            params={"title": imported.page.title},
        )


def check_not_withdrawn(page: Page) -> None:
    """Raise ValidationError where a page that is to be published was public once, and was taken off here."""
    if not page.live and page.first_published_at is not None:
        raise ValidationError(
            _("It was unpublished here, and stays so. To have it public again, publish it by hand: “%(title)s”."),
            params={"title": page.title},
        )


def digest_of(values: Any) -> str:
    """The SHA-256 of values that JSON knows, dates and keys."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def sha1(content: bytes) -> str:
    """The checksum by which Wagtail finds the same file again. Nothing is secured by it."""
    return hashlib.sha1(content, usedforsecurity=False).hexdigest()


def slug_of(title: str) -> str:
    slug = slugify(string_to_ascii(title))[:LONGEST_SLUG].rstrip("-")
    return slug or "page"


def key_of(source: str) -> uuid.UUID:
    """A key that is the same in every run, for what is called ``source``."""
    return uuid.uuid5(uuid.NAMESPACE_URL, source)
