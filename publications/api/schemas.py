"""The items of this package in the content API."""

from __future__ import annotations

import datetime
from typing import Literal

from django.utils.translation import gettext_noop as _
from ninja import Field, Schema

from cms_pages.api.schemas import BodyRef, File, Image, Item, SignerRef


class ActRef(Schema):
    """A published act, in the language of the item that names it where it is translated."""

    id: str = Field(description=_("The `id` of its item."))
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

    id: str = Field(description=_("The `id` of their item."))
    title: str
    date: datetime.date
    url: str


class EarlierFile(File):
    """A file that the act was published with, until it was replaced."""

    of: Literal["signed_pdf", "attachment"] = Field(description="What the file was.")
    published_at: datetime.datetime = Field(description="Since when it was public.")
    replaced_at: datetime.datetime = Field(description="When another file took its place.")
    reason: str = Field(description="Why it was replaced.")
    reason_locale: str = Field(description="The language in which the reason was written.")


class Change(Schema):
    """One public change of an act."""

    kind: Literal["published", "corrected", "file_replaced", "amended", "revoked", "withdrawn"] = Field(
        description="What was done."
    )
    at: datetime.datetime = Field(description="When it became public.")
    post: str = Field(description="The post of who did it, never a name; empty where nobody did by hand.")
    locale: str = Field(description="The language of the text that was published or corrected; empty for all.")
    fields: list[str] = Field(description="What was corrected or replaced.")
    reason: str = Field(description="Why, where somebody had to say so.")
    reason_locale: str = Field(description="The language in which the reason was written.")
    act: str = Field(description="The `identifier` of the act that amends or revokes it, or an empty string.")


class Revocation(Schema):
    """That an act is revoked by what is no act on the site, such as the judgment of a court."""

    revoked_from: datetime.date = Field(description=_("The first day on which it is in force no more."))
    by: str = Field(description=_("What revokes it, or an empty string."))
    reason: str = Field(description=_("Why."))
    reason_locale: str = Field(description=_("The language in which the reason was written."))


class EventRef(Schema):
    """A published event, in the language of the item that names it where it is translated."""

    id: str = Field(description=_("The `id` of its item."))
    title: str = Field(description=_("The title."))
    date: datetime.date = Field(description=_("Its day."))
    url: str = Field(description=_("The address of its page."))


class NewsRef(EventRef):
    """Published news, in the language of the item that names it where it is translated."""


class MediaRef(EventRef):
    """A published album or recording, in the language of the item that names it where it is translated."""

    type: Literal["album", "recording"] = Field(description=_("Its type."))


class ActItem(Item):
    """What decisions and regulations share."""

    identifier: str = Field(
        description=_("Never changes and is given once only: body, type, year and a running number.")
    )
    eli: str = Field(description=_("The permanent address (European Legislation Identifier)."))
    number: str = Field(description=_("The number, as on the signed copy."))
    state: Literal["not_yet_in_force", "in_force", "amended", "revoked", "expired"] = Field(
        description=_(
            "What it is today, by its dates and by what later acts do to it; an amended act is in force as amended."
        )
    )
    body: BodyRef = Field(description=_("The body that took it."))
    legal_basis: str = Field(description=_("The law and article on which it is based."))
    entry_into_force: datetime.date = Field(description=_("The first day on which it is in force."))
    end_of_validity: datetime.date | None = Field(description=_("The last day, where the act itself says so."))
    content: str = Field(description=_("The text, as HTML."))
    signed_pdf: File | None = Field(description=_("The signed copy."))
    signers: list[SignerRef] = Field(description=_("Who signed it, and in which office."))
    attachments: list[File] = Field(description=_("Files that belong to it."))
    relations: list[RelatedAct] = Field(description=_("What it does to other published acts, and they to it."))
    minutes: list[MinutesRef] = Field(description=_("The minutes of the meetings at which it was taken."))
    revocation: Revocation | None = Field(
        description=_("Since when and why it is revoked, where no published act does it.")
    )
    earlier_files: list[EarlierFile] = Field(
        description=_("Files that were published with it before; the one replaced last comes first.")
    )
    changes: list[Change] = Field(description=_("All its public changes, the newest first; records never change."))


class DecisionItem(ActItem):
    type: Literal["decision"]
    kind: Literal["normative", "individual", "budget", "property", "personnel", "other"] = Field(
        description=_("Which kind of its type.")
    )


class RegulationItem(ActItem):
    type: Literal["regulation"]


class MinutesItem(Item):
    type: Literal["minutes"]
    meeting: str = Field(description=_("Which meeting."))
    body: BodyRef = Field(description=_("The body that met."))
    content: str = Field(description=_("The text, as HTML."))
    pdf: File | None = Field(description=_("The minutes as a file."))
    acts: list[ActRef] = Field(description=_("The published acts that were taken at the meeting."))


class AlbumRef(Schema):
    """A published album, in the language of the item that names it where it is translated."""

    id: str = Field(description=_("The `id` of its item."))
    title: str = Field(description=_("The title."))
    url: str = Field(description=_("The address of its page."))


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
    ] = Field(description=_("Which kind of its type."))
    content: str = Field(description=_("The text, as HTML."))
    image: Image | None = Field(description=_("The picture above the text."))
    album: AlbumRef | None = Field(description=_("An album of pictures of the same event."))
    speaker: str = Field(description=_("Who speaks, in a speech, statement or interview."))
    occasion: str = Field(description=_("The occasion, or the medium."))
    event: EventRef | None = Field(description=_("The published event that it tells of."))
    source_name: str = Field(description=_("Who published it first, where it is shared."))
    source_url: str = Field(description=_("The address there."))


