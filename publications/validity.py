"""Whether an act is in force: computed from its dates and from what later acts do to it, and never typed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Validity(models.TextChoices):
    """The states of an act, the ``state`` of its item."""

    NOT_YET_IN_FORCE = "not_yet_in_force", _("Not yet in force")
    IN_FORCE = "in_force", _("In force")
    AMENDED = "amended", _("In force, amended")
    REVOKED = "revoked", _("Revoked")
    EXPIRED = "expired", _("No longer in force")
    #: of what is not published any more: only tombstones have it
    WITHDRAWN = "withdrawn", _("Withdrawn")


@dataclass(frozen=True)
class Term:
    """The first and the last day on which an act is in force by its own words, and what later acts did to it.

    ``amended_from`` and ``revoked_from`` are the days on which public acts that amend or revoke it are in force first;
    ``revoked_from`` has that of an approved revocation too.
    A revocation stays one when the act that revokes is itself revoked: a new act is needed to bring the old one back.
    """

    first_day: datetime.date
    last_day: datetime.date | None = None
    amended_from: Iterable[datetime.date] = ()
    revoked_from: Iterable[datetime.date] = ()

    def validity(self, today: datetime.date) -> Validity:
        if any(day <= today for day in self.revoked_from):
            return Validity.REVOKED
        if self.last_day is not None and self.last_day < today:
            return Validity.EXPIRED
        if today < self.first_day:
            return Validity.NOT_YET_IN_FORCE
        if any(day <= today for day in self.amended_from):
            return Validity.AMENDED
        return Validity.IN_FORCE

    def changes_at(self, today: datetime.date) -> datetime.datetime | None:
        """The midnight after ``today`` at which the validity may be another one; None if it stays as it is."""
        following = min((day for day in self._turning_days() if day > today), default=None)
        return timezone.make_aware(datetime.datetime.combine(following, datetime.time())) if following else None

    def _turning_days(self) -> Iterator[datetime.date]:
        yield self.first_day
        if self.last_day is not None and self.last_day < datetime.date.max:
            yield self.last_day + datetime.timedelta(days=1)
        yield from self.amended_from
        yield from self.revoked_from
