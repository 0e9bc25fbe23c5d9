"""What acts have to do with each other and with meetings, as the public sees it: from both sides.

Read from the publication log, so that nothing that is not public is named. The rows belong to pages in their original
language; what they say holds for the acts in every language.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms_pages.publishing.models import PublishedItem, TranslationState
from publications.models.act import Act
from publications.models.minutes_act import MinutesAct
from publications.models.relation import ActRelation, RelationKind
from publications.validity import Term

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from publications.models import ActPage, MinutesPage

#: what the earlier of two acts says of the relation
PASSIVE = {
    RelationKind.AMENDS: "amended_by",
    RelationKind.REVOKES: "revoked_by",
    RelationKind.CONSOLIDATES: "consolidated_by",
    RelationKind.IMPLEMENTS: "implemented_by",
}
LABELS: dict[str, _StrPromise | str] = {
    "revoked_by": _("Revoked by"),
    "amended_by": _("Amended by"),
    "consolidated_by": _("Consolidated in"),
    "implemented_by": _("Implemented by"),
    **{kind.value: kind.label for kind in RelationKind},
}
_LISTED = ("item_id", "translation_key", "locale", "type", "identifier", "date", "translation", "url", "title")


@dataclass(frozen=True)
class Related:
    """Another act, or minutes, as it is published. ``relation`` is one of ``LABELS``; empty for minutes.

    ``identifier`` is that of the act in the register. ``in_force_from`` is the other act's first day in force, where it
    is the later of the two.
    """

    relation: str
    item: PublishedItem
    identifier: str
    in_force_from: datetime.date | None = None

    @property
    def label(self) -> str:
        return str(LABELS.get(self.relation, ""))

    def reference(self) -> dict[str, Any]:
        """The shape of ``publications.api.schemas.ActRef``."""
        return {
            "id": self.item.item_id,
            "type": self.item.type,
            "identifier": self.identifier,
            "number": self.item.identifier,
            "title": self.item.title,
            "date": self.item.date,
            "url": self.item.url,
        }


def relations_of(page: ActPage) -> list[Related]:
    """What the act of a page does to others and they to it, as far as they are public. Asks four times at most."""
    rows = list(page.relations.all()) or page.relations_of_original
    forward = ((row.kind, act.translation_key) for row, act in _with_acts(rows))
    backward = {(PASSIVE[later.kind], later.translation_key): later.in_force_from for later in page.later_relations}
    pairs = {**dict.fromkeys(forward), **backward}
    items = public_items((key for _relation, key in pairs), page)
    identifiers = {act.translation_key: act.identifier for act in Act.objects.filter(translation_key__in=list(items))}
    order = list(LABELS)
    found = [
        Related(relation, items[key], identifiers.get(key, ""), day)
        for (relation, key), day in pairs.items()
        if key in items
    ]
    found.sort(key=lambda each: (each.item.date or datetime.date.min, each.item.pk), reverse=True)
    return sorted(found, key=lambda each: order.index(each.relation))


def minutes_of(page: ActPage) -> list[Related]:
    """The public minutes of the meetings at which the act of a page was taken."""
    items = public_items(page.minutes_keys, page)
    return [Related("", item, "") for item in sorted(items.values(), key=lambda item: (item.date, item.pk))]


def acts_of(page: MinutesPage) -> list[Related]:
    """The public acts taken at the meeting of a page, in the order in which they were entered."""
    acts = [act for _row, act in _with_acts(list(page.acts.all()) or rows_of_original(page, MinutesAct))]
    items = public_items((act.translation_key for act in acts), page)
    known = {act.translation_key: act.identifier for act in acts}
    return [Related("", items[key], identifier) for key, identifier in known.items() if key in items]


@dataclass(frozen=True)
class LaterRelation:
    """What the later act with a translation key does to an earlier one, from the day when it comes into force."""

    kind: RelationKind
    translation_key: UUID
    in_force_from: datetime.date


def later_relations(keys: Collection[UUID]) -> dict[UUID, list[LaterRelation]]:
    """What is done to the acts with these translation keys by acts that are live, by the keys."""
    found: dict[UUID, list[LaterRelation]] = {key: [] for key in keys}
    rows = ActRelation.objects.filter(act__translation_key__in=keys, page__live=True, page__alias_of=None)
    columns = ("act__translation_key", "kind", "page__translation_key", "page__date", "page__entry_into_force")
    for key, kind, later_key, date, entry_into_force in rows.values_list(*columns):
        found[key].append(LaterRelation(RelationKind(kind), later_key, entry_into_force or date))
    return found


def keys_of_minutes(keys: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """The translation keys of the live minutes that name the acts with these, by the acts' keys."""
    found: dict[UUID, list[UUID]] = {key: [] for key in keys}
    rows = MinutesAct.objects.filter(act__translation_key__in=keys, page__live=True, page__alias_of=None)
    for key, minutes_key in rows.values_list("act__translation_key", "page__translation_key"):
        found[key].append(minutes_key)
    return found


