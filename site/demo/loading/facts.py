"""The fields of a page that are the same in every language, with the files they refer to."""

from __future__ import annotations

import datetime
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Locale

from cms_pages.models import Body
from demo.acts import Decision, Minutes, NumberedAct, Regulation
from demo.content import Album, Content, Document, News, Notice, Recording
from demo.events import Event
from demo.items import Item
from demo.loading.files import Files
from demo.loading.keys import key_of
from demo.loading.tenders import tender_fields
from demo.pdf import act_pdf, albanian_date, attachment_pdf, document_pdf, minutes_pdf
from demo.procurement import Tender
from publications.models import Act, ActAttachment, ActRelation, AlbumPicture, EventPage, Licence, MinutesAct


def fact_fields(item: Item | None, content: Content, files: Files, locale: Locale) -> dict[str, Any]:
    """The facts of an item's page, by field name, saved files included. ``locale`` is that of the original."""
    if isinstance(item, Regulation):
        return _act_fields(item, content, files, locale)
    if isinstance(item, Decision):
        return {
            **_act_fields(item, content, files, locale),
            "kind": item.kind,
            "attachments": [
                ActAttachment(
                    locale=locale,
                    document=files.document(
                        attachment.title,
                        f"{item.slug}-shtojca-{position + 1}.pdf",
                        partial(attachment_pdf, item, position, content),
                    ),
                )
                for position, attachment in enumerate(item.attachments)
            ],
        }
    if isinstance(item, Minutes):
        pdf = files.document(item.title.sq, f"{item.slug}.pdf", partial(minutes_pdf, item, content))
        acts = [MinutesAct(act=act) for slug in item.decisions if (act := _act(slug))]
        return {"date": item.date, "body": _body(item.body, locale), "pdf": pdf, "acts": acts}
    if isinstance(item, News):
        return {
            "date": item.date,
            "kind": item.kind,
            "image": files.image(item.image) if item.image else None,
            "event": _event(item.event, locale) if item.event else None,
            "source_url": str(item.source_url or ""),
        }
    if isinstance(item, Notice):
        return {
            "date": item.date,
            "kind": item.kind,
            "reference": item.reference,
            "body": _body(item.body, locale) if item.body else None,
            "deadline": item.deadline and timezone.make_aware(item.deadline),
            "starts_at": item.starts_at and timezone.make_aware(item.starts_at),
            "ends_at": item.ends_at and timezone.make_aware(item.ends_at),
            "results_date": item.results_date,
        }
    if isinstance(item, Event):
        return {
            "kind": item.kind,
            "starts_at": _moment(item.date, item.start),
            "ends_at": _moment(item.date, item.end) if item.end else None,
            "body": _body(item.body, locale),
            "open_to_press": item.open_to_press,
            "cancelled": item.cancelled,
        }
    if isinstance(item, Album | Recording):
        return _archived_fields(item, content, files, locale)
    if isinstance(item, Document):
        pdf = files.document(item.title.sq, f"{item.slug}.pdf", partial(document_pdf, item, content))
        return {"date": item.date, "kind": item.kind, "body": _body(item.body, locale), "pdf": pdf}
    if isinstance(item, Tender):
        return tender_fields(item, content, files, locale)
    return {}


def _archived_fields(item: Album | Recording, content: Content, files: Files, locale: Locale) -> dict[str, Any]:
    shared = {"date": item.date, "body": _body(item.body, locale), "credit": item.credit, "licence": Licence.CC_BY}
    if isinstance(item, Recording):
        return {**shared, "recording": files.recording(item), "poster": files.image(item.poster)}
    event = _event(item.event, locale) if item.event else None
    return {**shared, "event": event, "pictures": album_pictures(item, content, files, locale)}


def album_pictures(item: Album, content: Content, files: Files, locale: Locale) -> list[AlbumPicture]:
    """The pictures of an album with their texts in a language."""
    code = locale.language_code
    return [
        AlbumPicture(
            locale=locale,
            translation_key=key_of(f"albums/{item.slug}/{picture.image}"),
            image=files.image(picture.image),
            alt=content.image_texts[picture.image].get(code) or "",
            caption=picture.caption.get(code) or "",
        )
        for picture in item.pictures
    ]


def act_document(item: NumberedAct, content: Content, files: Files, copy: str = "") -> Any:
    """The signed copy of an act; ``copy`` sets another one apart from it."""
    name = "Rregullore" if isinstance(item, Regulation) else "Vendim"
    return files.document(
        f"{name} nr. {item.number}, {albanian_date(item.date)}{copy and f' ({copy})'}",
        f"{item.slug}{copy and '-' + slugify(copy)}.pdf",
        partial(act_pdf, item, content),
    )


def _signed_copy(item: NumberedAct, content: Content, files: Files) -> Any:
    """With which it was first published: a file that was corrected later had another number."""
    if item.corrected is None:
        return act_document(item, content, files)
    return act_document(item.model_copy(update={"number": item.corrected.number}), content, files, "kopja e parë")


def _act_fields(item: NumberedAct, content: Content, files: Files, locale: Locale) -> dict[str, Any]:
    return {
        "number": item.number,
        "date": item.date,
        "body": _body(item.body, locale),
        "signed_pdf": _signed_copy(item, content, files),
        "relations": [
            ActRelation(kind=relation.kind, act=act) for relation in item.relations if (act := _act(relation.act))
        ],
    }


def _body(key: str, locale: Locale) -> Body:
    body: Body = Body.objects.get(key=key, locale=locale)
    return body


def _event(slug: str, locale: Locale) -> EventPage | None:
    """The page of an event that was loaded before; None where somebody has removed it since."""
    events: QuerySet[EventPage] = EventPage.objects.filter(translation_key=key_of(f"calendar/{slug}"), locale=locale)
    return events.first()


def _moment(date: datetime.date, time: datetime.time) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(date, time))


def _act(slug: str) -> Act | None:
    """The register's row of an act that was loaded before; None where somebody has removed it since."""
    keys = [key_of(f"{section}/{slug}") for section in ("decisions", "regulations")]
    return Act.objects.filter(translation_key__in=keys).first()
