"""Reads of the publication log, for the pages of a site."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.db.models import Count, OuterRef, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Page, Site, get_page_models
from wagtail.query import PageQuerySet

from cms_pages.models import Body
from cms_pages.publishing.models import LogMark, LogState, PublishedItem, PublishedItemQuerySet
from cms_pages.registry import publication_type_of, publication_types

#: the log's columns that have another name than the filter by them
COLUMNS = {"state": "item_state"}
#: what a list shows of an item: not its texts and payload, which can be long
LISTED = (
    "item_id",
    "translation_key",
    "locale",
    "page_id",
    "parent_page_id",
    "type",
    "kind",
    "item_state",
    "changes_at",
    "body",
    "body_name",
    "identifier",
    "machine_translated",
    "date",
    "translation",
    "published_at",
    "changed_at",
    "url",
    "title",
    "summary",
)


@dataclass(frozen=True)
class Elsewhere:
    """A section in another language, and how many of its publications are not in this one."""

    locale: str
    url: str
    count: int


@dataclass(frozen=True)
class LogMoment:
    """A state of the log. What follows from the log alone stays the same while this does, so it is worked out once."""

    epoch: UUID
    sequence: int
    token: str
    #: how many items' time is over, although nobody has got to burying them
    ended: int

    @classmethod
    def now(cls) -> LogMoment:
        token = LogMark.objects.filter(sequence=OuterRef("sequence")).values("token")
        log = LogState.objects.filter(pk=1).annotate(token=Subquery(token))
        row = log.values_list("epoch", "sequence", "token", "next_change").first()
        if row is None:  # nothing was ever published
            LogState.current()
            return cls.now()
        epoch, sequence, token_now, next_change = row
        now, ended = timezone.now(), 0
        if next_change is not None and next_change <= now:
            ended = PublishedItem.objects.live().filter(expires_at__lte=now).count()
        return cls(epoch, sequence, token_now or "", ended)


def structure() -> frozenset[str]:
    """The types that give a site its shape; all others are publications."""
    return frozenset(known.name for known in publication_types if known.is_structure)


def publication_type_names() -> list[str]:
    return [name for name in publication_types.names() if name not in structure()]


def pages_of_structure() -> PageQuerySet:
    """The pages that are no publications. There are few of them, and an index by type finds them among all."""
    models = (model for model in get_page_models() if model is not Page)
    known = [(model, publication_type_of(model)) for model in models]
    pages: PageQuerySet = Page.objects.exact_type(
        *(model for model, of_type in known if of_type is None or of_type.is_structure)
    )
    return pages


def live_items(site: Site, locale: str) -> PublishedItemQuerySet:
    """The live items of a site in one language, newest first, without their long texts."""
    return PublishedItem.objects.live().on_site(site).filter(locale=locale).only(*LISTED).order_by("-date", "-id")


def item_at(site: Site | None, item_type: str, item_id: str) -> PublishedItem:
    """The live item of a site whose id is in an address. Raises Http404."""
    # PostgreSQL cannot be asked for what has NUL.
    if site is None or "\x00" in item_id:
        raise Http404
    return get_object_or_404(PublishedItem.objects.live().on_site(site), type=item_type, item_id=item_id)


def latest_items(site: Site, locale: str, types: Iterable[str], count: int) -> list[PublishedItem]:
    """The newest of some types. What is dated ahead, such as an event, is not new yet."""
    dated = live_items(site, locale).filter(date__lte=timezone.localdate())
    return list(dated.filter(type__in=list(types))[:count])


def body_names(site: Site, locale: str) -> dict[str, str]:
    """The bodies that have published something on a site, by key, as ``Body.label`` calls them in a language."""
    moment = LogMoment.now()
    labels = body_labels(moment, locale)
    return {key: labels.get(key, key) for key in _bodies_of(moment, site.pk)}


@lru_cache(maxsize=64)
def _bodies_of(moment: LogMoment, site_id: int) -> tuple[str, ...]:
    live = PublishedItem.objects.live().unexpired().filter(site_id=site_id).exclude(body="")
    return tuple(live.order_by().values_list("body", flat=True).distinct())


@lru_cache(maxsize=64)
def body_labels(moment: LogMoment, locale: str) -> Mapping[str, str]:
    """What to call each body in a language, or in its own where it has no name there.

    What changes a label changes items, and so the log.
    """
    bodies = list(Body.objects.select_related("locale").prefetch_related("former_names"))
    by_pk = {body.pk: body for body in bodies}
    versions: dict[UUID, list[Body]] = {}
    for body in bodies:
        versions.setdefault(body.translation_key, []).append(body)
    labels: dict[str, str] = {}
    with override(locale):
        for body in bodies:
            body.know_translations(versions[body.translation_key])
            if body.successor_id is not None:
                body.successor = by_pk[body.successor_id]
                body.successor.know_translations(versions[body.successor.translation_key])
            if body.key not in labels or body.locale.language_code == locale:
                labels[body.key] = body.label()
    return labels


def only_in_other_languages(section: Page, site: Site, moment: LogMoment) -> tuple[Elsewhere, ...]:
    """The other languages of a section, where it has publications that are not in ``section``'s language."""
    return _elsewhere(moment, site.pk, section.translation_key, section.locale.language_code)


@lru_cache(maxsize=256)
def _elsewhere(moment: LogMoment, site_id: int, section: UUID, code: str) -> tuple[Elsewhere, ...]:
    live = PublishedItem.objects.live().unexpired().filter(site_id=site_id)
    others = live.only(*LISTED).filter(translation_key=section, type="section").exclude(locale=code)
    sections = {item.page_id: item for item in others}
    here = live.filter(locale=code).values("translation_key")
    below = live.filter(parent_page_id__in=list(sections)).exclude(type__in=structure())
    # Not NOT EXISTS: SQLite would look through the whole language for each row.
    rows = below.exclude(translation_key__in=here).order_by().values_list("parent_page_id").annotate(count=Count("*"))
    counts = {page_id: count for page_id, count in rows if page_id is not None}
    return tuple(Elsewhere(item.locale, item.url, counts[pk]) for pk, item in sections.items() if pk in counts)


def pages_below(section: Page, site: Site, moment: LogMoment) -> list[PublishedItem]:
    """The live sections and standard pages directly below a page, in the order in which editors put them."""
    items = {item.page_id: item for item in _items_below(moment, site.pk, section.pk)}
    # The log does not know of their order.
    return [items[pk] for pk in Page.objects.filter(pk__in=items).order_by("path").values_list("pk", flat=True)]


@lru_cache(maxsize=256)
def _items_below(moment: LogMoment, site_id: int, section_id: int) -> tuple[PublishedItem, ...]:
    live = PublishedItem.objects.live().unexpired().filter(site_id=site_id)
    return tuple(live.only(*LISTED).filter(parent_page_id=section_id, type__in=structure()))
