"""Wagtail's and Django's own events after which something public may have changed."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.models import Collection, Page, PageViewRestriction, Site, TranslatableMixin
from wagtail.signals import page_published, page_unpublished, post_page_move
from wagtail.snippets.models import get_snippet_models
from wagtail_localize.models import StringTranslation, Translation
from wagtailmedia.models import AbstractMedia

from cms_pages.machine_translation.marks import text_changed
from cms_pages.models import Body
from cms_pages.models.plain_texts import clean_plain_texts
from cms_pages.originals import restrict_translations, update_translations, withdraw_translations
from cms_pages.publishing.marking import mark_pages, mark_site_pages, mark_tree, pages_using
from cms_pages.text import without_control_characters

#: of Wagtail's libraries
FILES = (AbstractDocument, AbstractImage, AbstractMedia)


def page_saved(
    sender: type[models.Model], instance: models.Model, created: bool, raw: bool = False, **kwargs: Any
) -> None:
    if not isinstance(instance, Page) or raw:
        return
    if created:  # nothing is below it, and nothing refers to it
        mark_pages([instance.pk])
        return
    # When the slug changed, those below still carry the old address now; Wagtail rewrites them after this signal.
    # By the range of what is below: LIKE has no index on SQLite.
    below = Page._get_children_path_interval(instance.path)
    moved = (
        Page.objects.filter(path__range=below, depth__gt=instance.depth)
        .exclude(url_path__startswith=instance.url_path)
        .values_list("pk", flat=True)
    )
    mark_pages({instance.pk, *moved, *pages_using(instance)})


def page_deleted(sender: type[models.Model], instance: models.Model, **kwargs: Any) -> None:
    if isinstance(instance, Page):
        mark_pages({instance.pk, *pages_using(instance)})


def page_moved(instance: Page, **kwargs: Any) -> None:
    mark_tree(instance)


def restriction_changed(
    sender: type[models.Model], instance: PageViewRestriction, origin: Any = None, **kwargs: Any
) -> None:
    page = Page.objects.filter(pk=instance.page_id).first()
    if page is None:
        return
    mark_tree(page)
    # A restriction that goes because its page is deleted does not open the page's translations.
    if origin is None or getattr(origin, "model", type(origin)) is PageViewRestriction:
        restrict_translations(page)


def restriction_groups_changed(instance: models.Model, action: str, **kwargs: Any) -> None:
    if isinstance(instance, PageViewRestriction) and action.startswith("post_"):
        restrict_translations(instance.page)


def original_published(instance: Page, **kwargs: Any) -> None:
    # Also sent when a page was only scheduled.
    if instance.live:
        update_translations(instance)


def original_unpublished(instance: Page, **kwargs: Any) -> None:
    withdraw_translations(instance)


def translation_changed(instance: Translation, **kwargs: Any) -> None:
    """Its link to the original was cut or restored."""
    pages = Page.objects.filter(translation_key=instance.source.object_id, locale_id=instance.target_locale_id)
    mark_pages(pages.values_list("pk", flat=True))


def text_translated(instance: StringTranslation, created: bool, **kwargs: Any) -> None:
    if not created:
        text_changed(instance)


def used_thing_changed(
    sender: type[models.Model], instance: models.Model, created: bool = False, **kwargs: Any
) -> None:
    if isinstance(instance, Page):
        return
    if created and isinstance(instance, FILES):  # nothing refers to it yet
        return
    if isinstance(instance, (*FILES, TranslatableMixin)) or sender in get_snippet_models():
        mark_pages(pages_using(instance))
    if isinstance(instance, Body):
        # They say by what name the body is known that took over.
        for version in instance.get_translations(inclusive=True):
            for predecessor in version.predecessors.all():
                mark_pages(pages_using(predecessor))


def site_changed(sender: type[models.Model], instance: Site, raw: bool = False, **kwargs: Any) -> None:
    if raw:
        return
    mark_site_pages(instance.pk)
    if root := Page.objects.filter(pk=instance.root_page_id).first():
        for translated_root in root.get_translations(inclusive=True):
            mark_tree(translated_root)


def clean_translated_text(instance: StringTranslation, **kwargs: Any) -> None:
    """Whoever translated it: a person in the editor, a file, a machine. PostgreSQL refuses NUL."""
    instance.data = without_control_characters(instance.data)


def clean_names(sender: type[models.Model], instance: models.Model, **kwargs: Any) -> None:
    """Titles of documents and names of collections: the models are Wagtail's, and each way to upload has its form."""
    if isinstance(instance, (AbstractDocument, Collection)):
        clean_plain_texts(instance)


def connect() -> None:
    """Connect every receiver once. Called when all models are loaded."""
    post_save.connect(page_saved, dispatch_uid="cms_pages.page_saved")
    pre_delete.connect(page_deleted, dispatch_uid="cms_pages.page_deleted")
    post_page_move.connect(page_moved, dispatch_uid="cms_pages.page_moved")
    post_save.connect(restriction_changed, PageViewRestriction, dispatch_uid="cms_pages.restriction_saved")
    post_delete.connect(restriction_changed, PageViewRestriction, dispatch_uid="cms_pages.restriction_deleted")
    m2m_changed.connect(
        restriction_groups_changed,
        PageViewRestriction.groups.through,
        dispatch_uid="cms_pages.restriction_groups_changed",
    )
    page_published.connect(original_published, dispatch_uid="cms_pages.original_published")
    page_unpublished.connect(original_unpublished, dispatch_uid="cms_pages.original_unpublished")
    post_save.connect(translation_changed, Translation, dispatch_uid="cms_pages.translation_saved")
    post_delete.connect(translation_changed, Translation, dispatch_uid="cms_pages.translation_deleted")
    pre_save.connect(clean_names, dispatch_uid="cms_pages.clean_names")
    pre_save.connect(clean_translated_text, StringTranslation, dispatch_uid="cms_pages.clean_translated_text")
    post_save.connect(text_translated, StringTranslation, dispatch_uid="cms_pages.text_translated")
    post_save.connect(site_changed, Site, dispatch_uid="cms_pages.site_saved")
    pre_delete.connect(site_changed, Site, dispatch_uid="cms_pages.site_deleted")
    post_save.connect(used_thing_changed, dispatch_uid="cms_pages.used_thing_saved")
    pre_delete.connect(used_thing_changed, dispatch_uid="cms_pages.used_thing_deleted")