def term_of(page: ActPage, related: Iterable[Related]) -> Term:
    """When an act is in force, where ``related`` are its relations."""
    later: dict[str, list[datetime.date]] = {}
    for each in related:
        if each.in_force_from is not None:
            later.setdefault(each.relation, []).append(each.in_force_from)
    revoked_from = later.get("revoked_by", [])
    if page.revocation is not None:
        revoked_from.append(page.revocation.revoked_from)
    return Term(page.in_force_from, page.end_of_validity, tuple(later.get("amended_by", ())), tuple(revoked_from))


def pages_concerned(keys: set[UUID]) -> set[int]:
    """The pages that show something of the acts or minutes with these translation keys, in all languages: of those on
    the other side of a relation, and their own, which all show what only the original has rows of.
    """
    forward, backward = {"page__translation_key__in": keys}, {"act__translation_key__in": keys}
    others = (
        ActRelation.objects.filter(**forward)
        .order_by()
        .values_list("act__translation_key")
        .union(
            ActRelation.objects.filter(**backward).order_by().values_list("page__translation_key"),
            MinutesAct.objects.filter(**forward).order_by().values_list("act__translation_key"),
            MinutesAct.objects.filter(**backward).order_by().values_list("page__translation_key"),
        )
    )
    concerned = {key for (key,) in others}
    if not concerned:
        return set()
    return set(Page.objects.filter(translation_key__in=concerned | keys).values_list("pk", flat=True))


def rows_of_original(page: Any, model: Any) -> list[Any]:
    """What the original of a page that is a translation or a copy has of rows that name acts."""
    if page._state.adding:
        return []
    key = page.alias_of.translation_key if page.alias_of_id is not None else page.translation_key
    return [row for row in rows_of_originals(model, {key})[key] if row.page_id != page.pk]


def rows_of_originals(model: Any, keys: Collection[UUID]) -> dict[UUID, list[Any]]:
    """The rows of the live pages with these translation keys that name acts, by the keys: only originals have some."""
    found: dict[UUID, list[Any]] = {key: [] for key in keys}
    rows = model.objects.filter(page__translation_key__in=keys, page__live=True, page__alias_of=None)
    for row in rows.annotate(key=F("page__translation_key")).order_by("page", "sort_order"):
        found[row.key].append(row)
    return found


def _with_acts(rows: Collection[Any]) -> list[tuple[Any, Act]]:
    acts = Act.objects.in_bulk({row.act_id for row in rows})
    return [(row, acts[row.act_id]) for row in rows if row.act_id in acts]


def public_items(keys: Iterable[UUID], page: Any) -> dict[UUID, PublishedItem]:
    """The live items of these pages on the site of ``page``: in its language, else the original, else any."""
    wanted = set(keys)
    parts = page.get_url_parts() if wanted else None
    if parts is None:
        return {}
    code = page.locale.language_code
    best: dict[UUID, PublishedItem] = {}
    items = PublishedItem.objects.live().unexpired().filter(site_id=parts[0], translation_key__in=wanted)
    for item in items.only(*_LISTED).order_by("pk"):
        other = best.get(item.translation_key)
        if other is None or _fitness(item, code) > _fitness(other, code):
            best[item.translation_key] = item
    return best


def _fitness(item: PublishedItem, code: str) -> tuple[bool, bool]:
    return item.locale == code, item.translation == TranslationState.ORIGINAL
