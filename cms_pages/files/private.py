"""Pictures and recordings that no page gives out: those in collections that not everybody may see."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from wagtail.models import CollectionViewRestriction


def in_private_collections(model: type[models.Model], ids: Iterable[int]) -> set[int]:
    """Those of the files of a model that are in a private collection, or below one."""
    paths, wanted = CollectionViewRestriction.objects.values_list("collection__path", flat=True), list(ids)
    private: set[int] = set()
    for path in paths:
        files = model._default_manager.filter(pk__in=wanted, collection__path__startswith=path)
        private.update(files.values_list("pk", flat=True))
    return private
