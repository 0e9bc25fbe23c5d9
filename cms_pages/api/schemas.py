"""What every item of the content API has. Packages extend ``Item`` with the fields of their types."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal, Union

from django.utils.translation import gettext_noop as _
from ninja import Field, Schema
from pydantic import create_model

from cms_pages.registry import publication_types


class File(Schema):
    """A file to download."""

    title: str = Field(description=_("Its title."))
    url: str = Field(description=_("Where to download it."))
    filename: str = Field(description=_("Its name as a file."))
    media_type: str = Field(description=_("Its format: the media type, for example application/pdf."))
    size: int = Field(description=_("Its size in bytes."))
    sha256: str = Field(description=_("SHA-256 of the file, 64 hexadecimal digits."))


class Image(Schema):
    """A picture, at most 1200 pixels wide."""

    url: str = Field(description=_("Its address."))
    width: int = Field(description=_("Its width in pixels."))
    height: int = Field(description=_("Its height in pixels."))
    alt: str = Field(description=_("What can be seen, for who cannot see it."))


class SuccessorRef(Schema):
    """The body that took over the work of another."""

    key: str = Field(description=_("Its key."))
    name: str = Field(description=_("Its newest name."))


class BodyRef(Schema):
    """The organ that took or issued something."""

    key: str = Field(description=_("The same in all languages, and after the body was renamed."))
    name: str = Field(description=_("Its name on the item's `date`."))
    kind: Literal["assembly", "mayor", "committee", "directorate", "other"] = Field(description=_("What it is."))
    current_name: str = Field(description=_("Its newest name."))
    ended_on: datetime.date | None = Field(description=_("Its last day, where it was merged or dissolved."))
    successor: SuccessorRef | None = Field(description=_("The body that took over its work."))


class SignerRef(Schema):
    """Who signed something."""

    name: str = Field(description=_("Their name."))
    post: str = Field(description=_("The office in which they signed."))


class Item(Schema):
    """A published page in one language."""

    id: str = Field(description=_("Never changes: the page's translation key and its locale, joined by a dot."))
    type: str = Field(description=_("What it is: one of the types of this site."))
    locale: str = Field(description=_("The language: sq, sr-latn or en."))
    translation: Literal["original", "complete", "partial"] = Field(
        description=_("Whether this is the original, or how far it is translated.")
    )
    machine_translated: bool = Field(
        description=_("Some of its text was translated by a machine, and no person has confirmed it yet: tell readers.")
    )
    title: str = Field(description=_("The title."))
    summary: str = Field(description=_("A few plain sentences."))
    url: str = Field(description=_("The address of its page."))
    date: datetime.date = Field(description=_("The date it carries on paper; lists are ordered by it."))
    published_at: datetime.datetime = Field(description=_("When it was first published here."))
    changed_at: datetime.datetime = Field(description=_("When what is public of it last changed."))
    sequence: int = Field(description=_("Its place in the order of all changes."))


class HomeItem(Item):
    type: Literal["home"]
    content: str = Field(description=_("The text, as HTML."))


class SectionItem(Item):
    type: Literal["section"]
    content: str = Field(description=_("The text, as HTML."))


class PageItem(Item):
    type: Literal["page"]
    content: str = Field(description=_("The text, as HTML."))


class Withdrawal(Schema):
    """What stays public of what was withdrawn: that it was there, and why it is not any more."""

    title: str
    number: str
    identifier: str
    eli: str
    state: Literal["withdrawn"]
    date: datetime.date
    withdrawn_at: datetime.datetime
    reason: str
    reason_locale: str = Field(description="The language in which the reason was written.")


class Gone(Schema):
    """An item that is no longer published: remove your copy."""

    op: Literal["gone"]
    id: str
    type: str
    locale: str
    reason: Literal["unpublished", "expired", "restricted", "deleted", "moved", "withdrawn"]
    withdrawal: Withdrawal | None = Field(description="Of what was withdrawn with a reason; else null.")
    sequence: int
    changed_at: datetime.datetime


def any_item() -> Any:
    """An item of any registered type, told apart by ``type``. To be called when all types are registered."""
    return _one_of([known.schema for known in publication_types], "type")


def item_list() -> type[Schema]:
    """A page of a list of items."""
    items: Any = list[any_item()]  # type: ignore[misc] # the types are known only now
    return create_model(
        "ItemList",
        __base__=Schema,
        items=items,
        total=(int, Field(description="How many items there are on all pages.")),
        next=(str | None, Field(description="The `cursor` of the next page; null on the last.")),
    )


def changes() -> type[Schema]:
    """A page of changes of the log."""
    upsert: Any = Literal["upsert"]
    upserts = [
        create_model(f"{known.schema.__name__}Upsert", __base__=known.schema, op=upsert) for known in publication_types
    ]
    # Told apart by ``op``, but OpenAPI has no discriminator whose values stand for several schemas.
    items: Any = list[_one_of(upserts, "type") | Gone]  # type: ignore[misc] # the types are known only now
    return create_model(
        "Changes",
        __base__=Schema,
        items=items,
        cursor=(str, Field(description="Where you stand now. Keep it, and ask with it for what comes after.")),
        more=(bool, Field(description="Whether there is more already.")),
    )


def _one_of(schemas: list[Any], discriminator: str) -> Any:
    return Annotated[Union[tuple(schemas)], Field(discriminator=discriminator)]  # noqa: UP007 - a union of a list
