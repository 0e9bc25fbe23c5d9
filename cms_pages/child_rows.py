"""What belongs to pages and other things and is read for many together: their rows, and what their columns name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import ForeignKey, Model, prefetch_related_objects
from modelcluster.models import get_all_child_relations
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page


def child_relations(model: type[Model]) -> list[str]:
    """The names by which a model has rows: its own, and those of the models that it is made of."""
    return [relation.get_accessor_name() for relation in get_all_child_relations(model)]


def read_rows(things: Iterable[Model]) -> None:
    """Read the rows of all of them together, of each model once per relation. What is asked of them later is as now."""
    for model, those in _by_model(things):
        prefetch_related_objects(those, *child_relations(model))


def read_references(pages: Iterable[Page]) -> None:
    """Read what the columns of pages name, such as body and document, with its rows, or what is known of its file: of
    each model once per column.

    Of Wagtail's own columns the language alone: nobody asks for the others.
    """
    for model, those in _by_model(pages):
        lookups = ["locale"]
        for field in model._meta.concrete_fields:
            if isinstance(field, ForeignKey) and not field.remote_field.parent_link and field.model is not Page:
                lookups.append(field.name)
                if issubclass(field.related_model, AbstractDocument):
                    lookups.append(f"{field.name}__facts")
                if not issubclass(field.related_model, Page):
                    lookups += [f"{field.name}__{name}" for name in child_relations(field.related_model)]
        prefetch_related_objects(those, *lookups)


def _by_model(things: Iterable[Model]) -> Iterable[tuple[type[Model], list[Model]]]:
    alike = defaultdict(list)
    for thing in things:
        alike[type(thing)].append(thing)
    return alike.items()
