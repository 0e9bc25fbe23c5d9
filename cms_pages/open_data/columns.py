"""The columns of a file: a type's schema in the content API, laid flat."""

from __future__ import annotations

import datetime
import json
import types
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel

from cms_pages.spreadsheets import text_cell


class ColumnType(TextChoices):
    """What the cells of a column hold. In JSON Lines lists are lists; in CSV they are JSON within the cell."""

    TEXT = "text", _("text")
    NUMBER = "number", _("number")
    BOOLEAN = "boolean", _("true or false")
    DATE = "date", _("date (ISO 8601)")
    DATETIME = "datetime", _("date and time with time zone (ISO 8601)")
    LIST = "list", _("list (JSON)")


@dataclass(frozen=True)
class Column:
    """``path`` are the names on the way to it in the item's JSON; ``descriptions`` say what each of them is, as the
    schema has them: messages of the catalogues, in English.
    """

    path: tuple[str, ...]
    type: ColumnType
    descriptions: tuple[str, ...]

    @property
    def name(self) -> str:
        """As pandas' ``json_normalize`` names it: ``body.name``."""
        return ".".join(self.path)

    def cell(self, item: Mapping[str, Any]) -> str:
        """An item's value as CSV has it; empty where there is none."""
        value: Any = item
        for part in self.path:
            value = value.get(part) if value is not None else None
        if value is None:
            return ""
        if isinstance(value, str):
            return text_cell(value)
        # true, false, numbers and lists as JSON writes them
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@cache
def columns_of(schema: type[BaseModel]) -> tuple[Column, ...]:
    """The columns of a type's files, in the order of its schema; an object within becomes several."""
    return tuple(_columns(schema, (), ()))


def _columns(schema: type[BaseModel], path: tuple[str, ...], above: tuple[str, ...]) -> list[Column]:
    columns: list[Column] = []
    for name, field in schema.model_fields.items():
        inner = _without_none(field.annotation)
        here, descriptions = (*path, name), (*above, *_description(schema, name))
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            columns += _columns(inner, here, descriptions)
        else:
            columns.append(Column(here, _type_of(inner), descriptions))
    return columns


def _description(schema: type[BaseModel], name: str) -> list[str]:
    """What a field is, or what it is in the schema that this one extends: ``type`` has a narrower type in each."""
    fields = (base.model_fields.get(name) for base in schema.__mro__ if issubclass(base, BaseModel))
    return next(([field.description] for field in fields if field is not None and field.description), [])


def _without_none(annotation: Any) -> Any:
    if get_origin(annotation) in (Union, types.UnionType):
        kept = [each for each in get_args(annotation) if each is not type(None)]
        return _without_none(kept[0]) if len(kept) == 1 else annotation
    return annotation


_SCALARS: dict[Any, ColumnType] = {
    str: ColumnType.TEXT,
    int: ColumnType.NUMBER,
    float: ColumnType.NUMBER,
    Decimal: ColumnType.NUMBER,
    bool: ColumnType.BOOLEAN,
    datetime.date: ColumnType.DATE,
    datetime.datetime: ColumnType.DATETIME,
}


def _type_of(annotation: Any) -> ColumnType:
    origin = get_origin(annotation)
    if origin is list:
        return ColumnType.LIST
    # The values of a Literal are words.
    return ColumnType.TEXT if origin is Literal else _SCALARS.get(annotation, ColumnType.LIST)
