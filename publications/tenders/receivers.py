from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save

from cms_pages.publishing.marking import mark_pages, pages_using
from publications.tenders.models import Supplier


def supplier_saved(instance: Supplier, created: bool, **kwargs: Any) -> None:
    """Another name or number: the items of all tenders that name it say so."""
    if not created:
        mark_pages(pages_using(instance))


def connect() -> None:
    """Connect every receiver once. Called when all models are loaded."""
    post_save.connect(supplier_saved, Supplier, dispatch_uid="publications.supplier_saved")
