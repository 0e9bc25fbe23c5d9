"""What stands on a poster."""

from __future__ import annotations

import datetime
import hashlib
import json
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import override

if TYPE_CHECKING:
    from cms_pages.publishing.models import PublishedItem
    from municipality.paper import Letterhead
    from publications.models import NoticePage


@dataclass(frozen=True)
class PosterFacts:
    """A notice as it is put on paper. ``content`` and ``results`` are HTML; ``url`` is where its QR code leads."""

    locale: str
    url: str
    kind: str
    title: str
    summary: str
    reference: str
    body: str
    date: datetime.date
    deadline: datetime.datetime | None
    place: str
    starts_at: datetime.datetime | None
    content: str
    results_date: datetime.date | None
    results: str
    is_draft: bool = False


def facts_of_item(item: PublishedItem) -> PosterFacts:
    """Of what is published: its payload in the log, which is what the public may know."""
    return _facts(json.loads(item.payload))


def facts_of_draft(page: NoticePage) -> PosterFacts:
    """Of a page as its editors have it now."""
    with override(page.locale.language_code):
        own = {"title": page.title, "summary": page.summary, "url": page.full_url or "", "date": page.date}
        fields = json.loads(json.dumps({**page.item_fields(), **own}, default=_text))
    return _facts({**fields, "locale": page.locale.language_code}, is_draft=True)


def digest_of(facts: PosterFacts, letterhead: Letterhead) -> str:
    """Names all that a poster depends on."""
    return hashlib.sha256(repr((astuple(facts), astuple(letterhead))).encode()).hexdigest()


def _facts(payload: dict[str, Any], *, is_draft: bool = False) -> PosterFacts:
    results = payload["results"] or {}
    return PosterFacts(
        locale=payload["locale"],
        url=payload["url"],
        kind=payload["kind"],
        title=payload["title"],
        summary=payload["summary"],
        reference=payload["reference"],
        body=payload["body"]["name"] if payload["body"] else "",
        date=datetime.date.fromisoformat(payload["date"]),
        deadline=_moment(payload["deadline"]),
        place=payload["place"],
        starts_at=_moment(payload["starts_at"]),
        content=payload["content"],
        results_date=datetime.date.fromisoformat(results["date"]) if results else None,
        results=results.get("content", ""),
        is_draft=is_draft,
    )


def _moment(text: str | None) -> datetime.datetime | None:
    return datetime.datetime.fromisoformat(text) if text else None


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime.date) else str(value)
