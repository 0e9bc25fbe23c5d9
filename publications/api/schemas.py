"""The items of this package in the content API."""

from __future__ import annotations

import datetime
from typing import Literal

from ninja import Field, Schema

from cms_pages.api.schemas import BodyRef, File, Image, Item


class SignerRef(Schema):
    """Who signed, and in which post."""

    name: str
    post: str


class ActRef(Schema):
    """A published act, in the language of the item that names it where it is translated."""

    id: str = Field(description="The `id` of its item.")
    type: Literal["decision", "regulation"]
    identifier: str
    number: str
    title: str
    date: datetime.date
    url: str


class RelatedAct(ActRef):
    """What an act does to another one, or the other to it."""

    relation: Literal[
        "amends",
        "amended_by",
        "revokes",
        "revoked_by",
        "consolidates",
        "consolidated_by",
        "implements",
        "implemented_by",
    ]


class MinutesRef(Schema):
    """Published minutes, in the language of the item that names them where they are translated."""

    id: str = Field(description="The `id` of their item.")
    title: str
    date: datetime.date
    url: str


class ActItem(Item):
    """What decisions and regulations share."""

    identifier: str = Field(description="Never changes and is given once only: body, type, year and a running number.")
    eli: str = Field(description="The permanent address (European Legislation Identifier).")
    number: str = Field(description="As on the signed copy.")
    state: Literal["not_yet_in_force", "in_force", "amended", "revoked", "expired"] = Field(
        description="Today, by its dates and by what later acts do to it; an amended act is in force as amended."
    )
    body: BodyRef
    legal_basis: str
    entry_into_force: datetime.date = Field(description="The first day on which it is in force.")
    end_of_validity: datetime.date | None = Field(description="The last day, where the act itself says so.")
    content: str = Field(description="HTML.")
    signed_pdf: File | None
    signers: list[SignerRef]
    attachments: list[File]
    relations: list[RelatedAct] = Field(description="Only published acts.")
    minutes: list[MinutesRef] = Field(description="Of the meetings at which it was taken.")


class DecisionItem(ActItem):
    type: Literal["decision"]
    kind: Literal["normative", "individual", "budget", "property", "personnel", "other"]


class RegulationItem(ActItem):
    type: Literal["regulation"]


class MinutesItem(Item):
    type: Literal["minutes"]
    meeting: str
    body: BodyRef
    content: str = Field(description="HTML.")
    pdf: File | None
    acts: list[ActRef] = Field(description="The published acts that were taken at the meeting.")


class NewsItem(Item):
    type: Literal["news"]
    kind: Literal[
        "news",
        "press_release",
        "reaction",
        "clarification",
        "speech",
        "statement",
        "interview",
        "shared",
    ]
    content: str = Field(description="HTML.")
    image: Image | None
    speaker: str = Field(description="Who speaks, in a speech, statement or interview.")
    occasion: str = Field(description="The occasion, or the medium.")
    source_name: str
    source_url: str


class Results(Schema):
    """What came of a call or a vacancy."""

    date: datetime.date = Field(description="The day on which they were announced.")
    content: str = Field(description="HTML.")
    files: list[File]


class NoticeItem(Item):
    type: Literal["notice"]
    kind: Literal["notice", "invitation", "public_call", "vacancy"]
    reference: str = Field(description="Its number, or an empty string.")
    body: BodyRef | None
    deadline: datetime.datetime | None = Field(description="Until when people can apply or take part.")
    state: Literal["open", "closed", "results"] | None = Field(description="Null without a deadline.")
    content: str = Field(description="HTML.")
    results: Results | None


class DocumentItem(Item):
    type: Literal["document"]
    kind: Literal["budget_document", "report"]
    period: str = Field(description="What it is about: a year, or a span of time in words.")
    body: BodyRef | None
    content: str = Field(description="HTML.")
    pdf: File | None
