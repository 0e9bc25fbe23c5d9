"""The rows of pages and of other things that have some: attachments, signers, comments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Model, prefetch_related_objects
from modelcluster.models import get_all_child_relations


def child_relations(model: type[Model]) -> list[str]:
    """The names by which a model has rows: its own, and those of the models that it is made of."""
    return [relation.get_accessor_name() for relation in get_all_child_relations(model)]


def read_rows(things: Iterable[Model]) -> None:
    """Read the rows of all of them together, of each model once per relation. What is asked of them later is as now."""
    alike = defaultdict(list)
    for thing in things:
        alike[type(thing)].append(thing)
    for model, those in alike.items():
        prefetch_related_objects(those, *child_relations(model))
