"""Inline rows of which a page can have hundreds: written, read from a revision and shown in forms in bulk.

modelcluster and Django ask the database for each row: whether what it refers to is still there, to write it, and to
index it. An act with 200 relations would need thousands of questions to be saved.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.forms import ModelChoiceField
from django.utils.functional import cached_property
from modelcluster.fields import ChildObjectsDescriptor, ParentalKey
from modelcluster.forms import BaseChildFormSet
from modelcluster.models import get_all_child_relations, model_from_serializable_data
from wagtail.admin.panels import InlinePanel, MultipleChooserPanel
from wagtail.admin.widgets import BaseChooser
from wagtail.models import Orderable, ReferenceIndex, TranslatableMixin

from cms_pages.models import PublishablePage


class RowsDescriptor(ChildObjectsDescriptor):
    @cached_property
    def child_object_manager_cls(self) -> Any:
        deferring: Any = super().child_object_manager_cls
        name, key = self.rel.get_accessor_name(), self.rel.field.name

        class RowsManager(deferring):
            def commit(self) -> None:
                changed = getattr(self.instance, "_cluster_related_objects", {}).get(name)
                if changed is None:
                    return
                for order, row in enumerate(changed):
                    setattr(row, key, self.instance)
                    if isinstance(row, Orderable) and row.sort_order is None:  # made by code, and not by a form
                        row.sort_order = order
                if _write(self.model, changed, {row.pk: row for row in self.get_live_queryset()}):
                    # The index names rows by their keys, which new ones have only now.
                    ReferenceIndex.create_or_update_for_object(self.instance)
                del self.instance._cluster_related_objects[name]

        return RowsManager


if TYPE_CHECKING:
    RowsKey = ParentalKey  # django-stubs knows the managers of no other
else:

    class RowsKey(ParentalKey):
        """As modelcluster's, for rows that no receiver of ``post_save`` has to know of: they are written in bulk."""

        related_accessor_class = RowsDescriptor


def _write(model: Any, rows: Iterable[Any], before: dict[int, Any]) -> bool:
    """Make the rows of a page in the database these. Returns whether there were new ones."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    kept = [row for row in rows if row.pk in before]
    new = [row for row in rows if row.pk not in before]
    gone = before.keys() - {row.pk for row in kept}
    if gone:
        model._default_manager.filter(pk__in=gone).delete()
    differing: dict[str, list[Any]] = {
        field.name: [row for row in kept if getattr(row, field.attname) != getattr(before[row.pk], field.attname)]
        for field in fields
    }
    for name, different in differing.items():
        if different:
            model._default_manager.bulk_update(different, [name])
    for row in new:
        if isinstance(row, TranslatableMixin) and row.locale_id is None:
            row.locale_id = row.page.locale_id
    model._default_manager.bulk_create(new)
    return bool(new)


class PageWithRows(PublishablePage):
    """A page with rows that have a ``RowsKey``: reads a revision without asking for each of them."""

    class Meta:
        abstract = True

    @classmethod
    def from_serializable_data(cls, data: dict[str, Any], check_fks: bool = True, strict_fks: bool = False) -> Any:
        names: dict[str, Any] = {
            relation.get_accessor_name(): relation.related_model
            for relation in get_all_child_relations(cls)
            if isinstance(relation.field, RowsKey)
        }
        others = {name: value for name, value in data.items() if name not in names}
        page = super().from_serializable_data(others, check_fks, strict_fks)
        for name, model in names.items():
            if page is not None and name in data:
                setattr(page, name, _rows_of(model, data[name]) if check_fks else _read(model, data[name]))
        return page


def _read(model: Any, data: list[dict[str, Any]]) -> list[Any]:
    return [model_from_serializable_data(model, row, check_fks=False) for row in data]


def _rows_of(model: Any, data: list[dict[str, Any]]) -> list[Any]:
    """The rows that a revision has, without those that refer to what was deleted since."""
    rows = _read(model, data)
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and not isinstance(field, ParentalKey):
            wanted = {getattr(row, field.attname) for row in rows} - {None}
            there = set(field.related_model._default_manager.filter(pk__in=wanted).values_list("pk", flat=True))
            rows = [row for row in rows if getattr(row, field.attname) in there | {None}]
    return rows


class RowsFormSet(BaseChildFormSet):
    """Reads what its forms refer to at once."""

    @cached_property
    def forms(self) -> list[Any]:
        forms: list[Any] = super().forms
        names = [name for name, field in self.form.base_fields.items() if isinstance(field, ModelChoiceField)]
        for name in names:
            known = self._known(forms, name)
            for form in forms:
                _know(form.fields[name], known)
        own = {str(form.instance.pk): form.instance for form in forms if form.instance.pk is not None}
        for form in forms:
            if "id" in form.fields:
                _know(form.fields["id"], own)
            _validate_once(form, set(names))
        return forms

    def _known(self, forms: list[Any], name: str) -> dict[str, Any]:
        """What is chosen in any of the forms, by key, if it may be."""
        values = {
            str(form.data.get(form.add_prefix(name), "") if form.is_bound else form.initial.get(name, ""))
            for form in forms
        }
        queryset = self.form.base_fields[name].queryset
        if hasattr(queryset, "described"):
            queryset = queryset.described()
        keys = [int(value) for value in values if value.isascii() and value.isdecimal() and len(value) < 19]
        return {str(row.pk): row for row in queryset.filter(pk__in=keys)}


def _know(field: Any, known: dict[str, Any]) -> None:
    """Have a form's field (each form has its own) look among ``known`` before it asks the database."""
    ask, widget = field.to_python, field.widget

    def look(value: Any) -> Any:
        return known.get(str(getattr(value, "pk", value)))

    field.to_python = lambda value: look(value) or ask(value)
    if isinstance(widget, BaseChooser):
        ask_widget = widget.get_instance
        widget.get_instance = lambda value: look(value) or ask_widget(value)


def _validate_once(form: Any, names: set[str]) -> None:
    """A form's field has found what was chosen: the model's would ask whether it is there."""
    exclusions = form._get_validation_exclusions
    form._get_validation_exclusions = lambda: exclusions() | names


class RowsPanel(InlinePanel):
    """An inline panel for rows that have a ``RowsKey``."""

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name]["formset"] = RowsFormSet
        return options


class RowsChooserPanel(RowsPanel, MultipleChooserPanel):
    """The same, where several can be chosen at once."""
