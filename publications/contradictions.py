"""Which relations of an act cannot be: to itself, twice, to a later act, in a circle, or revoking what is revoked."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from publications.models.act import Act
from publications.models.relation import ActRelation, RelationKind
from publications.models.revocation import Revocation, RevocationStatus
from publications.selectors import pages_of_acts

if TYPE_CHECKING:
    from wagtail.models import Page

    from publications.models import ActPage


def relation_errors(
    rows: Sequence[tuple[str, Act]], key: UUID, date: datetime.date, *, near: Page
) -> dict[int, ValidationError]:
    """What is wrong with the relations (kind, earlier act) of the act with this translation key and date, by position.

    ``near`` is a page on its site. The number of queries does not depend on the number of rows.
    """
    keys = {act.translation_key for _kind, act in rows}
    pages: dict[UUID, ActPage] = {}
    for page in pages_of_acts(keys, near=near):
        pages.setdefault(page.translation_key, page)
    revoked = _revoked(keys, besides=key)
    errors: dict[int, ValidationError] = {}
    seen: set[tuple[str, UUID]] = set()
    same_day: dict[UUID, int] = {}
    for position, (kind, act) in enumerate(rows):
        other = pages.get(act.translation_key)
        if act.translation_key == key:
            errors[position] = ValidationError(_("An act cannot have a relation to itself."), code="itself")
        elif (kind, act.translation_key) in seen:
            errors[position] = ValidationError(_("This relation is in the list already."), code="twice")
        elif other is None:
            errors[position] = ValidationError(
                _("There is no page of this act on this site. Choose another act."), code="elsewhere"
            )
        elif other.date > date:
            errors[position] = ValidationError(
                _("This act is later (%(date)s). Enter the relation with the later of the two acts."),
                code="later",
                params={"date": date_format(other.date, "SHORT_DATE_FORMAT")},
            )
        elif kind == RelationKind.REVOKES and act.translation_key in revoked:
            errors[position] = revoked[act.translation_key]
        elif other.date == date:
            same_day.setdefault(act.translation_key, position)
        seen.add((kind, act.translation_key))
    for position in _in_circles(same_day, key, date):
        errors[position] = ValidationError(
            _("This act itself has a relation to the one you are editing. Only one of the two can have one."),
            code="circle",
        )
    return errors


def check_relations(page: ActPage) -> None:
    """Raise ValidationError for the first relation of a page that cannot be: for code, which has no form."""
    rows = list(page.relations.all())
    acts = Act.objects.in_bulk({row.act_id for row in rows})
    pairs = [(row.kind, acts[row.act_id]) for row in rows if row.act_id in acts]
    for position, error in relation_errors(pairs, page.translation_key, page.date, near=page).items():
        raise ValidationError(
            _("Relation %(position)s: %(error)s"),
            code=error.code,
            params={"position": position + 1, "error": " ".join(error.messages)},
        )


def check_later_acts(key: UUID, date: datetime.date) -> None:
    """Raise ValidationError where an act with this date would be later than one that refers to it, or than its own
    revocation.
    """
    rows = ActRelation.objects.filter(act__translation_key=key, page__alias_of=None, page__date__lt=date)
    columns = ("page__number", "page__title", "page__date")
    first = rows.exclude(page__translation_key=key).order_by("page__date", "pk").values_list(*columns).first()
    if first is not None:
        number, title, day = first
        raise ValidationError(
            _("Number %(number)s of %(date)s, “%(title)s”, refers to this act, which cannot be later."),
            code="later_than_another",
            params={"number": number, "title": title, "date": date_format(day, "SHORT_DATE_FORMAT")},
        )
    revocation = _revocations({key}).filter(revoked_from__lt=date).first()
    if revocation is not None:
        raise ValidationError(
            _("This act is revoked from %(date)s on. It cannot be later."),
            code="later_than_revoked",
            params={"date": date_format(revocation.revoked_from, "SHORT_DATE_FORMAT")},
        )


def check_not_revoked(key: UUID) -> None:
    """Raise ValidationError where the act with this translation key is revoked already, whatever does it."""
    if error := _revoked({key}, besides=key).get(key):
        raise error


def _revocations(keys: set[UUID]) -> QuerySet[Revocation]:
    return Revocation.objects.filter(status=RevocationStatus.APPROVED, act__translation_key__in=keys)


def _revoked(keys: set[UUID], *, besides: UUID) -> dict[UUID, ValidationError]:
    """What to say of each of these acts that is revoked: by another act than ``besides``, drafts left out, or by an
    approved request.
    """
    days = _revocations(keys).values_list("act__translation_key", "revoked_from")
    errors = {
        key: ValidationError(
            _("This act is revoked already, from %(date)s on."),
            code="revoked",
            params={"date": date_format(day, "SHORT_DATE_FORMAT")},
        )
        for key, day in days
    }
    rows = ActRelation.objects.filter(kind=RelationKind.REVOKES, act__translation_key__in=keys, page__live=True)
    found = rows.exclude(page__translation_key=besides).order_by("pk")
    for key, number, title in found.values_list("act__translation_key", "page__number", "page__title"):
        errors[key] = ValidationError(
            _("This act is revoked already, by number %(number)s: “%(title)s”."),
            code="revoked",
            params={"number": number, "title": title},
        )
    return errors


def _in_circles(starts: dict[UUID, int], key: UUID, date: datetime.date) -> set[int]:
    """Which positions lead back to the act. All acts of a circle are of one day, as no relation is to a later one."""
    reached = dict(starts)
    frontier = set(starts)
    found: set[int] = set()
    while frontier:
        rows = ActRelation.objects.filter(page__translation_key__in=frontier, page__date=date)
        frontier = set()
        for source, target in rows.values_list("page__translation_key", "act__translation_key"):
            if target == key:
                found.add(reached[source])
            elif target not in reached:
                reached[target] = reached[source]
                frontier.add(target)
    return found
