"""What a draft names can be deleted while only the draft names it: the database knows of published pages alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations


def without_deleted(model: type[models.Model], data: dict[str, Any]) -> dict[str, Any]:
    """What a revision has, without what was deleted since: its fields are empty, its rows that named it are not there.

    modelcluster does so, but not where the reference keeps what it names from being deleted.
    """
    kept = dict(data)
    for field in _references(model):
        if field.name in kept and not _there(field, [kept[field.name]]):
            kept[field.name] = None
    for relation in get_all_child_relations(model):
        name = relation.get_accessor_name()
        for field in _references(relation.related_model):
            rows = kept.get(name, [])
            there = _there(field, [row.get(field.name) for row in rows]) | {None}
            kept[name] = [row for row in rows if row.get(field.name) in there]
    return kept


def as_saved(page: models.Model) -> None:
    """Let a draft, to be looked at, name what its page has named since it was saved, where it must name something."""
    for field in _references(type(page)):
        if not field.null and getattr(page, field.attname) is None:
            saved = type(page)._default_manager.filter(pk=page.pk).values_list(field.attname, flat=True)
            setattr(page, field.attname, saved.first())


def _references(model: type[models.Model]) -> Iterator[Any]:
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and not (
            isinstance(field, ParentalKey) or field.remote_field.parent_link
        ):
            yield field


def _there(field: Any, keys: Iterable[Any]) -> set[Any]:
    """Those of the keys under which there is something."""
    return set(field.related_model._base_manager.filter(pk__in=keys).values_list("pk", flat=True))
