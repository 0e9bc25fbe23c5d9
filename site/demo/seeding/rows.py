"""Writes the rows of many pages together: what Wagtail and the publication log would write of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone, translation
from wagtail.models import Page, ReferenceIndex

from cms_pages.child_rows import child_relations
from cms_pages.contracts import PublicationType
from cms_pages.models import LogMark, LogState, PublishedFile, PublishedItem
from cms_pages.publishing.models import State, TranslationState
from cms_pages.publishing.projector import next_change, payload
from cms_pages.publishing.view import PublicView, UsedFiles, view_of
from cms_pages.registry import publication_types


@dataclass(frozen=True)
class NewPage:
    """A page that is not saved yet, and the key of the one above it."""

    page: Any
    parent_id: int
    state: TranslationState


def insert_pages(pages: Sequence[Any]) -> None:
    """Insert pages and set their keys. ``bulk_create`` does not write models that inherit from others with a table."""
    by_model: dict[Any, list[Any]] = {}
    columns = [field.attname for field in Page._meta.concrete_fields]
    rows = Page.objects.bulk_create(
        [Page(**{name: getattr(page, name) for name in columns if name != "id"}) for page in pages]
    )
    for row, page in zip(rows, pages, strict=True):
        page.pk = page.id = row.pk
        page._state.adding = False
        for model in _tables_below_page(type(page)):
            setattr(page, model._meta.pk.attname, row.pk)
            by_model.setdefault(model, []).append(page)
    for model, instances in by_model.items():
        _insert(model, instances)


def _tables_below_page(model: Any) -> list[Any]:
    """The models whose tables a page has a row in, besides ``Page``: parents first."""
    above = [parent for parent in model._meta.get_parent_list() if issubclass(parent, Page) and parent is not Page]
    return [*reversed(above), model]


def _insert(model: Any, instances: list[Any]) -> None:
    fields = model._meta.local_concrete_fields
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({', '.join(['%s'] * len(fields))})",  # noqa: S608 - names of columns
            [
                [field.get_db_prep_save(field.pre_save(page, add=True), connection) for field in fields]
                for page in instances
            ],
        )


def insert_rows(pages: Iterable[Any]) -> None:
    """Insert the rows that were given to pages, which are inserted: attachments, pictures, steps."""
    by_model: dict[Any, list[Any]] = {}
    for page in pages:
        for name in child_relations(type(page)):
            if (given := getattr(page, name)).is_deferring:
                by_model.setdefault(given.model, []).extend(given.all())
    for model, rows in by_model.items():
        model._default_manager.bulk_create(rows)


def index_references(pages: Iterable[Any]) -> dict[int, UsedFiles]:
    """Fill Wagtail's index of what refers to what. Returns the files of each page."""
    base = ContentType.objects.get_for_model(Page)
    rows, files = [], {}
    for page in pages:
        references = sorted(set(ReferenceIndex._extract_references_from_object(page)))
        rows += [
            ReferenceIndex(
                content_type=page.cached_content_type,
                base_content_type=base,
                object_id=page.pk,
                to_content_type_id=type_id,
                to_object_id=object_id,
                model_path=model_path,
                content_path=content_path,
                content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
            )
            for type_id, object_id, model_path, content_path in references
        ]
        files[page.pk] = UsedFiles.of(found[:2] for found in references)
    ReferenceIndex.objects.bulk_create(rows)
    return files


def write_items(made: Iterable[NewPage], files: dict[int, UsedFiles], log: LogState) -> None:
    """Number and write the items of pages that are inserted, as the projector would. ``files`` are by page."""
    types: dict[type, PublicationType] = {known.model: known for known in publication_types}
    items, views = [], []
    for new in made:
        page, view = new.page, _view(new, types[type(new.page)], files[new.page.pk])
        log.sequence += 1
        item = PublishedItem(
            item_id=view.item_id,
            site_id=view.site_id,
            page_id=page.pk,
            parent_page_id=new.parent_id,
            sequence=log.sequence,
            changed_at=timezone.now(),
            state=State.LIVE,
            digest=view.digest,
            changes_at=view.changes_at,
            **view.columns,
        )
        item.payload = payload(view.content, item.sequence, item.changed_at)
        items.append(item)
        views.append(view)
    PublishedItem.objects.bulk_create(items)
    PublishedFile.objects.bulk_create(
        row for item, view in zip(items, views, strict=True) for row in view.files.rows(item)
    )
    log.next_change = next_change()
    log.save(update_fields=["sequence", "next_change"])
    LogMark.objects.create(sequence=log.sequence)


def _view(new: NewPage, publication_type: PublicationType, files: UsedFiles) -> PublicView:
    with translation.override(new.page.locale.language_code):
        site_id, root_url, path = new.page.get_url_parts()
        return view_of(new.page, publication_type, site_id, f"{root_url}{path}", new.state, files)
