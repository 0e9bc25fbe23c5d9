"""What each demo page consists of, before there is one: the list that is loaded."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.text import slugify
from wagtail.coreutils import string_to_ascii

from cms_pages.models import HomePage, PublishablePage, SectionIndexPage, StandardPage
from demo.acts import Decision, Minutes, Regulation
from demo.content import Album, Content, Document, ImageName, News, Notice, Recording
from demo.events import Event
from demo.items import Item
from demo.loading.blocks import image_block, stored_blocks
from demo.loading.tenders import child_texts
from demo.procurement import Tender
from demo.texts import SOURCE_LOCALE, Completeness, Localized, LocalizedBody, combine
from publications.models import (
    AlbumPage,
    CalendarPage,
    DecisionPage,
    DocumentPage,
    EventPage,
    MinutesPage,
    NewsPage,
    NoticePage,
    RecordingPage,
    RegulationPage,
    TenderPage,
)

Texts = Mapping[str, Localized[str]]
AnyItem = Album | Recording | Decision | Regulation | Minutes | News | Notice | Document | Tender | Event
#: the images on top of pages of text, by the page's key
PAGE_IMAGES: dict[str, ImageName] = {"about": "town_hall"}


def _no_rows(locale: str) -> dict[str, list[Any]]:
    return {}


@dataclass(frozen=True)
class PageSpec:
    """A page in all its languages.

    ``name`` names it for ever, and ``parent`` is the name of the page above it, empty for the home page. ``texts`` are
    its translatable fields by name. ``slugs`` are its slugs by language, where they do not follow from the title or
    ``name``. ``origin`` is the item of the content it is made of, where it is one.
    """

    name: str
    model: type[PublishablePage]
    parent: str
    published_at: datetime.datetime
    texts: Texts
    slugs: Localized[str] | None = None
    body: LocalizedBody | None = None
    results: LocalizedBody | None = None
    image: tuple[ImageName, Localized[str]] | None = None
    origin: Item | None = None
    fixed: Mapping[str, Any] = field(default_factory=dict)
    #: the rows of its tables with their texts in a language, where it has such
    child_texts: Callable[[str], dict[str, list[Any]]] = _no_rows

    def completeness(self, locale: str) -> Completeness:
        """How far the page is translated to a language."""
        states = [text.completeness(locale) for text in self.texts.values()]
        return combine(states + [text.completeness(locale) for text in (self.body, self.results) if text])

    def text_fields(self, locale: str, documents: Mapping[str, int], image: int | None) -> dict[str, Any]:
        """The translatable fields in a language; those not translated are left out.

        ``documents`` are the primary keys of the attachments by title, ``image`` is that of the image on top.
        """
        fields: dict[str, Any] = {name: value for name, text in self.texts.items() if (value := text.get(locale))}
        blocks = stored_blocks(self.name, (self.body and self.body.get(locale)) or [], documents)
        if self.image and (alt_text := self.image[1].get(locale)):
            blocks.insert(0, image_block(self.name, image, alt_text))
        if self.results:
            results = stored_blocks(f"{self.name}/results", self.results.get(locale) or [], documents)
            fields["results"] = json.dumps(results)
        slug = self._slug(locale)
        return {**fields, **({"slug": slug} if slug else {}), "content": json.dumps(blocks)}

    def _slug(self, locale: str) -> str:
        if self.slugs is not None:
            return self.slugs.get(locale) or ""
        if locale == SOURCE_LOCALE and self.origin is not None:
            return self.origin.slug
        slug: str = slugify(string_to_ascii(self.texts["title"].get(locale) or ""))
        return slug


def page_specs(content: Content) -> Iterator[PageSpec]:
    """All pages of the demo: parents before their children, items in the order in which they were published."""
    items: list[AnyItem] = [
        *content.decisions,
        *content.regulations,
        *content.minutes,
        *content.news,
        *content.notices,
        *content.documents,
        *content.tenders,
        *content.events,
        *content.albums,
        *content.recordings,
    ]
    # Minutes name what was decided on their day, and news and albums the event that they are of.
    items.sort(key=lambda item: (item.date, isinstance(item, Minutes | News | Album), item.slug))
    yield from _site_pages(content, _at_ten(items[0].date))
    yield from (_item_page(item, content) for item in items)


def _site_pages(content: Content, published_at: datetime.datetime) -> Iterator[PageSpec]:
    pages = content.pages
    yield PageSpec(
        name="home",
        model=HomePage,
        parent="",
        published_at=published_at,
        texts={
            "title": pages.home.title,
            "summary": pages.home.intro,
            "search_description": pages.municipality.tagline,
        },
    )
    for section in pages.sections:
        yield PageSpec(
            name=section.key,
            model=CalendarPage if section.key == "calendar" else SectionIndexPage,
            parent="home",
            published_at=published_at,
            texts={"title": section.title, "summary": section.intro},
            slugs=section.slug,
            fixed={"show_in_menus": True},
        )
    for page in pages.pages:
        yield PageSpec(
            name=f"{page.section}/{page.key}",
            model=StandardPage,
            parent=page.section,
            published_at=published_at,
            texts={"title": page.title, "summary": page.intro},
            slugs=page.slug,
            body=page.text,
            image=(name, content.image_texts[name]) if (name := PAGE_IMAGES.get(page.key)) else None,
        )


def _item_page(item: AnyItem, content: Content) -> PageSpec:
    texts = {"title": item.title, "summary": item.summary}
    model: type[PublishablePage]
    if isinstance(item, Decision):
        section, model = "decisions", DecisionPage
        texts["legal_basis"] = item.legal_basis
    elif isinstance(item, Regulation):
        section, model = "regulations", RegulationPage
        texts["legal_basis"] = item.legal_basis
    elif isinstance(item, Minutes):
        section, model = "minutes", MinutesPage
        texts["meeting"] = item.meeting
    elif isinstance(item, Notice):
        section, model = "news", NoticePage
        texts |= {"place": item.place} if item.place else {}
    elif isinstance(item, Event):
        section, model = "calendar", EventPage
        texts |= {"place": item.place, **({"people": item.people} if item.people else {})}
    elif isinstance(item, Album | Recording):
        section, model = "albums", RecordingPage if isinstance(item, Recording) else AlbumPage
        texts |= {"place": item.place, **({"transcript": item.transcript} if isinstance(item, Recording) else {})}
    elif isinstance(item, Document):
        section, model = "documents", DocumentPage
        texts["period"] = item.period
    elif isinstance(item, Tender):
        section, model = "tenders", TenderPage
    else:
        section, model = "news", NewsPage
        if item.image:
            texts["image_alt"] = content.image_texts[item.image]
        own = {"speaker": item.speaker, "occasion": item.occasion, "source_name": item.source_name}
        texts |= {name: text for name, text in own.items() if text}
    return PageSpec(
        name=f"{section}/{item.slug}",
        model=model,
        parent=section,
        published_at=_at_ten(_announced(item)),
        texts=texts,
        body=item.text,
        results=item.results if isinstance(item, Notice) else None,
        origin=item,
        child_texts=partial(child_texts, item) if isinstance(item, Tender) else _no_rows,
    )


def _announced(item: AnyItem) -> datetime.date:
    """Events are announced a week ahead, and not later than now."""
    week = datetime.timedelta(days=7)
    return min(item.date - week, timezone.localdate() - week) if isinstance(item, Event) else item.date


def _at_ten(date: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(date, datetime.time(10)))
