"""What every published item of the demo has."""

import datetime
from typing import Annotated, Any

from pydantic import StringConstraints

from demo.texts import Completeness, Localized, LocalizedBody, Strict, combine

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Text = Localized[str]


class Item(Strict):
    """What every published item has."""

    slug: Slug
    date: datetime.date
    title: Text
    summary: Text
    text: LocalizedBody

    def completeness(self, locale: str) -> Completeness:
        """Say how far the item is translated to `locale`."""
        texts: list[Localized[Any]] = [value for _, value in self if isinstance(value, Localized)]
        return combine([text.completeness(locale) for text in texts])


class Act(Item):
    """An item of one of the municipality's bodies; `body` is its key."""

    body: str
