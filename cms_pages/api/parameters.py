"""Query parameters that are never guessed at: what is unknown, repeated or malformed is refused by its name."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Annotated, Any, ClassVar, get_origin

from django.utils.translation import gettext as _
from pydantic import (
    BaseModel,
    BeforeValidator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidationError,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
    model_validator,
)
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError, core_schema
from wagtail.coreutils import get_content_languages

from cms_pages.registry import publication_types

LIMIT_MAX = 100
STATE = "What time has made of it: `open` is what people can still apply to."


class StrictQuery(BaseModel):
    """The query parameters of an endpoint, used as ``query: Query[MyQuery]``; a ``list`` field may be repeated.

    Every other parameter is refused (422), so is one given twice that is no list, and a NUL character, which PostgreSQL
    does not take; except in ``free_text``, names of parameters that take whatever a person types.
    """

    free_text: ClassVar[frozenset[str]] = frozenset()

    @model_validator(mode="before")
    @classmethod
    def _refuse_what_is_not_declared(cls, data: Any, info: ValidationInfo) -> Any:
        if info.context is None:  # made by code, and not from a request
            return data
        sent = info.context["request"].GET
        wrong: list[InitErrorDetails] = []
        for name in sent:
            values = sent.getlist(name)
            if name not in cls.model_fields:
                wrong.append(_error(name, _("There is no such parameter.")))
            elif len(values) > 1 and get_origin(cls.model_fields[name].annotation) is not list:
                wrong.append(_error(name, _("Give this parameter once.")))
            elif name not in cls.free_text and any("\x00" in value for value in values):
                wrong.append(_error(name, _("This value has the wrong form.")))
        if wrong:
            raise ValidationError.from_exception_data(cls.__name__, wrong)
        return data

    def filters(self) -> dict[str, Any]:
        """What selects the items, as JSON: a cursor belongs to these. All parameters but ``cursor`` and ``limit``.

        The values of a list are in order and each is there once, however they were sent.
        """
        filters = self.model_dump(mode="json", exclude={"cursor", "limit"})
        return {name: sorted(set(value)) if isinstance(value, list) else value for name, value in filters.items()}


def _error(name: str, message: str) -> InitErrorDetails:
    # Braces are pydantic's placeholders.
    error = PydanticCustomError("invalid", "{message}", {"message": message})
    return InitErrorDetails(type=error, loc=(name,), input=None)


def locales() -> list[str]:
    """The language codes in which content is published."""
    return list(get_content_languages())


def kinds() -> list[str]:
    """Every kind of every registered type, once."""
    return list(dict.fromkeys(kind for known in publication_types for kind, _label in known.kinds))


def states() -> list[str]:
    """Every state of every registered type, once."""
    return list(dict.fromkeys(state for known in publication_types for state, _label in known.states))


def licences() -> list[str]:
    """Every licence of every registered type, once."""
    return list(dict.fromkeys(licence for known in publication_types for licence, _label in known.licences))


class OneOf:
    """Annotates a text that is one of ``choices()``, called when it is used: types register while Django starts."""

    def __init__(self, choices: Callable[[], list[str]]) -> None:
        self._choices = choices

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(schema), "enum": self._choices()}

    def _check(self, value: str) -> str:
        choices = self._choices()
        if value not in choices:
            message = _("Give one of: %(choices)s.") % {"choices": ", ".join(choices)}
            raise PydanticCustomError("invalid", "{message}", {"message": message})
        return value


def _written_day(value: Any) -> Any:
    """Refuses what pydantic would take for the seconds since 1970, or for a moment."""
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        message = _("Give a date, such as 2026-03-31.")
        raise PydanticCustomError("invalid", "{message}", {"message": message})
    return value


#: a query cannot say null, so nor does the description
Day = Annotated[
    datetime.date | None, BeforeValidator(_written_day), WithJsonSchema({"type": "string", "format": "date"})
]


class DatesQuery(StrictQuery):
    """Which of an item's dates, the first and the last day included."""

    date_from: Day = Field(None, description="The first day of the item's `date`.")
    date_to: Day = Field(None, description="The last day of the item's `date`: not before `date_from`.")

    @field_validator("date_to")
    @classmethod
    def _refuse_what_ends_before_it_begins(cls, last: datetime.date | None, info: ValidationInfo) -> Any:
        first = info.data.get("date_from")
        if first and last and last < first:
            message = _("This day is before that of date_from. Give the same day or a later one.")
            raise PydanticCustomError("invalid", "{message}", {"message": message})
        return last


TypeName = Annotated[str, OneOf(publication_types.names)]
Kind = Annotated[str, OneOf(kinds)]
ItemState = Annotated[str, OneOf(states)]
LocaleCode = Annotated[str, OneOf(locales)]
Year = Annotated[int, Field(ge=1000, le=9999)]
BodyKey = Annotated[str, Field(max_length=64, pattern=r"^[-\w]+$")]
Place = Annotated[str, Field(min_length=1, max_length=255)]
Licence = Annotated[str, OneOf(licences)]
Limit = Annotated[int, Field(ge=1, le=LIMIT_MAX, description="How many items at most.")]
CursorText = Annotated[str, Field(max_length=2000, description="The `next` (or `cursor`) of the answer before.")]
