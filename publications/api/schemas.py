"""The items of this package in the content API."""

from __future__ import annotations

from typing import Literal

from ninja import Field

from cms_pages.api.schemas import BodyRef, File, Image, Item


class DecisionItem(Item):
    type: Literal["decision"]
    number: str
    body: BodyRef
    kind: Literal["normative", "individual", "budget", "property", "personnel", "other"]
    legal_basis: str
    content: str = Field(description="HTML.")
    signed_pdf: File | None
    attachments: list[File]


class MinutesItem(Item):
    type: Literal["minutes"]
    meeting: str
    body: BodyRef
    content: str = Field(description="HTML.")
    pdf: File | None


class NewsItem(Item):
    type: Literal["news"]
    kind: Literal[
        "news",
        "press_release",
        "reaction",
        "clarification",
        "shared",
        "notice",
        "invitation",
        "public_call",
        "vacancy",
    ]
    content: str = Field(description="HTML.")
    image: Image | None
    source_name: str
    source_url: str
