"""The demo municipality's acts and minutes: typed, as in the YAML files of `content/`."""

import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from demo.items import Act, Slug, Text
from demo.texts import DocumentList, Strict

DecisionKind = Literal["individual", "normative", "budget", "property", "personnel", "other"]


class Attachment(Strict):
    """A file that goes with a decision; its title is in Albanian."""

    title: str
    kind: Literal["annex"]


class Relation(Strict):
    """What an act does to an earlier one; `act` is the slug of that decision or regulation."""

    kind: Literal["amends", "revokes", "consolidates", "implements"]
    act: Slug


class Correction(Strict):
    """Why the first file of an act was replaced, in Albanian, and the wrong number that it had."""

    number: str
    reason: str


class Revoked(Strict):
    """What revokes an act that no act on the site does, from which day on, and why."""

    revoked_from: datetime.date
    by: str
    reason: Text


class NumberedAct(Act):
    """What decisions and regulations share: the protocol number, the laws they are based on, and other acts.

    ``corrected``, ``revoked`` and ``withdrawn`` (the reason) say what became of it after it was published.
    """

    number: Annotated[str, StringConstraints(pattern=r"^\d{2}-\d{3}/\d{2}-\d{4}$")]
    legal_basis: Text
    relations: list[Relation] = Field(default_factory=list)
    corrected: Correction | None = None
    revoked: Revoked | None = None
    withdrawn: Text | None = None


class Regulation(NumberedAct):
    """A regulation of a body."""


class Decision(NumberedAct):
    """A decision of a body."""

    kind: DecisionKind
    attachments: list[Attachment] = Field(default_factory=list, max_length=3)

    @model_validator(mode="after")
    def _listed_documents_exist(self) -> "Decision":
        titles = {attachment.title for attachment in self.attachments}
        for block in self.text.sq:
            if isinstance(block, DocumentList) and not set(block.value) <= titles:
                raise ValueError("text: a listed document is no attachment of this decision")
        return self


class Minutes(Act):
    """The minutes of one meeting of a body; `decisions` are the slugs of those taken there."""

    meeting: Text
    decisions: list[Slug] = Field(default_factory=list)
