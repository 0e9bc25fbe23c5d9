from __future__ import annotations

import uuid
from functools import cached_property
from typing import TYPE_CHECKING

from publications.history import changes_of, earlier_files
from publications.models.act import Act
from publications.models.relation import ActRelation
from publications.relations import LaterRelation, keys_of_minutes, later_relations, rows_of_original
from publications.revocation import approved_revocations
from publications.rows import PageWithRows

if TYPE_CHECKING:
    from publications.models.act_change import ActChange, ActFile
    from publications.models.revocation import Revocation


class RegisteredPage(PageWithRows):
    """What the register and other pages say of the act of a page: ``acts_together`` reads it for many."""

    class Meta:
        abstract = True

    @property
    def act_key(self) -> uuid.UUID:
        """The translation key of the act that the page shows: a copy in another section shows another page's."""
        key: uuid.UUID = (self.alias_of if self.alias_of_id is not None else self).translation_key
        return key

    @cached_property
    def act(self) -> Act | None:
        """Its row in the register of acts; None before it is saved."""
        return Act.objects.filter(translation_key=self.act_key).first()

    @cached_property
    def revocation(self) -> Revocation | None:
        """Its approved revocation, where what revokes it is no act on the site."""
        return approved_revocations([self.act_key]).get(self.act_key)

    @cached_property
    def relations_of_original(self) -> list[ActRelation]:
        """Those that it shows where it has none of its own."""
        return rows_of_original(self, ActRelation)

    @cached_property
    def later_relations(self) -> list[LaterRelation]:
        """What later acts do to it."""
        return later_relations([self.act_key])[self.act_key]

    @cached_property
    def minutes_keys(self) -> list[uuid.UUID]:
        """The translation keys of the minutes that name it."""
        return keys_of_minutes([self.act_key])[self.act_key]

    @cached_property
    def earlier_files(self) -> list[ActFile]:
        """The files that it was published with before, those replaced last first."""
        return earlier_files([self.act.pk])[self.act.pk] if self.act is not None else []

    @cached_property
    def changes(self) -> list[ActChange]:
        """What became of it since it was published, the newest first."""
        return changes_of([self.act.pk])[self.act.pk] if self.act is not None else []
