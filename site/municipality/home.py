"""What the home page answers: what is new, what was decided, what can I take part in."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.db.models import Q
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.models import Site

from cms_pages.listing import kind_labels
from cms_pages.publishing.models import PublishedItem, PublishedItemQuerySet
from cms_pages.selectors import LISTED, LogMoment, live_items
from municipality.pictures import CARD
from municipality.selectors import Link
from publications.events.calendar import Event, upcoming
from publications.models import EventKind, NewsPage, NoticeKind, NoticeState

if TYPE_CHECKING:
    from wagtail.images.models import AbstractImage

#: notices that ask citizens for something
TAKE_PART = (NoticeKind.INVITATION, NoticeKind.PUBLIC_CALL, NoticeKind.VACANCY)
TAKE_PART_LENGTH = 3
#: events that are for everybody, and how many days before they are shown
FOR_ALL = (EventKind.SESSION, EventKind.PUBLIC_MEETING)
SHOWN_BEFORE = 30
#: what has no deadline is over some time after it was issued
INVITES_FOR = datetime.timedelta(days=60)


@dataclass(frozen=True)
class NewsCard:
    item: PublishedItem
    image: AbstractImage | None


@dataclass(frozen=True)
class Home:
    """The newest of each, newest first; of what one can take part in, what closes first. A section is the one in which
    the first of a list is: there are more.
    """

    news: list[NewsCard]
    take_part: Sequence[PublishedItem]
    events: list[Event]
    calendar: PublishedItem | None
    take_part_links: list[Link]
    decisions: Sequence[PublishedItem]
    minutes: Sequence[PublishedItem]
    news_section: PublishedItem | None
    decisions_section: PublishedItem | None
    minutes_section: PublishedItem | None


@dataclass(frozen=True)
class _Newest:
    """What of the home page follows from the log alone, and not from what time it is."""

    news: tuple[PublishedItem, ...]
    decisions: tuple[PublishedItem, ...]
    minutes: tuple[PublishedItem, ...]
    calendar: PublishedItem | None


def home(site: Site, language: str) -> Home:
    moment = LogMoment.now()
    newest = _newest(moment, site, language)
    take_part = _take_part(live_items(site, language).filter(type="notice", kind__in=TAKE_PART))
    events = upcoming(site, language, FOR_ALL, SHOWN_BEFORE, TAKE_PART_LENGTH)
    lists: tuple[Sequence[PublishedItem], ...] = (newest.news, take_part, newest.decisions, newest.minutes)
    sections = _sections(moment, site, frozenset(each[0].parent_page_id for each in lists if each))
    news_section, take_part_section, decisions_section, minutes_section = (
        sections.get(each[0].parent_page_id) if each else None for each in lists
    )
    return Home(
        news=_cards(newest.news),
        take_part=take_part,
        events=events,
        calendar=newest.calendar if events else None,
        take_part_links=_links(take_part_section, take_part),
        decisions=newest.decisions,
        minutes=newest.minutes,
        news_section=news_section,
        decisions_section=decisions_section,
        minutes_section=minutes_section,
    )


@lru_cache(maxsize=64)
def _newest(moment: LogMoment, site: Site, language: str) -> _Newest:
    items = live_items(site, language)
    return _Newest(
        news=tuple(items.filter(Q(type="news") | Q(type="notice", kind=NoticeKind.NOTICE))[:4]),
        # So many that the two columns end at about the same height: minutes have the narrower one.
        decisions=tuple(items.filter(type="decision")[:5]),
        minutes=tuple(items.filter(type="minutes")[:4]),
        calendar=items.filter(type="calendar").first(),
    )


def _take_part(asking: PublishedItemQuerySet) -> list[PublishedItem]:
    """What is open, the first to close first; then recent invitations without a deadline. Never what has closed."""
    # By the time too: what closed a moment ago may not have been projected yet.
    is_open = asking.filter(item_state=NoticeState.OPEN, changes_at__gt=timezone.now())
    found = list(is_open.order_by("changes_at", "-id")[:TAKE_PART_LENGTH])
    recent = asking.filter(item_state="", date__gte=timezone.localdate() - INVITES_FOR)
    return [*found, *recent[: TAKE_PART_LENGTH - len(found)]]


@lru_cache(maxsize=64)
def _sections(moment: LogMoment, site: Site, page_ids: frozenset[int | None]) -> dict[int | None, PublishedItem]:
    ids = [page_id for page_id in page_ids if page_id is not None]
    sections = PublishedItem.objects.live().on_site(site).filter(page_id__in=ids, type="section")
    return {section.page_id: section for section in sections.only(*LISTED)}


def _links(section: PublishedItem | None, items: Sequence[PublishedItem]) -> list[Link]:
    """To all of each kind that is shown."""
    if section is None:
        return []
    labels = kind_labels()
    kinds = dict.fromkeys(item.kind for item in items)
    return [Link(labels.get(kind, kind), f"{section.url}?{urlencode({'kind': kind})}") for kind in kinds]


def _cards(news: Sequence[PublishedItem]) -> list[NewsCard]:
    pages = NewsPage.objects.filter(pk__in=[item.page_id for item in news]).exclude(image=None)
    chosen = dict(pages.values_list("pk", "image_id"))
    images = get_image_model().objects.filter(pk__in=chosen.values()).prefetch_renditions(*CARD)
    by_pk = {image.pk: image for image in images}
    return [NewsCard(item, by_pk.get(chosen.get(item.page_id))) for item in news]
