"""What there is: a dataset for each type, and its files."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils import timezone
from wagtail.coreutils import get_content_languages
from wagtail.models import Site

from cms_pages.open_data.columns import Column, columns_of
from cms_pages.publishing.models import PublishedItem, State
from cms_pages.registry import publication_types
from cms_pages.selectors import LogMoment, publication_type_names

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: the media types, by the end of a file's name. Sources: RFC 7111 and https://jsonlines.org/
FORMATS = {"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl; charset=utf-8"}


@dataclass(frozen=True)
class DataFile:
    """All items of a type in one language, in one format. ``path`` never changes."""

    type: str
    locale: str
    extension: str

    @property
    def path(self) -> str:
        return reverse("data-file", args=[self.type, self.locale, self.extension])


@dataclass(frozen=True)
class Edition:
    """A dataset in one language. ``modified`` is when something was last published in it, changed or withdrawn; None
    where nothing ever was.
    """

    locale: str
    items: int
    modified: datetime.datetime | None
    files: tuple[DataFile, ...]


@dataclass(frozen=True)
class Dataset:
    """All that a site has of one type; ``editions`` are by language, in the order of the settings."""

    name: str
    label: StrOrPromise
    editions: tuple[Edition, ...]

    @property
    def items(self) -> int:
        return sum(edition.items for edition in self.editions)

    @property
    def modified(self) -> datetime.datetime | None:
        return max((edition.modified for edition in self.editions if edition.modified), default=None)

    @property
    def columns(self) -> tuple[Column, ...]:
        known = publication_types.get(self.name)
        return columns_of(known.schema) if known is not None else ()


def datasets(site: Site) -> list[Dataset]:
    """A dataset for each type of publication that is installed, also where nothing is published yet."""
    counted = _counted(LogMoment.now(), site.pk)
    return [
        Dataset(
            known.name,
            known.label_plural,
            tuple(_edition(known.name, locale, counted) for locale in get_content_languages()),
        )
        for known in publication_types
        if known.name in publication_type_names()
    ]


def data_file(type_name: str, locale: str, extension: str) -> DataFile | None:
    """The file of that name, None where there is none."""
    if type_name in publication_type_names() and locale in get_content_languages() and extension in FORMATS:
        return DataFile(type_name, locale, extension)
    return None


def _edition(
    type_name: str, locale: str, counted: dict[tuple[str, str], tuple[int, datetime.datetime | None]]
) -> Edition:
    items, modified = counted.get((type_name, locale), (0, None))
    return Edition(locale, items, modified, tuple(DataFile(type_name, locale, each) for each in FORMATS))


@lru_cache(maxsize=64)
def _counted(moment: LogMoment, site_id: int) -> dict[tuple[str, str], tuple[int, datetime.datetime | None]]:
    """How many live items there are, and the last change, by type and language. The same while the log is."""
    live = Q(state=State.LIVE) & (Q(expires_at=None) | Q(expires_at__gt=timezone.now()))
    rows = (
        PublishedItem.objects.filter(site_id=site_id)
        .values_list("type", "locale")
        .annotate(items=Count("pk", filter=live), modified=Max("changed_at"))
    )
    return {(type_name, locale): (items, modified) for type_name, locale, items, modified in rows.order_by()}
