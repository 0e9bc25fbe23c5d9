"""Wagtail's and Django's own events after which something public may have changed."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.models import Page, PageViewRestriction, Site, TranslatableMixin
from wagtail.signals import post_page_move
from wagtail.snippets.models import get_snippet_models

from cms_pages.publishing.marking import mark_pages, mark_site_pages, mark_tree, pages_using


def page_saved(sender: type[models.Model], instance: models.Model, raw: bool = False, **kwargs: Any) -> None:
    if not isinstance(instance, Page) or raw:
        return
    # When the slug changed, those below still carry the old address now; Wagtail rewrites them after this signal.
    moved = (
        Page.objects.filter(path__startswith=instance.path, depth__gt=instance.depth)
        .exclude(url_path__startswith=instance.url_path)
        .values_list("pk", flat=True)
    )
    mark_pages({instance.pk, *moved, *pages_using(instance)})


def page_deleted(sender: type[models.Model], instance: models.Model, **kwargs: Any) -> None:
    if isinstance(instance, Page):
        mark_pages({instance.pk, *pages_using(instance)})


def page_moved(instance: Page, **kwargs: Any) -> None:
    mark_tree(instance)


def restriction_changed(sender: type[models.Model], instance: PageViewRestriction, **kwargs: Any) -> None:
    page = Page.objects.filter(pk=instance.page_id).first()
    if page is not None:
        mark_tree(page)


def used_thing_changed(sender: type[models.Model], instance: models.Model, **kwargs: Any) -> None:
    if isinstance(instance, Page):
        return
    if isinstance(instance, AbstractDocument | AbstractImage | TranslatableMixin) or sender in get_snippet_models():
        mark_pages(pages_using(instance))


def site_changed(sender: type[models.Model], instance: Site, **kwargs: Any) -> None:
    mark_site_pages(instance.pk)
    if root := Page.objects.filter(pk=instance.root_page_id).first():
        for translated_root in root.get_translations(inclusive=True):
            mark_tree(translated_root)


def connect() -> None:
    """Connect every receiver once. Called when all models are loaded."""
    post_save.connect(page_saved, dispatch_uid="cms_pages.page_saved")
    pre_delete.connect(page_deleted, dispatch_uid="cms_pages.page_deleted")
    post_page_move.connect(page_moved, dispatch_uid="cms_pages.page_moved")
    post_save.connect(restriction_changed, PageViewRestriction, dispatch_uid="cms_pages.restriction_saved")
    post_delete.connect(restriction_changed, PageViewRestriction, dispatch_uid="cms_pages.restriction_deleted")
    post_save.connect(site_changed, Site, dispatch_uid="cms_pages.site_saved")
    pre_delete.connect(site_changed, Site, dispatch_uid="cms_pages.site_deleted")
    post_save.connect(used_thing_changed, dispatch_uid="cms_pages.used_thing_saved")
    pre_delete.connect(used_thing_changed, dispatch_uid="cms_pages.used_thing_deleted")