class EventItem(Item):
    type: Literal["event"]
    kind: Literal[
        "meeting",
        "session",
        "visit",
        "public_meeting",
        "press_conference",
        "ceremony",
        "other_event",
    ] = Field(description=_("Which kind of its type."))
    starts_at: datetime.datetime = Field(description=_("When it begins; `date` is that day in Kosovo."))
    ends_at: datetime.datetime | None = Field(description=_("When it ends; null where nobody has said."))
    state: Literal["upcoming", "past", "cancelled"] = Field(
        description=_("An event is past at its end, or where none is given, at the end of its day.")
    )
    body: BodyRef | None = Field(description=_("The body whose event it is."))
    open_to_press: bool = Field(description=_("Whether media may come without being invited."))
    place: str = Field(description=_("Where it takes place, or an empty string."))
    people: list[str] = Field(description=_("Who takes part: name and office."))
    content: str = Field(description=_("The text, as HTML."))
    news: list[NewsRef] = Field(description=_("Published news that tell of it, the newest first."))
    media: list[MediaRef] = Field(description=_("Published albums and recordings of it, the newest first."))


class CalendarItem(Item):
    type: Literal["calendar"]
    content: str = Field(description=_("The text, as HTML."))


class Results(Schema):
    """What came of a call or a vacancy."""

    date: datetime.date = Field(description=_("The day on which they were announced."))
    content: str = Field(description=_("The text, as HTML."))
    files: list[File] = Field(description=_("Files that belong to it."))


class NoticeItem(Item):
    type: Literal["notice"]
    kind: Literal["notice", "invitation", "public_call", "vacancy"] = Field(description=_("Which kind of its type."))
    reference: str = Field(description=_("Its number, or an empty string."))
    body: BodyRef | None = Field(description=_("The body that issued it."))
    deadline: datetime.datetime | None = Field(description=_("Until when people can apply or take part."))
    state: Literal["open", "closed", "results"] | None = Field(
        description=_("What time has made of it; null without a deadline.")
    )
    place: str = Field(description=_("Where the work is, or where people come together; or an empty string."))
    starts_at: datetime.datetime | None = Field(description=_("When what people are invited to begins."))
    ends_at: datetime.datetime | None = Field(description=_("When it ends."))
    content: str = Field(description=_("The text, as HTML."))
    results: Results | None = Field(description=_("What came of it, once that is announced."))


class OriginalPicture(Schema):
    """A picture as it was uploaded."""

    url: str = Field(description=_("Where to download it."))
    filename: str = Field(description=_("Its name as a file."))
    media_type: str = Field(description=_("Its format: the media type, for example application/pdf."))
    size: int = Field(description=_("Its size in bytes."))
    width: int = Field(description=_("Its width in pixels."))
    height: int = Field(description=_("Its height in pixels."))


class AlbumPicture(Schema):
    """A picture of an album."""

    id: int = Field(description=_("Its number, the same in all albums and languages."))
    url: str = Field(description=_("The picture as a JPEG, at most 1600 pixels wide and high."))
    thumbnail: str = Field(description=_("The same, at most 640 pixels wide and high."))
    original: OriginalPicture = Field(description=_("The picture as it was uploaded."))
    alt: str = Field(description=_("What can be seen, for who cannot see it."))
    caption: str = Field(description=_("The caption, or an empty string."))
    credit: str = Field(description=_("Who took it: to be named wherever it is shown."))
    date: datetime.date = Field(description=_("The day on which it was taken."))
    place: str = Field(description=_("Where it was taken, or an empty string."))


class LicenceRef(Schema):
    """What others may do with something."""

    id: str = Field(description=_("Its SPDX identifier; `press` is free for news reports, with the credit."))
    name: str = Field(description=_("Its name."))
    url: str = Field(description=_("Where it can be read, or an empty string."))


class AlbumItem(Item):
    type: Literal["album"]
    place: str = Field(description=_("Where it was, or an empty string."))
    body: BodyRef | None = Field(description=_("The body whose activity it was."))
    licence: LicenceRef = Field(description=_("What others may do with the pictures."))
    event: EventRef | None = Field(description=_("The published event that it is of."))
    press_kit: str = Field(description=_("A ZIP archive of all pictures, with their captions and credits."))
    pictures: list[AlbumPicture] = Field(description=_("The pictures, in their order."))
    content: str = Field(description=_("The text, as HTML."))


class Subtitles(Schema):
    """Subtitles of a recording."""

    language: str = Field(description=_("The code of their language."))
    file: File = Field(description=_("The subtitles as WebVTT."))


class RecordingItem(Item):
    type: Literal["recording"]
    kind: Literal["video", "audio"] = Field(description=_("Which kind of its type."))
    place: str = Field(description=_("Where it was, or an empty string."))
    body: BodyRef | None = Field(description=_("The body whose activity it was."))
    credit: str = Field(description=_("Who made it: to be named wherever it is shown."))
    licence: LicenceRef = Field(description=_("What others may do with it."))
    event: EventRef | None = Field(description=_("The published event that it is of."))
    file: File | None = Field(description=_("The recording; null while it is not given out."))
    duration: int | None = Field(description=_("How long it is, in seconds, where that is known."))
    poster: Image | None = Field(description=_("The picture shown before it plays."))
    subtitles: list[Subtitles] = Field(description=_("Its subtitles, those in the language of the item first."))
    transcript: str = Field(description=_("All that is said in it, as plain text."))
    content: str = Field(description=_("The text, as HTML."))


class DocumentItem(Item):
    type: Literal["document"]
    kind: Literal["budget_document", "report"] = Field(description=_("Which kind of its type."))
    period: str = Field(description=_("What it is about: a year, or a span of time in words."))
    body: BodyRef | None = Field(description=_("The body that issued it."))
    content: str = Field(description=_("The text, as HTML."))
    pdf: File | None = Field(description=_("The document as a file."))
