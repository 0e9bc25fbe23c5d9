"""The base of what an office keeps lists of, once for all pages that name it: bodies, signers."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from typing import Any, Self, TypeVar

from django.db import models, transaction
from django.db.models import Min, Q
from modelcluster.models import ClusterableModel
from wagtail.models import Locale, TranslatableMixin

from cms_pages.models.plain_texts import clean_plain_texts
from cms_pages.originals import follow_original

M = TypeVar("M", bound="RegisterRow")


class RegisterQuerySet(models.QuerySet[M]):
    def to_choose(self, locale_id: int, *chosen_ids: int | None) -> Self:
        """Each row once, in a language, or as it is where it has no name in it; and the chosen ones in any case."""
        rows: Self = self.model._default_manager.all()
        in_language = rows.filter(locale_id=locale_id)
        elsewhere = rows.exclude(translation_key__in=in_language.values("translation_key"))
        first = elsewhere.values("translation_key").annotate(first=Min("pk")).order_by().values("first")
        chosen = [pk for pk in chosen_ids if pk is not None]
        offered = self.filter(Q(locale_id=locale_id) | Q(pk__in=first)).values("pk")
        return rows.filter(Q(pk__in=offered) | Q(pk__in=chosen))


class RegisterRow(TranslatableMixin, ClusterableModel):
    """A row in one language. Its facts, which are not translated, follow those of the language it was made in."""

    _translations: dict[int, Self] | None = None

    class Meta(TranslatableMixin.Meta):
        abstract = True

    def save(self, **kwargs: Any) -> None:
        # Not in a receiver of post_save: the inline children are saved after it.
        with transaction.atomic():
            super().save(**kwargs)
            follow_original(self)

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        clean_plain_texts(self)
        super().clean_fields(exclude)

    def in_language(self, locale: Locale) -> Self:
        """Its row in a language, or itself where there is none."""
        if self.locale_id == locale.pk:
            return self
        # An item asks several times, and a page's instance lives for one item.
        if self._translations is None:
            self.know_translations(self.get_translations())
        return (self._translations or {}).get(locale.pk, self)

    def know_translations(self, rows: Iterable[Self]) -> None:
        """Take these for its rows in other languages, and not ask the database."""
        self._translations = {row.locale_id: row for row in rows}


def on_day(day: datetime.date, *, first: str = "", last: str = "") -> Q:
    """What holds on a day: from the field ``first`` to the field ``last``, both included, either of them open."""
    condition = Q()
    if first:
        condition &= Q(**{first: None}) | Q(**{f"{first}__lte": day})
    if last:
        condition &= Q(**{last: None}) | Q(**{f"{last}__gte": day})
    return condition
