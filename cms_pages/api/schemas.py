"""What every item of the content API has. Packages extend ``Item`` with the fields of their types."""

from __future__ import annotations

import datetime
from typing import Literal

from ninja import Field, Schema


class File(Schema):
    """A file to download."""

    title: str
    url: str
    filename: str
    media_type: str
    size: int = Field(description="Bytes.")
    sha256: str = Field(description="SHA-256 of the file, 64 hexadecimal digits.")


class Image(Schema):
    """A picture, at most 1200 pixels wide."""

    url: str
    width: int = Field(description="Pixels.")
    height: int = Field(description="Pixels.")
    alt: str


class BodyRef(Schema):
    """The organ that took or issued something."""

    key: str = Field(description="The same in all languages.")
    name: str


class Item(Schema):
    """A published page in one language."""

    id: str = Field(description="Never changes: the page's translation key and its locale, joined by a dot.")
    type: str
    locale: str
    translation: Literal["original", "complete", "partial"]
    title: str
    summary: str
    url: str
    date: datetime.date = Field(description="The date it carries on paper; lists are ordered by it.")
    published_at: datetime.datetime
    changed_at: datetime.datetime = Field(description="When what is public of it last changed.")
    sequence: int = Field(description="Its place in the order of all changes.")


class HomeItem(Item):
    type: Literal["home"]
    content: str = Field(description="HTML.")


class SectionItem(Item):
    type: Literal["section"]
    content: str = Field(description="HTML.")


class PageItem(Item):
    type: Literal["page"]
    content: str = Field(description="HTML.")
