"""Pictures that an album never gives out: those in collections that not everybody may see."""

from __future__ import annotations

from collections.abc import Iterable

from wagtail.images import get_image_model
from wagtail.models import CollectionViewRestriction


def private_pictures(ids: Iterable[int]) -> set[int]:
    """Those of the pictures that are in a private collection, or below one."""
    paths = CollectionViewRestriction.objects.values_list("collection__path", flat=True)
    private: set[int] = set()
    pictures = get_image_model().objects.filter(pk__in=list(ids)) if paths else get_image_model().objects.none()
    for path in paths:
        private.update(pictures.filter(collection__path__startswith=path).values_list("pk", flat=True))
    return private
